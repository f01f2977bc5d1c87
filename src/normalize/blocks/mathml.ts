import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { attribute, elementChildren, oneLine } from "../../html/dom.ts";

/** Formulas nested deeper are written without their inner structure. */
const MAX_DEPTH = 60;

/**
 * Presentation MathML as one line of TeX: `<mfrac><mi>a</mi><mn>2</mn></mfrac>` → `\frac{a}{2}`. Signs such as ≤ stay
 * as they are. https://www.w3.org/TR/mathml-core/
 */
export function texOf(math: ParentNode): string {
  return oneLine(rowOf(math.children, 0));
}

type Write = (parts: readonly string[], node: Element) => string;

const braces = (part = "") => `{${part.trim()}}`;
/** `_1` and `_{12}` */
const script = (mark: "_" | "^", part: string | undefined) =>
  part === undefined || part === "" ? "" : `${mark}${/^[\p{L}\p{N}]$/u.test(part) ? part : braces(part)}`;
/** What a script belongs to: more than one sign is held together. */
const base = (part = "") => (/^(?:\\[a-zA-Z]+|[^\s+\-=<>]{0,12})$/u.test(part) ? part : braces(part));

const writers: ReadonlyMap<string, Write> = new Map<string, Write>([
  [
    "mfrac",
    ([over, under], node) => `\\${isWithoutLine(node) ? "binom" : "frac"}${braces(over)}${braces(under)}`,
  ],
  ["msqrt", (parts) => `\\sqrt${braces(joined(parts))}`],
  ["mroot", ([of, index]) => `\\sqrt[${index ?? ""}]${braces(of)}`],
  ["msub", ([of, low]) => base(of) + script("_", low)],
  ["msup", ([of, high]) => base(of) + script("^", high)],
  ["msubsup", ([of, low, high]) => base(of) + script("_", low) + script("^", high)],
  ["munder", ([of, low]) => base(of) + script("_", low)],
  ["mover", ([of, high]) => overOf(of, high)],
  ["munderover", ([of, low, high]) => base(of) + script("_", low) + script("^", high)],
  ["mmultiscripts", manyScripts],
  ["mtable", (rows) => `\\begin{matrix}${rows.join(" \\\\ ")}\\end{matrix}`],
  ["mtr", (cells) => cells.join(" & ")],
  ["mlabeledtr", ([, ...cells]) => cells.join(" & ")],
  ["mfenced", fenced],
  ["mtext", (parts) => ` ${joined(parts)} `],
  ["mspace", () => " "],
  ["semantics", ([shown]) => shown ?? ""],
  ["maction", ([shown]) => shown ?? ""],
  ["mphantom", () => ""],
  ["annotation", () => ""],
  ["annotation-xml", () => ""],
]);

/** Pairs of scripts behind a sign, and before it those that follow `<mprescripts/>`: `{}_6^{14}C`. */
function manyScripts([of, ...scripts]: readonly string[], node: Element): string {
  const turn = elementChildren(node).findIndex(({ name }) => name === "mprescripts");
  const pairs = (parts: readonly string[]) =>
    parts.reduce((all, part, at) => all + script(at % 2 === 0 ? "_" : "^", part), "");
  if (turn === -1) return base(of) + pairs(scripts);
  const before = pairs(scripts.slice(turn));
  return (before === "" ? "" : `{}${before}`) + base(of) + pairs(scripts.slice(0, turn - 1));
}

/** One number above another one, as in a binomial coefficient. */
const isWithoutLine = (node: Element) => /^0/.test(attribute(node, "linethickness"));

/** Text in HTML may stand in a formula, and so may what nobody reads. */
const unseen: ReadonlySet<string> = new Set(
  "script style template noscript iframe object embed title textarea select".split(" "),
);

/** `{\\bar{x}}` is read as it is; an accent over a letter keeps its sign. */
function overOf(of: string | undefined, sign: string | undefined): string {
  return sign === "¯" || sign === "‾" || sign === "―"
    ? `\\overline${braces(of)}`
    : base(of) + script("^", sign);
}

function fenced(parts: readonly string[], node: Element): string {
  const separator = node.attribs.separators?.trim()[0] ?? ",";
  return (attribute(node, "open") || "(") + parts.join(separator) + (attribute(node, "close") || ")");
}

function rowOf(children: readonly ChildNode[], depth: number): string {
  return joined(children.map((child) => write(child, depth)));
}

function write(node: ChildNode, depth: number): string {
  if (isText(node)) return node.data.replace(/\s+/g, " ").trim();
  if (!isTag(node) || unseen.has(node.name)) return "";
  const own = writers.get(node.name);
  if (!own || depth > MAX_DEPTH) return rowOf(node.children, depth + 1);
  const elements = elementChildren(node);
  const parts =
    elements.length === 0 || node.name === "mtext"
      ? [rowOf(node.children, depth + 1)]
      : elements.map((child) => write(child, depth + 1));
  return own(parts, node);
}

/** Without blanks, but for words and commands that would run together. */
function joined(parts: readonly string[]): string {
  return parts.reduce((line, part) => {
    const runsOn = /(?:\p{L}{2}|\\\p{L}+)$/u.test(line)
      ? /^[\p{L}\p{N}]/u
      : /\p{L}$/u.test(line)
        ? /^\p{L}{2}/u
        : undefined;
    return line + (runsOn?.test(part) ? " " : "") + part;
  }, "");
}
