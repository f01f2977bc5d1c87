import { type Element, isTag, isText } from "domhandler";
import { attribute, findFirst, hasClass, isBlank, lineOf, oneLine, textOf } from "../../html/dom.ts";
import { visibleLine } from "../vocabulary/dropped.ts";
import { drawnFormula } from "./drawn-formula.ts";
import type { Flow } from "./flow.ts";
import { texOf } from "./mathml.ts";

/** The source of a formula as MathML and common renderers state it; undefined when `node` is not a formula. */
export function formulaOf(node: Element): string | undefined {
  if (node.name === "script") {
    return /^math\/(?:tex|asciimath)/i.test(attribute(node, "type")) ? oneLine(textOf(node)) : undefined;
  }
  if (node.name === "math") {
    const visible = visibleLine(node);
    const stated = [sourceIn(node), oneLine(attribute(node, "alttext"))];
    return stated.find((source) => source !== "" && isSourceOf(source, visible)) ?? texOf(node);
  }
  if (node.name === "img") return formulaOfPicture(node);
  if (node.attribs.class === undefined && node.name !== "mjx-container") return undefined;
  const set = setByMathJax(node);
  if (set !== undefined) return set;
  if (hasClass(node, "math") && (node.name === "span" || node.name === "div")) return sourceBetween(node);
  if (node.name === "mjx-container" || hasClass(node, "katex")) {
    const math = findFirst(node, ({ name }) => name === "math");
    if (math) return formulaOf(math);
    return oneLine(attribute(node, "aria-label")) || lineOf(node) || undefined;
  }
  return undefined;
}

/** WordPress, MediaWiki and older tools draw a formula as a picture, with its source beside or in its address. */
function formulaOfPicture(node: Element): string | undefined {
  if (!/(?:^|\s)(?:latex|tex|math|mwe-math-fallback-image-\w+)(?:\s|$)/.test(attribute(node, "class")))
    return drawnFormula(attribute(node, "src"));
  const source = oneLine(attribute(node, "alt")).replace(/^\{\\(?:display|text)style\s([\s\S]*)\}$/, "$1");
  return source.replace(/^\$+|\$+$/g, "").trim() || undefined;
}

/**
 * MathJax 2 sets a formula beside the script with its source, which is read instead; without one it may hold MathML for
 * screen readers. https://docs.mathjax.org/en/v2.7-latest/advanced/model.html
 */
function setByMathJax(node: Element): string | undefined {
  if (
    !/(?:^|\s)MathJax(?:_(?:Display|SVG|SVG_Display|CHTML|MathML|Preview))?(?:\s|$)/.test(
      attribute(node, "class"),
    )
  )
    return undefined;
  if (node.name !== "span" && node.name !== "div") return undefined;
  let next = node.next;
  for (let step = 0; next && step < 6; step += 1, next = next.next) {
    if (isText(next) && isBlank(next.data)) continue;
    if (!isTag(next)) break;
    if (next.name === "script") return /^math\//i.test(attribute(next, "type")) ? "" : undefined;
    if (!/MathJax/.test(attribute(next, "class"))) break;
  }
  const math = findFirst(node, ({ name }) => name === "math");
  return math ? formulaOf(math) : undefined;
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
