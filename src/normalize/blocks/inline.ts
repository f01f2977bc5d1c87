import { type ChildNode, Element, isTag, isText, type Text } from "domhandler";
import { withoutInvisible } from "../../html/characters.ts";
import { isBlank } from "../../html/dom.ts";

/** White space of every kind and width: browsers collapse it, or authors use it for layout only. */
const spaces = /[ \t\n\r\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
const asciiSpaces = /[ \t\n\r\f\v]+/g;

/** Two adjacent ones mean the same as one, and Markdown can express only one. */
const mergeable = new Set(["strong", "em", "code", "del", "ins", "mark"]);

/**
 * Brings one run of inline content into its normal form: collapses white space as a browser does, removes elements
 * without text, merges adjacent elements of one kind, and starts a paragraph at two or more line breaks. Consumes the
 * nodes. A run without visible text gives no paragraph.
 */
export function paragraphsOf(run: readonly ChildNode[]): ChildNode[][] {
  const [first] = run;
  if (first !== undefined && run.length === 1 && isText(first)) return lineOfText(first);
  const collapsing: Collapsing = { last: undefined };
  collapse(run, collapsing);
  trimEnd(collapsing);
  const nodes = merged(run);
  const paragraphs = nodes.some(isBreak) ? splitAtBreaks(nodes) : [nodes];
  return paragraphs.filter((paragraph) => paragraph.some(hasText));
}

const isBreak = (node: ChildNode) => isTag(node) && node.name === "br";

/** The same for a run of a single text, as most are. */
function lineOfText(only: Text): ChildNode[][] {
  const data = visible(only.data);
  only.data = data.slice(data.startsWith(" ") ? 1 : 0, data.endsWith(" ") ? -1 : undefined);
  return hasText(only) ? [[only]] : [];
}

export function hasText(node: ChildNode): boolean {
  if (isText(node)) return !isBlank(node.data);
  return isTag(node) && node.children.some(hasText);
}

interface Collapsing {
  /** The last text of the line so far; undefined at the start and after a line break. */
  last: { data: string } | undefined;
}

function collapse(nodes: readonly ChildNode[], state: Collapsing): void {
  for (const node of nodes) {
    if (isText(node)) {
      let data = visible(node.data);
      if ((!state.last || state.last.data.endsWith(" ")) && data.startsWith(" ")) data = data.slice(1);
      node.data = data;
      if (data !== "") state.last = node;
    } else if (isTag(node)) {
      if (node.name === "br") {
        trimEnd(state);
        state.last = undefined;
      } else collapse(node.children, state);
    }
  }
}

const notPlain = /[^ -~]| {2}/;
const beyondAscii = /[^\t-\r -~]/;

/** Most texts need no change, and most of the others only have ASCII white space to collapse. */
function visible(data: string): string {
  if (!notPlain.test(data)) return data;
  if (!beyondAscii.test(data)) return data.replace(asciiSpaces, " ");
  return withoutInvisible(data.replace(spaces, " ")).replace(/ {2,}/g, " ");
}

function trimEnd(state: Collapsing): void {
  if (state.last?.data.endsWith(" ")) state.last.data = state.last.data.slice(0, -1);
}

function merged(nodes: readonly ChildNode[]): ChildNode[] {
  const list: ChildNode[] = [];
  for (const node of nodes) {
    if (isTag(node) && holdsOneText(node)) addMerged(list, node);
    else if (isTag(node) && node.name !== "br") {
      node.children = merged(node.children);
      if (node.children.some(hasText)) addMerged(list, node);
      else for (const child of node.children) addMerged(list, child);
    } else if (!isText(node) || node.data !== "") addMerged(list, node);
  }
  return list;
}

/** Most inline elements do: then there is nothing to merge. */
function holdsOneText({ children }: Element): boolean {
  const [first] = children;
  return children.length === 1 && first !== undefined && isText(first) && !isBlank(first.data);
}

function addMerged(list: ChildNode[], node: ChildNode): void {
  const last = list.at(-1);
  if (last && isText(last) && isText(node)) last.data += node.data;
  else if (last instanceof Element && isTag(node) && last.name === node.name && mergeable.has(node.name)) {
    for (const child of node.children) addMerged(last.children, child);
  } else list.push(node);
}

function splitAtBreaks(nodes: readonly ChildNode[]): ChildNode[][] {
  const paragraphs: ChildNode[][] = [[]];
  let breaks: ChildNode[] = [];
  for (const node of nodes) {
    if (isBreak(node)) {
      breaks.push(node);
      continue;
    }
    const current = paragraphs.at(-1);
    if (breaks.length > 1) paragraphs.push([node]);
    else if (current) {
      if (current.length > 0) current.push(...breaks);
      current.push(node);
    }
    breaks = [];
  }
  return paragraphs;
}
