import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { withoutControls } from "../decode.ts";
import { type Attributes, element, elementChildren, text } from "../html/dom.ts";
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

/** The lines as an author would copy them: no line numbers, no buttons, no blank lines around. */
export function codeText(node: Element, builder: Builder): string {
  const parts = new Lines();
  addLines(node, parts, builder);
  return withoutControls(parts.text)
    .replace(/\r\n?/g, "\n")
    .replaceAll("\u00a0", " ")
    .replace(/[\u200b\ufeff]/g, "")
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

function addLines(node: Element, lines: Lines, builder: Builder): void {
  for (const child of node.children) {
    if (isText(child)) lines.text += child.data;
    else if (!isTag(child)) continue;
    else if (child.name === "br") lines.text += "\n";
    else if (builder.isLeftOut(child)) continue;
    else {
      const isLine = lineElements.has(child.name) || followsSameLine(child);
      if (isLine) lines.end();
      addLines(child, lines, builder);
      if (lineElements.has(child.name)) lines.end();
    }
  }
}

/** Lines that are elements set side by side, kept apart by the style sheet alone. */
function followsSameLine(node: Element): boolean {
  const previous: ChildNode | null = node.prev;
  if (!previous || !isTag(previous) || previous.name !== node.name) return false;
  return node.name === "code" || (isLineSpan(node) && isLineSpan(previous));
}

function isLineSpan({ attribs }: Element): boolean {
  return attribs["data-line"] !== undefined || lineClass.test(attribs.class ?? "");
}

const languageClasses = [
  /(?:^|\s)(?:language|lang|highlight-source|highlight-text|highlight|src|sourcecode|code)[-_]([\w+#.-]+)/i,
  /(?:^|\s)brush:\s*([\w+#.-]+)/i,
  /(?:^|\s)(?:sourcecode|hljs|prettyprint|prism-code|shiki|src|codehilite|code)\s+(?:language-)?([\w+#.-]+)/i,
];
const languageAttributes = ["data-lang", "data-language", "data-code-language", "data-syntax", "lang-name"];
const noLanguage = new Set(
  (
    "default none text plaintext plain txt nohighlight no-highlight unknown block wrapper container content toolbar " +
    "notranslate literal-block linenums numbers line-numbers inline example sample sourcecode undefined auto"
  ).split(" "),
);
/** How far up a highlighter's wrapper with the language may be. */
const wrapperLevels = 3;

/** The language that the class names of the usual highlighters state, in lower case. */
export function languageOf(pre: Element): string | undefined {
  const inner = elementChildren(pre).find(({ name }) => name === "code");
  const candidates = inner ? [inner, pre] : [pre];
  for (let up = pre.parent, level = 0; up && level < wrapperLevels; up = up.parent, level += 1) {
    if (!isTag(up) || up.name === "body" || elementsOf(up, "pre") > 1) break;
    candidates.push(up);
  }
  for (const { attribs } of candidates) {
    const found =
      languageAttributes.map((name) => languageName(attribs[name])).find((name) => name !== undefined) ??
      languageClasses.map((pattern) => languageName(pattern.exec(attribs.class ?? "")?.[1])).find(Boolean);
    if (found !== undefined) return found;
  }
  return undefined;
}

function elementsOf(node: Element, name: string): number {
  return elementChildren(node).filter((child) => child.name === name).length;
}

function languageName(word: string | undefined): string | undefined {
  const name = word?.toLowerCase().replace(/[.-]+$/, "");
  if (!name || name.length > 24 || noLanguage.has(name) || !/^[a-z][\w+#.-]*$/.test(name)) return undefined;
  return name;
}
