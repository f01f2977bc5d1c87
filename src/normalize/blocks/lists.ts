import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { element, elementChildren, hasClass, text } from "../../html/dom.ts";
import { type Builder, type Handler, tightened } from "./builder.ts";
import type { Flow } from "./flow.ts";

const listNames = new Set(["ul", "ol", "menu", "dir"]);

/** `<ul>`, `<ol>`; content between items joins the item before it. Items without text are dropped. */
export const list: Handler = (node, flow, builder) => {
  const items: Element[][] = [];
  collectItems(node, items, flow, builder);
  const children = items
    .filter((blocks) => blocks.length > 0)
    .map((blocks) => element("li", {}, tightened(blocks, true)));
  if (children.length === 0) return;
  const name = node.name === "ol" ? "ol" : "ul";
  flow.push(element(name, name === "ol" ? startOf(node) : {}, children));
};

function collectItems(node: ParentNode, items: Element[][], flow: Flow, builder: Builder): void {
  for (const child of node.children) {
    if (isText(child) && child.data.trim() === "") continue;
    if (!isTag(child)) {
      if (isText(child)) items.push(builder.blocks(wrapping(child), flow));
    } else if (builder.isDropped(child)) continue;
    else if (child.name === "li") items.push(itemOf(child, flow, builder));
    else if (listNames.has(child.name)) {
      const nested = builder.blocks(wrapping(child), flow);
      const last = items.at(-1);
      if (last) last.push(...nested);
      else items.push(nested);
    } else if (elementChildren(child).some(({ name }) => name === "li")) {
      collectItems(child, items, flow, builder);
    } else items.push(builder.blocks(wrapping(child), flow));
  }
}

/** Confluence marks a finished task by a class alone. */
function itemOf(node: Element, flow: Flow, builder: Builder): Element[] {
  const blocks = builder.blocks(node, flow);
  const first = blocks[0];
  if (first && node.attribs["data-inline-task-id"] !== undefined) {
    const mark = element("p", {}, [text(hasClass(node, "checked") ? "[x] " : "[ ] ")]);
    if (first.name !== "p") return [mark, ...blocks];
    return [element("p", {}, [...mark.children, ...first.children]), ...blocks.slice(1)];
  }
  return blocks;
}

function startOf(node: Element): { start: string } | Record<string, never> {
  const start = /^\s*(-?\d{1,9})\s*$/.exec(node.attribs.start ?? "")?.[1];
  return start === undefined || Number(start) === 1 ? {} : { start: String(Number(start)) };
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
