import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { append, element, elementChildren, text, textOf } from "../../html/dom.ts";
import { leadingSign } from "../vocabulary/icons.ts";
import { taskState } from "../vocabulary/tasks.ts";
import { type Builder, type Handler, tightened } from "./builder.ts";
import type { Flow } from "./flow.ts";
import { type Item, markerOf, numbered, startOf, styleOf } from "./list-numbers.ts";

const listNames = new Set(["ul", "ol", "menu", "dir"]);

/** `<ul>`, `<ol>`; content between items joins the item before it. Items without text are dropped. */
export const list: Handler = (node, flow, builder) => {
  const all: Item[] = [];
  collectItems(node, all, flow, builder);
  const items = withSigns(all.filter(({ blocks }) => blocks.length > 0));
  if (items.length === 0) return;
  if (node.name === "ol") flow.push(...numberedLists(node, items));
  else flow.push(element("ul", {}, items.map(itemElement)));
};

/** What is included and what is not: where a cross leads an item, the signs of all are words. Ticks alone are decoration. */
function withSigns(items: readonly Item[]): readonly Item[] {
  if (!items.some(({ sign }) => sign === "✗")) return items;
  return items.map((item) =>
    item.sign === undefined ? item : { ...item, blocks: withMarker(item.blocks, `${item.sign} `) },
  );
}

const itemElement = ({ blocks }: Item) => element("li", {}, tightened(blocks, true));

/**
 * The numbers that a reader sees. HTML and Markdown for Fin have `start` alone: where the count jumps, a new list starts;
 * letters and numbers that run backwards become text.
 */
function numberedLists(node: Element, items: readonly Item[]): Element[] {
  const style = styleOf(node);
  const isReversed = node.attribs.reversed !== undefined;
  const labels = numbered(items, startOf(node), isReversed);
  if (style !== "decimal" || isReversed) {
    const marked = items.map(({ blocks }, at) => ({
      blocks: withMarker(blocks, `${markerOf(labels[at] ?? 1, style)}. `),
    }));
    return [element("ul", {}, marked.map(itemElement))];
  }
  const lists: Element[] = [];
  items.forEach((item, at) => {
    const number = labels[at] ?? 1;
    const made = itemElement(withoutNumber(item, number));
    const last = lists.at(-1);
    if (last && number === (labels[at - 1] ?? 0) + 1) append(last, made);
    else lists.push(element("ol", number === 1 ? {} : { start: String(number) }, [made]));
  });
  return lists;
}

/** A stepper writes the number that the list has anyway in a line of its own. */
function withoutNumber(item: Item, number: number): Item {
  const [first, ...rest] = item.blocks;
  const isNumber = first?.name === "p" && textOf(first).trim().replace(/[.)]$/, "") === String(number);
  return isNumber && rest.length > 0 ? { ...item, blocks: rest } : item;
}

function withMarker(blocks: readonly Element[], marker: string): Element[] {
  const [first, ...rest] = blocks;
  if (first?.name !== "p") return [element("p", {}, [text(marker.trim())]), ...blocks];
  return [element("p", {}, [text(marker), ...first.children]), ...rest];
}

function collectItems(node: ParentNode, items: Item[], flow: Flow, builder: Builder): void {
  for (const child of node.children) {
    if (isText(child) && child.data.trim() === "") continue;
    if (!isTag(child)) {
      if (isText(child)) items.push({ blocks: builder.blocks(wrapping(child), flow) });
    } else if (builder.isDropped(child)) continue;
    else if (child.name === "li")
      items.push({
        blocks: itemOf(child, flow, builder),
        value: child.attribs.value,
        sign: leadingSign(child),
      });
    else if (listNames.has(child.name)) {
      const nested = builder.blocks(wrapping(child), flow);
      const last = items.at(-1);
      if (last) last.blocks.push(...nested);
      else items.push({ blocks: nested });
    } else if (elementChildren(child).some(({ name }) => name === "li")) {
      collectItems(child, items, flow, builder);
    } else items.push({ blocks: builder.blocks(wrapping(child), flow) });
  }
}

function itemOf(node: Element, flow: Flow, builder: Builder): Element[] {
  const blocks = joinedBox(builder.blocks(node, flow));
  const first = blocks[0];
  const isDone = taskState(node);
  if (first && isDone !== undefined) {
    const mark = element("p", {}, [text(isDone ? "[x] " : "[ ] ")]);
    if (first.name !== "p") return [mark, ...blocks];
    return [element("p", {}, [...mark.children, ...first.children]), ...blocks.slice(1)];
  }
  return blocks;
}

/** A task's box in an element of its own, and its text in the next. */
function joinedBox(blocks: Element[]): Element[] {
  const [first, second, ...rest] = blocks;
  if (first?.name !== "p" || second?.name !== "p" || !/^\[[ x]\]$/.test(textOf(first))) return blocks;
  return [element("p", {}, [text(`${textOf(first)} `), ...second.children]), ...rest];
}

/** A temporary parent for one node, which keeps its place in the source tree. */
export function wrapping(child: ChildNode): ParentNode {
  const parent = element("div");
  parent.children.push(child);
  return parent;
}

/** `<dl>`: a term is one line, a description has blocks; a list without terms becomes its content. */
export const definitions: Handler = (node, flow, builder) => {
  if (!mayHaveTerm(node)) {
    builder.walk(node, flow);
    return;
  }
  const entries: Element[] = [];
  collectEntries(node, entries, flow, builder);
  if (entries.length === 0) return;
  if (entries.some(({ name }) => name === "dt")) flow.push(element("dl", {}, entries));
  // Walking it again would double the work for each list around it.
  else for (const { children } of entries) flow.push(...asBlocks(children));
};

function collectEntries(node: ParentNode, entries: Element[], flow: Flow, builder: Builder): void {
  for (const child of node.children) {
    if (isTag(child)) {
      if (builder.isDropped(child)) continue;
      if (child.name === "dt") {
        const term = builder.inline(child, flow);
        if (term.length > 0) entries.push(element("dt", {}, term));
        continue;
      }
      if (child.name === "div" && elementChildren(child).some(({ name }) => name === "dt" || name === "dd")) {
        collectEntries(child, entries, flow, builder);
        continue;
      }
    } else if (!isText(child) || child.data.trim() === "") continue;
    const blocks = builder.blocks(isTag(child) && child.name === "dd" ? child : wrapping(child), flow);
    if (blocks.length > 0) entries.push(element("dd", {}, tightened(blocks, false)));
  }
}

function mayHaveTerm(node: ParentNode): boolean {
  return elementChildren(node).some(
    (child) =>
      child.name === "dt" ||
      (child.name === "div" && elementChildren(child).some(({ name }) => name === "dt")),
  );
}

/** An entry's content: blocks, or one line of text without a paragraph. */
function asBlocks(children: readonly ChildNode[]): Element[] {
  const isBlocks = children.every((child) => isTag(child) && blockNames.has(child.name));
  return isBlocks ? children.filter(isTag) : [element("p", {}, children)];
}

const blockNames = new Set("p h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote table hr".split(" "));
