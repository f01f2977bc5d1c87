import { type Element, isTag } from "domhandler";
import { elementChildren, findFirst, hasClass, lineOf, textOf } from "../../html/dom.ts";

/**
 * CodeMirror, Ace, Monaco, highlight.js with line numbers, GitHub's views of a file and of its changes, and Scribble's tables of
 * lines: https://docs.racket-lang.org/scribble/config-style.html
 */
const setsOfLines =
  /(?:^|\s)(?:cm-content|CodeMirror-code|ace_text-layer|view-lines|hljs-ln|js-file-line-container|js-blob-code-container|diff-table|d2h-diff-table|redoc-json|SVerbatim|RktBlk)(?:\s|$)/;

/** A table of line numbers and code with the file's name above, as Pygments writes it. */
export function titledCode(node: Element): { readonly title: Element; readonly code: Element } | undefined {
  if (!/(?:^|\s)(?:highlight|codehilite|rouge-|ln)table(?:\s|$)/.test(node.attribs.class ?? ""))
    return undefined;
  const title = findFirst(node, ({ name }) => name === "th");
  const code = findFirst(
    node,
    (one) => one.name === "td" && findFirst(one, ({ name }) => name === "code") !== undefined,
  );
  return title && code && { title, code };
}

/**
 * The code of a table that has one row, of line numbers and code, as YARD writes it; undefined for other tables.
 * https://rubydoc.info/gems/yard
 */
export function numberedCode(node: Element): Element | undefined {
  const cells: Element[] = [];
  findFirst(node, (one) => {
    if (one.name === "td" || one.name === "th") cells.push(one);
    return cells.length > 2;
  });
  const [numbers, lines] = cells.map((cell) => elementChildren(cell));
  const code = lines?.[0];
  if (cells.length !== 2 || numbers?.length !== 1 || lines?.length !== 1) return undefined;
  return code?.name === "pre" && /^[\s\d]+$/.test(cells[0] ? textOf(cells[0]) : "") ? code : undefined;
}

/**
 * Code in elements for its lines, without a <pre>: Doxygen's fragments, the columns of SyntaxHighlighter.
 * https://www.doxygen.nl/manual/customize.html
 */
export function isSetInLines(node: Element): boolean {
  if (setsOfLines.test(node.attribs.class ?? "")) return /^(?:div|table|ol)$/.test(node.name);
  if (node.name !== "div" || !(hasClass(node, "fragment") || hasClass(node, "container"))) return false;
  const lines = elementChildren(node).filter((child) => !hasClass(child, "ttc"));
  return lines.length > 0 && lines.every((child) => child.name === "div" && hasClass(child, "line"));
}

const monospaced = /font(?:-family)?\s*:[^;]*\b(?:monospace|Courier|Consolas|Menlo|Monaco)\b/i;
const keepsLines = /white-space\s*:\s*(?:pre|break-spaces)\b/i;

/**
 * Lines of code without a `<pre>`: a block that a style sets in lines and in a typewriter's font, and a `<code>` with line
 * breaks that is all of its block.
 */
export function isPreformatted(node: Element): boolean {
  const { style } = node.attribs;
  if (style !== undefined && /^(?:div|p|samp|code|tt)$/.test(node.name))
    if (keepsLines.test(style) && (monospaced.test(style) || /^(?:code|samp|tt)$/.test(node.name)))
      return isAlone(node);
  return (
    /^(?:code|samp|tt)$/.test(node.name) &&
    isAlone(node) &&
    findFirst(node, ({ name }) => name === "br") !== undefined
  );
}

const block =
  /^(?:p|div|td|li|dd|body|main|article|section|blockquote|figure|h[1-6]|ul|ol|dl|table|pre|hr|aside|header|footer)$/;

/** A block, or between blocks. */
function isAlone(node: Element): boolean {
  if (node.name === "div" || node.name === "p") return true;
  const { parent } = node;
  if (parent !== null && isTag(parent) && !block.test(parent.name)) return false;
  return isEdge(node, "prev") && isEdge(node, "next");
}

function isEdge(node: Element, side: "prev" | "next"): boolean {
  let at = node[side];
  while (at !== null && (!isTag(at) || at.name === "br") && textOf(at).trim() === "") at = at[side];
  return at === null || (isTag(at) && block.test(at.name));
}

/** How highlighters state the language, on the block or on an element around it. */
const languageClasses = [
  /\bbrush:\s*([\w+#.-]+)/i,
  /(?:^|\s)(?:language|highlight-source|highlight-text|highlight|sourcecode)[-_]([\w+#.-]+)/i,
];
/** Further spellings that may mean something else on elements around the block. */
const ownClasses = [
  ...languageClasses,
  /(?:^|\s)(?:lang|src)[-_]([\w+#.-]+)/i,
  /(?:^|\s)(?:sourcecode|hljs|prettyprint|prism-code|src)\s+([\w+#.-]+)/i,
  /^code\s+(?:file\s+)?([\w+#.-]+)\s*$/i,
];
const languageAttributes = [
  "data-enlighter-language",
  "data-lang",
  "data-language",
  "data-code-language",
  "data-syntax",
];
const noLanguage = new Set(
  (
    "default none text plaintext plain txt nohighlight no-highlight unknown block wrapper container content toolbar " +
    "notranslate literal-block linenums numbers line-numbers inline example sample sourcecode undefined auto"
  ).split(" "),
);
/** How far up the element with the language may be: a table of line numbers may be in between. */
const MAX_WRAPPER_LEVELS = 7;

/** The language that the class names of the usual highlighters state, in lower case. */
export function languageOf(pre: Element): string | undefined {
  const nested = elementChildren(pre).find(({ name }) => name === "pre");
  const inner = elementChildren(nested ?? pre).find(({ name }) => name === "code");
  const label = elementChildren(pre).find((child) => hasClass(child, "language-id"));
  if (label) return languageName(lineOf(label));
  for (const own of [inner, nested, pre]) {
    if (!own) continue;
    const found = statedBy(own, ownClasses);
    if (found !== undefined) return found;
  }
  for (let up = pre.parent, level = 0; up && level < MAX_WRAPPER_LEVELS; up = up.parent, level += 1) {
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
