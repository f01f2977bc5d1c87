import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { type Attributes, element, elementChildren, hasClass, text, textOf } from "../../html/dom.ts";
import { withoutInvisible } from "../read/encoding.ts";
import type { Builder, BuildRule } from "./builder.ts";

/** Longer stretches of blanks carry no meaning, and regular expressions further on are quadratic in them. */
const maxBlanks = 200;
const tooManyBlanks = new RegExp(`[ \\t\\n]{${maxBlanks + 1},}`, "g");
const lineElements = new Set(["div", "p", "li", "tr", "section", "blockquote"]);
const lineClass = /(?:^|\s)(?:(?:token|code|view|ec|cm)-)?line(?:\s|$)/i;

/** `<pre>` and its kin → `<pre><code class="language-x">`, or inline code where no block can stand. */
export const code: BuildRule = (node, flow, builder) => {
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

/**
 * Code that its tool sets as lines without a <pre>: Doxygen's fragments, the columns of SyntaxHighlighter.
 * https://www.doxygen.nl/manual/customize.html
 */
export function isSetInLines(node: Element): boolean {
  if (node.name !== "div" || !(hasClass(node, "fragment") || hasClass(node, "container"))) return false;
  const lines = elementChildren(node).filter((child) => !hasClass(child, "ttc"));
  return lines.length > 0 && lines.every((child) => child.name === "div" && hasClass(child, "line"));
}

/** The lines as an author would copy them: no line numbers, no buttons, no blank lines around. */
export function codeText(node: Element, builder: Builder): string {
  const parts = new Lines();
  addLines(node, parts, builder);
  const shown = isPlayed(node) ? parts.text.replace(playedMarkup, "") : parts.text;
  return withoutInvisible(shown)
    .replace(/\r\n?/g, "\n")
    .replaceAll("\u00a0", " ")
    .replace(tooManyBlanks, (blanks) => blanks.slice(0, maxBlanks))
    .replace(/^(?:[ \t\f]*\n)+/, "")
    .replace(/\s{1,200}$/, "");
}

class Lines {
  text = "";
  /** Ends the line, unless it has just been ended. */
  end(): void {
    if (this.text !== "" && !this.text.endsWith("\n")) this.text += "\n";
  }
}

/** What stands outside lines that are elements is the layout of the source. */
function addLines(node: Element, lines: Lines, builder: Builder): void {
  const isOutside = isSetInLines(node);
  for (const child of node.children) {
    if (isText(child)) lines.text += isOutside ? "" : child.data;
    else if (!isTag(child)) continue;
    else if (child.name === "br") lines.text += "\n";
    else if (
      builder.isLeftOut(child) ||
      child.name === "iframe" ||
      isHiddenLine(child) ||
      isNumberOfLine(child)
    )
      continue;
    else {
      const isLine = lineElements.has(child.name) || followsSameLine(child);
      if (isLine) lines.end();
      addLines(child, lines, builder);
      if (lineElements.has(child.name)) lines.end();
    }
  }
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

/** Lines that are elements set side by side, kept apart by the style sheet alone. */
function followsSameLine(node: Element): boolean {
  const previous: ChildNode | null = node.prev;
  if (!previous || !isTag(previous) || previous.name !== node.name) return false;
  return node.name === "code" || (isLineSpan(node) && isLineSpan(previous));
}

function isLineSpan({ attribs }: Element): boolean {
  return attribs["data-line"] !== undefined || lineClass.test(attribs.class ?? "");
}

/** How highlighters name the language, on the block itself or on what they wrap around it. */
const languageClasses = [
  /\bbrush:\s*([\w+#.-]+)/i,
  /(?:^|\s)(?:language|highlight-source|highlight-text|highlight|sourcecode)[-_]([\w+#.-]+)/i,
];
/** The same, where it could be anything else further away from the block. */
const ownClasses = [
  ...languageClasses,
  /(?:^|\s)(?:lang|src)[-_]([\w+#.-]+)/i,
  /(?:^|\s)(?:sourcecode|hljs|prettyprint|prism-code|src)\s+([\w+#.-]+)/i,
  /^code\s+(?:file\s+)?([\w+#.-]+)\s*$/i,
];
const languageAttributes = ["data-lang", "data-language", "data-code-language", "data-syntax"];
const noLanguage = new Set(
  (
    "default none text plaintext plain txt nohighlight no-highlight unknown block wrapper container content toolbar " +
    "notranslate literal-block linenums numbers line-numbers inline example sample sourcecode undefined auto"
  ).split(" "),
);
/** How far up a highlighter's wrapper with the language may be: a table of line numbers lies in between. */
const wrapperLevels = 7;

/** The language that the class names of the usual highlighters state, in lower case. */
export function languageOf(pre: Element): string | undefined {
  const nested = elementChildren(pre).find(({ name }) => name === "pre");
  const inner = elementChildren(nested ?? pre).find(({ name }) => name === "code");
  for (const own of [inner, nested, pre]) {
    if (!own) continue;
    const found = statedBy(own, ownClasses);
    if (found !== undefined) return found;
  }
  for (let up = pre.parent, level = 0; up && level < wrapperLevels; up = up.parent, level += 1) {
    if (!isTag(up) || /^(?:body|main|article|section|li|dd|blockquote)$/.test(up.name) || holdsSeveral(up))
      break;
    const found = statedBy(up, languageClasses);
    if (found !== undefined) return found;
  }
  return undefined;
}

function statedBy({ attribs }: Element, patterns: readonly RegExp[]): string | undefined {
  for (const name of languageAttributes) {
    const stated = languageName(attribs[name]);
    if (stated !== undefined) return stated;
  }
  const classes = `${attribs.class ?? ""} ${attribs["data-syntaxhighlighter-params"] ?? ""}`;
  if (classes === " ") return undefined;
  for (const pattern of patterns) {
    const stated = languageName(pattern.exec(classes)?.[1]);
    if (stated !== undefined) return stated;
  }
  return undefined;
}

function holdsSeveral(node: Element): boolean {
  return elementChildren(node).filter(({ name }) => name === "pre").length > 1;
}

function languageName(word: string | undefined): string | undefined {
  const name = word?.toLowerCase().replace(/[.-]+$/, "");
  if (!name || name.length > 24 || noLanguage.has(name) || !/^[a-z][\w+#.-]*$/.test(name)) return undefined;
  return name;
}
