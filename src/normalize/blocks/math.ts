import type { Element } from "domhandler";
import { attribute, findFirst, hasClass, lineOf, oneLine, textOf } from "../../html/dom.ts";
import { visibleLine } from "../vocabulary/dropped.ts";
import type { Flow } from "./flow.ts";

/** The source of a formula as MathML and common renderers state it; undefined when `node` is not a formula. */
export function formulaOf(node: Element): string | undefined {
  if (node.name === "script") {
    return /^math\/(?:tex|asciimath)/i.test(attribute(node, "type")) ? oneLine(textOf(node)) : undefined;
  }
  if (node.name === "math") {
    const visible = visibleLine(node);
    const stated = [sourceIn(node), oneLine(attribute(node, "alttext"))];
    return stated.find((source) => source !== "" && isSourceOf(source, visible)) ?? visible;
  }
  if (node.attribs.class === undefined && node.name !== "mjx-container") return undefined;
  if (hasClass(node, "math") && (node.name === "span" || node.name === "div")) return sourceBetween(node);
  if (node.name === "mjx-container" || hasClass(node, "katex")) {
    const math = findFirst(node, ({ name }) => name === "math");
    if (math) return formulaOf(math);
    return oneLine(attribute(node, "aria-label")) || lineOf(node) || undefined;
  }
  return undefined;
}

/** Sphinx, Pandoc, MkDocs: `<span class="math">\\(x^2\\)</span>`, which a script would typeset. */
function sourceBetween(node: Element): string | undefined {
  const words = oneLine(textOf(node));
  const isStated = /^(?:\\\(.*\\\)|\\\[.*\\\])$/.test(words);
  return isStated ? words.slice(2, -2).trim() : undefined;
}

export function addFormula(source: string, flow: Flow): void {
  if (source === "") return;
  const opened = flow.open("code");
  flow.text(source);
  if (opened) flow.close();
}

/** Readers do not see a formula's source, so it is used only when its words are in the visible formula. */
function isSourceOf(source: string, visible: string): boolean {
  if (visible === "") return false;
  const letters = visible.replace(/\s+/g, "").toLowerCase();
  const words = source
    .replace(/\\(?:begin|end|color|label|tag)\s?\{[^{}]{0,60}\}|\\[A-Za-z]+/g, " ")
    .match(/\p{L}{3,}/gu);
  return (words ?? []).every((word) => letters.includes(word.toLowerCase()));
}

function sourceIn(math: Element): string {
  const annotation = findFirst(
    math,
    ({ name, attribs }) => name === "annotation" && /tex|asciimath/i.test(attribs.encoding ?? ""),
  );
  return annotation ? oneLine(textOf(annotation)) : "";
}
