import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { withoutInvisible } from "../../html/characters.ts";
import { type Attributes, element, hasClass, text, textOf } from "../../html/dom.ts";
import { isSetInLines, languageOf } from "../vocabulary/html-code.ts";
import type { Builder, Handler } from "./builder.ts";
import { type Mark, signOfCode, withMarks } from "./code-diff.ts";

/** Longer runs of blanks mean nothing, and later regular expressions are quadratic in them. */
const MAX_BLANKS = 200;
const tooManyBlanks = new RegExp(`[ \\t\\n]{${MAX_BLANKS + 1},}`, "g");
const lineElements = new Set(["div", "p", "li", "tr", "section", "blockquote"]);
const lineClass = /(?:^|\s)(?:(?:token|code|view|ec|cm)-)?line(?:\s|$)/i;

/** `<pre>` and the like → `<pre><code class="language-x">`, or inline code where a block is not allowed. */
export const code: Handler = (node, flow, builder) => {
  const lines = codeText(node, builder);
  if (lines === "") return;
  if (flow.inlineOnly) {
    const opened = flow.open("code");
    flow.text(lines);
    if (opened) flow.close();
    return;
  }
  const language = languageOf(node);
  const attributes: Attributes = language === undefined ? {} : { class: `language-${language}` };
  flow.push(element("pre", {}, [element("code", attributes, [text(lines)])]));
};

/** The lines as an author would copy them: no line numbers, no buttons, no blank lines around. */
export function codeText(node: Element, builder: Builder): string {
  const parts = new Lines();
  addLines(node, parts, builder);
  const text = withMarks(parts.text, parts.marks);
  const visible = isPlayed(node) ? withoutPlayed(text, builder) : text;
  return withoutInvisible(visible)
    .replace(/\r\n?/g, "\n")
    .replaceAll("\u00a0", " ")
    .replace(tooManyBlanks, (blanks) => blanks.slice(0, MAX_BLANKS))
    .replace(/^(?:[ \t\f]*\n)+/, "")
    .replace(/\s{1,200}$/, "");
}

class Lines {
  text = "";
  /** Innermost first. */
  readonly marks: Mark[] = [];
  /** Ends the line, unless it has just been ended. */
  end(): void {
    if (this.text !== "" && !this.text.endsWith("\n")) this.text += "\n";
  }
}

/** Where every line is an element, text between them is only the layout of the source. */
function addLines(node: Element, lines: Lines, builder: Builder): void {
  const isOutside = isSetInLines(node) || rowElements.has(node.name);
  for (const child of inOrder(node)) {
    if (isText(child)) lines.text += isOutside ? "" : child.data;
    else if (!isTag(child)) continue;
    else if (child.name === "br") lines.text += "\n";
    else if (builder.isDropped(child)) continue;
    else if (child.name === "iframe" || isHiddenLine(child) || isCommentary(child) || isNumberOfLine(child))
      builder.warnings.explain(textOf(child));
    else {
      const isLine = lineElements.has(child.name) || followsSameLine(child);
      if (isLine) lines.end();
      const start = lines.text.length;
      const sign = signOfCode(child);
      addLines(child, lines, builder);
      if (sign !== undefined && lines.text.length > start)
        lines.marks.push({ sign, start, end: lines.text.length });
      if (lineElements.has(child.name)) lines.end();
    }
  }
}

/** Monaco puts the lines that come into view last, wherever they stand: their distance from the top orders them. */
function inOrder(node: Element): readonly ChildNode[] {
  if (!hasClass(node, "view-lines")) return node.children;
  const top = (child: ChildNode) =>
    isTag(child) ? Number(/(?:^|[;\s])top:\s*(-?[\d.]+)px/.exec(child.attribs.style ?? "")?.[1] ?? 0) : 0;
  return node.children.filter(isTag).toSorted((one, other) => top(one) - top(other));
}

const rowElements = new Set("table tbody thead tr".split(" "));

/** What twoslash adds to code: https://twoslash.netlify.app */
function isCommentary(node: Element): boolean {
  return /(?:^|\s)(?:language-id|playground-link|twoslash-popup-\w+)(?:\s|$)/.test(node.attribs.class ?? "");
}

/** Lines that the author hid behind a button: https://rust-lang.github.io/mdBook/format/mdbook.html#hiding-code-lines */
function isHiddenLine(node: Element): boolean {
  return hasClass(node, "boring");
}

/** Hugo without style sheets: https://gohugo.io/functions/transform/highlight/#options */
function isNumberOfLine(node: Element): boolean {
  const { style } = node.attribs;
  return style !== undefined && /user-select:\s?none/.test(style) && /^[\s\d]*$/.test(textOf(node));
}

/** A played terminal session shows its code as HTML: https://github.com/ines/termynal */
function isPlayed(node: Element): boolean {
  for (
    let up: ParentNode | null = node, level = 0;
    up && isTag(up) && level < 4;
    up = up.parent, level += 1
  ) {
    if (hasClass(up, "termy") || hasClass(up, "termynal") || up.attribs["data-termynal"] !== undefined)
      return true;
  }
  return false;
}

const playedMarkup = /<\/?(?:a|b|em|font|i|span|strong|u)(?:\s[^<>]{0,300})?>/g;

const withoutPlayed = (text: string, { warnings }: Builder): string =>
  text.replace(playedMarkup, (markup) => {
    warnings.explain(markup);
    return "";
  });

/** Adjacent lines that only a style sheet separates. */
function followsSameLine(node: Element): boolean {
  const previous: ChildNode | null = node.prev;
  if (!previous || !isTag(previous) || previous.name !== node.name) return false;
  // In a line of SyntaxHighlighter they are its words.
  if (node.name === "code") return !node.parent || !isTag(node.parent) || !isLineSpan(node.parent);
  return isLineSpan(node) && isLineSpan(previous);
}

function isLineSpan({ attribs }: Element): boolean {
  return attribs["data-line"] !== undefined || lineClass.test(attribs.class ?? "");
}
