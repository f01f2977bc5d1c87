import type TurndownService from "turndown";

/**
 * Our own turndown rules. They use only what both turndown's DOM and the light tree have (names, child nodes, text,
 * attributes), so that a test can compare the Markdown of both.
 */
interface Node {
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<Node>;
  readonly parentNode: Node | null;
  readonly previousSibling: Node | null;
  readonly nextSibling: Node | null;
  getAttribute?(name: string): string | null;
}

type Replacement = (content: string, node: Node) => string;

const asItIs: Replacement = (content) => content;

/** By the names of elements in a DOM, which are upper case. */
const replacements: ReadonlyMap<string, Replacement> = new Map([
  ["PRE", codeBlock],
  ["LI", item],
  ["DT", (content) => `\n\n- ${content.trim()}\n\n`],
  ["DD", description],
  ["TD", cell],
  ["TH", cell],
  ["TR", row],
  ["THEAD", asItIs],
  ["TBODY", asItIs],
  ["TFOOT", asItIs],
  ["CAPTION", () => ""],
  ["TABLE", table],
  ["INS", asItIs],
  ["SUB", script],
  ["SUP", script],
]);

/** One rule for all of them, because turndown tries one rule after the other on every node. */
export function ownRules(service: TurndownService): void {
  service.addRule("own", {
    filter: ({ nodeName }) => replacements.has(nodeName),
    replacement: (content, node) => (replacements.get(node.nodeName) ?? asItIs)(content, node),
  });
}

/** `10⁶` is not `106`. Markdown has no spelling of its own; a mark in brackets, such as a footnote's, needs none. */
function script(content: string, node: Node): string {
  const tag = node.nodeName.toLowerCase();
  return content.trim() === "" || /^\\?\[/.test(content) ? content : `<${tag}>${content}</${tag}>`;
}

/** The fence is longer than any in the code, so that code cannot end it; within a table each line is inline code. */
function codeBlock(_content: string, node: Node): string {
  const code = node.textContent ?? "";
  if (isInside(node, "TD", "TH")) {
    return `\n\n${code
      .split("\n")
      .map((line) => (line.trim() === "" ? "" : inlineCode(line)))
      .join("\n")}\n\n`;
  }
  const inner = node.childNodes[0];
  const language = /(?:^|\s)language-(\S+)/.exec(inner?.getAttribute?.("class") ?? "")?.[1] ?? "";
  const fence = "`".repeat(Math.max(3, longestRun(code) + 1));
  return `\n\n${fence}${language}\n${code.replace(/\n$/, "")}\n${fence}\n\n`;
}

function inlineCode(line: string): string {
  const tick = "`".repeat(longestRun(line) + 1);
  const space = /^`|`$/.test(line) ? " " : "";
  return `${tick}${space}${line}${space}${tick}`;
}

function longestRun(code: string): number {
  return (code.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

function item(content: string, node: Node): string {
  const list = node.parentNode;
  const marker = list?.nodeName === "OL" ? `${numberOf(node, list)}. ` : "- ";
  const isLoose = /\n$/.test(content);
  const body = content.replace(/^\n+|\n+$/g, "").replace(/^\\\[( |x)\\\] /, "[$1] ");
  return `${marker}${indent(body, marker.length)}${isLoose ? "\n" : ""}${node.nextSibling ? "\n" : ""}`;
}

/** Counted from the item before, because counting from the list's start is quadratic in a long list. */
const numbers = new WeakMap<Node, number>();

function numberOf(node: Node, list: Node): number {
  const before = previousItem(node);
  const start = Number(list.getAttribute?.("start") ?? "1");
  const number = before ? (numbers.get(before) ?? start) + 1 : start;
  numbers.set(node, number);
  return number;
}

function previousItem(node: Node): Node | null {
  let before = node.previousSibling;
  while (before && before.nodeName !== "LI") before = before.previousSibling;
  return before;
}

function description(content: string): string {
  return `\n\n  ${indent(content.trim(), 2)}\n\n`;
}

function indent(text: string, width: number): string {
  return text.replace(/\n(?=[^\n])/g, `\n${" ".repeat(width)}`);
}

/** Blocks in a cell are joined to one line with `<br>`, as GitHub's Markdown allows. */
function cell(content: string): string {
  const line = content
    .trim()
    .replace(/ *\n+[ \t]*/g, "<br>")
    .replaceAll("|", "\\|");
  return ` ${line} |`;
}

/** A Markdown table must have one head row: a table without one gets an empty one. */
function row(content: string, node: Node): string {
  const line = `\n|${content}`;
  if (!isFirstRow(node)) return line;
  const cells = Array.from(node.childNodes).filter(({ nodeName }) => nodeName === "TD" || nodeName === "TH");
  const divider = `\n|${" --- |".repeat(cells.length)}`;
  const isHead = cells.every(({ nodeName }) => nodeName === "TH");
  return isHead ? line + divider : `\n|${"  |".repeat(cells.length)}${divider}${line}`;
}

function table(content: string, node: Node): string {
  const lines = content.trim();
  if (lines === "") return "";
  const caption = Array.from(node.childNodes).find(({ nodeName }) => nodeName === "CAPTION");
  const title = caption?.textContent ? `**${caption.textContent.trim()}**\n\n` : "";
  return `\n\n${title}${lines}\n\n`;
}

function isFirstRow(node: Node): boolean {
  const section = node.parentNode;
  if (!section || previousElement(node)) return false;
  const before = section.nodeName === "TABLE" ? null : previousElement(section);
  return !before || before.nodeName === "CAPTION";
}

function previousElement(node: Node): Node | null {
  let before = node.previousSibling;
  while (before && before.nodeName === "#text") before = before.previousSibling;
  return before;
}

function isInside(node: Node, ...names: readonly string[]): boolean {
  for (let up = node.parentNode; up; up = up.parentNode) if (names.includes(up.nodeName)) return true;
  return false;
}
