import type { Element } from "domhandler";
import { attribute, findFirst, hasClass, oneLine, textOf } from "../html/dom.ts";
import type { Flow } from "./flow.ts";
import { visibleLine } from "./left-out.ts";

/** The source of a formula as MathML and the usual renderers carry it, or undefined when `node` is no formula. */
export function formulaOf(node: Element): string | undefined {
  if (node.name === "script") {
    return /^math\/(?:tex|asciimath)/i.test(attribute(node, "type")) ? oneLine(textOf(node)) : undefined;
  }
  if (node.name === "math") return sourceIn(node) || oneLine(attribute(node, "alttext")) || visibleLine(node);
  if (node.name === "mjx-container" || hasClass(node, "katex")) {
    const math = findFirst(node, ({ name }) => name === "math");
    return math ? formulaOf(math) : oneLine(attribute(node, "aria-label")) || undefined;
  }
  return undefined;
}

export function addFormula(source: string, flow: Flow): void {
  if (source === "") return;
  const opened = flow.open("code");
  flow.text(source);
  if (opened) flow.close();
}

function sourceIn(math: Element): string {
  const annotation = findFirst(
    math,
    ({ name, attribs }) => name === "annotation" && /tex|asciimath/i.test(attribs.encoding ?? ""),
  );
  return annotation ? visibleLine(annotation) : "";
}
