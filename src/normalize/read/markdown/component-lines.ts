import type { StateBlock } from "markdown-it";
import { componentRule, type Rule } from "../../vocabulary/components.ts";
import { indentOf, lineText, ours } from "./nest.ts";

/** Most characters of a line whose components are sought one by one. */
const MAX_LENGTH = 10_000;

const tagStart = /^<\/?[A-Z][\w.]*(?=[\s/>])/;

/**
 * Components that begin a line are blocks, so that what is in them is read as Markdown: a tag that takes whole lines, and
 * elements that take a line, `<Note>Careful</Note>`.
 */
export function componentLine(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (indentOf(state, startLine) >= 4 || !tagStart.test(lineText(state, startLine).slice(0, 100)))
    return false;
  return tagOfLines(state, startLine, endLine, silent) || elementsOfLine(state, startLine, silent);
}

function tagOfLines(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const last = Math.min(endLine, startLine + 200);
  for (let line = startLine; line < last && !state.isEmpty(line); line += 1) {
    const text = lineText(state, line).trimEnd();
    if (!text.endsWith(">") || text.endsWith("=>")) continue;
    const tag = state.getLines(startLine, line + 1, state.blkIndent, false);
    if (tag.indexOf("<", 1) !== -1) return false;
    if (!silent) {
      pushTag(state, tag.trim());
      state.line = line + 1;
    }
    return true;
  }
  return false;
}

function elementsOfLine(state: StateBlock, line: number, silent: boolean): boolean {
  const { components } = ours(state.env);
  const elements = elementsIn(lineText(state, line), (name) => isOfBlocks(componentRule(name, components)));
  if (elements === undefined) return false;
  if (!silent) {
    for (const element of elements) pushElement(state, element, line);
    state.line = line + 1;
  }
  return true;
}

interface Element {
  readonly start: string;
  readonly content: string;
  readonly end: string;
  readonly children: readonly Element[] | undefined;
}

const blockKinds: ReadonlySet<string> = new Set([
  "callout",
  "tabs",
  "tab",
  "steps",
  "step",
  "card",
  "details",
  "section",
]);

/** Whether a component stands by itself on a page; a badge or a link stands in its sentence. */
function isOfBlocks(rule: Rule | undefined): boolean {
  return typeof rule === "object" && blockKinds.has(rule.as);
}

const opening = /^<([A-Z][\w.]*)(?:\s(?:[^"'<>]|"[^"]*"|'[^']*')*)?(?<!\/)>/;

/** The elements of a text that has nothing else in it. */
function elementsIn(text: string, isWanted: (name: string) => boolean): readonly Element[] | undefined {
  let rest = text.trim();
  if (rest === "" || rest.length > MAX_LENGTH) return undefined;
  const elements: Element[] = [];
  while (rest !== "") {
    const [start, name] = opening.exec(rest) ?? [];
    if (start === undefined || name === undefined || !isWanted(name)) return undefined;
    const end = endOf(rest, name);
    if (end === undefined) return undefined;
    const content = rest.slice(start.length, end.index);
    elements.push({ start, content, end: end.text, children: elementsIn(content, isWanted) });
    rest = rest.slice(end.index + end.text.length).trim();
  }
  return elements;
}

/** Where the element ends that begins a text. */
function endOf(text: string, name: string): { readonly index: number; readonly text: string } | undefined {
  const tags = new RegExp(String.raw`<(/?)${name.replaceAll(".", String.raw`\.`)}(?=[\s/>])[^<>]*>`, "g");
  let depth = 0;
  for (const tag of text.matchAll(tags)) {
    if (tag[1] === "/") depth -= 1;
    else if (!tag[0].endsWith("/>")) depth += 1;
    if (depth === 0) return { index: tag.index, text: tag[0] };
  }
  return undefined;
}

function pushElement(state: StateBlock, { start, content, end, children }: Element, line: number): void {
  pushTag(state, start);
  if (children !== undefined) for (const child of children) pushElement(state, child, line);
  else if (content.trim() !== "") pushParagraph(state, content.trim(), line);
  pushTag(state, end);
}

function pushTag(state: StateBlock, tag: string): void {
  state.push("html_block", "", 0).content = `${tag}\n`;
}

function pushParagraph(state: StateBlock, content: string, line: number): void {
  state.push("paragraph_open", "p", 1).map = [line, line + 1];
  const inline = state.push("inline", "", 0);
  inline.content = content;
  inline.map = [line, line + 1];
  inline.children = [];
  state.push("paragraph_close", "p", -1);
}
