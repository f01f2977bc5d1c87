import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { attribute, elementChildren, findFirst, isBlank, lineOf } from "../../html/dom.ts";

/** A row with fewer links is no choice. */
const MIN_TABS = 2;
const rows = new Set("ul ol div p nav".split(" "));
/** Boxes around a row that hold nothing else. */
const MAX_BOXES = 2;

export interface LinkTab {
  readonly tab: Element;
  readonly panel: Element;
}

/**
 * Tabs without a role or a name, as jQuery UI and Foundation make them: a row of nothing but links within the page, and
 * right behind it the elements with their ids, in the same order. Undefined where an element is no such row: a list of
 * contents leads to sections that begin with their headings.
 */
export function linkTabsOf(row: Element): readonly LinkTab[] | undefined {
  const tabs = rows.has(row.name) ? onlyLinks(row) : undefined;
  if (tabs === undefined) return undefined;
  const panels = panelsBehind(row, tabs.length);
  const isPair = (tab: Element, panel: Element | undefined): boolean =>
    panel !== undefined &&
    attribute(tab, "href") === `#${attribute(panel, "id")}` &&
    !isNamed(panel, lineOf(tab));
  if (!tabs.every((tab, at) => isPair(tab, panels[at]))) return undefined;
  return tabs.flatMap((tab, at) => {
    const panel = panels[at];
    return panel ? [{ tab, panel }] : [];
  });
}

function onlyLinks(row: Element): readonly Element[] | undefined {
  if (row.children.some((child) => isText(child) && /[\p{L}\p{N}]/u.test(child.data))) return undefined;
  const links: Element[] = [];
  for (const child of elementChildren(row)) {
    const link = child.name === "li" ? onlyChild(child) : child;
    if (link?.name !== "a" || !/^#./.test(attribute(link, "href"))) return undefined;
    links.push(link);
  }
  return links.length >= MIN_TABS ? links : undefined;
}

function onlyChild(node: Element): Element | undefined {
  if (node.children.some((child) => isText(child) && !isBlank(child.data))) return undefined;
  const [only, ...more] = elementChildren(node);
  return more.length === 0 ? only : undefined;
}

/** The elements behind the row, or those of the one box behind it. */
function panelsBehind(row: Element, count: number): readonly Element[] {
  let at = row;
  for (let boxes = 0; boxes < MAX_BOXES && nextOf(at) === undefined; boxes += 1) {
    const { parent } = at;
    if (!isBox(parent)) break;
    at = parent;
  }
  const next = nextOf(at);
  if (next === undefined) return [];
  if (attribute(next, "id") === "" || elementChildren(next).length === count) {
    const inner = elementChildren(next);
    if (inner.length >= count && inner.every((one) => attribute(one, "id") !== "")) return inner;
  }
  const found: Element[] = [];
  for (let one: Element | undefined = next; one && found.length < count; one = nextOf(one)) found.push(one);
  return found;
}

const isBox = (node: ParentNode | null): node is Element =>
  node !== null &&
  isTag(node) &&
  /^(?:div|nav|header)$/.test(node.name) &&
  elementChildren(node).length === 1;

function nextOf(node: Element): Element | undefined {
  for (let next = node.next; next !== null; next = next.next) {
    if (isTag(next)) return next;
    if (isText(next) && !isBlank(next.data)) return undefined;
  }
  return undefined;
}

/** Whether the panel itself begins with a heading, or with the words of the tab. */
function isNamed(panel: Element, label: string): boolean {
  if (/^h[1-6]$/.test(panel.name)) return true;
  const heading = findFirst(panel, ({ name }) => /^h[1-6]$/.test(name));
  const line = lineOf(panel);
  return (heading !== undefined && line.startsWith(lineOf(heading))) || line.startsWith(label);
}
