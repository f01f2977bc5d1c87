import { type Document, type Element, isTag, type ParentNode } from "domhandler";
import { attribute, elementChildren, findFirst, hasClass, oneLine } from "../../html/dom.ts";
import { visibleLine } from "./dropped.ts";

/** Tabbed content: panel → the label of its tab; and the rows of tabs, which are not content themselves. */
export interface Tabs {
  readonly labels: ReadonlyMap<Element, string>;
  readonly rows: ReadonlySet<Element>;
}

interface Row {
  readonly tabs: readonly Element[];
}

const none: Tabs = { labels: new Map(), rows: new Set() };
const rowClasses = ["tabbed-labels", "tabs__labels"];
const panelClasses = ["tabbed-block", "sd-tab-content", "tabs__content"];

/** Finds tabs by their roles, and by the class names of tools that do not set roles, in one walk over the tree. */
export function findTabs(tree: Document, source: string): Tabs {
  if (!/tab(?:list|-set|bed|panel|s)|code-group/i.test(source)) return none;
  const finder = new TabFinder();
  finder.visit(tree);
  return finder;
}

class TabFinder implements Tabs {
  readonly labels = new Map<Element, string>();
  readonly rows = new Set<Element>();

  /** Pairs rows and panels below `node`; returns those that are still unpaired. */
  visit(node: ParentNode): { rows: Row[]; panels: Element[] } {
    const rows: Row[] = [];
    const panels: Element[] = [];
    for (const child of node.children) {
      if (!isTag(child)) continue;
      const tabs = tabsOf(child);
      if (tabs) rows.push({ tabs });
      if (tabs && !findFirst(child, isPanel)) {
        this.rows.add(child);
        continue;
      }
      // Some put the panels into the row as well, which then is the whole set; old accordions do.
      for (const tab of tabs ?? []) this.rows.add(tab);
      const inner = this.visit(child);
      if (isPanel(child)) panels.push(child);
      else {
        for (const row of inner.rows) rows.push(row);
        for (const panel of inner.panels) panels.push(panel);
      }
    }
    // The nearest element around a row and its panels is the first to see both.
    if (rows.length === 0 || panels.length === 0) return { rows, panels };
    this.#pair(rows, panels);
    return { rows: [], panels: [] };
  }

  #pair(rows: readonly Row[], panels: readonly Element[]): void {
    const tabs = rows.flatMap((row) => row.tabs);
    const byTarget = new Map<string, Element>();
    for (const tab of tabs) {
      for (const key of [attribute(tab, "aria-controls"), attribute(tab, "href").replace(/^#/, "")]) {
        if (key !== "") byTarget.set(key, tab);
      }
      if (attribute(tab, "id") !== "") byTarget.set(`id:${attribute(tab, "id")}`, tab);
    }
    panels.forEach((panel, index) => {
      const named =
        byTarget.get(attribute(panel, "id")) ?? byTarget.get(`id:${attribute(panel, "aria-labelledby")}`);
      const tab = named ?? tabs[index];
      if (tab) this.labels.set(panel, visibleLine(tab) || pictured(tab));
    });
  }
}

/** The label of a tab that has only a picture; empty when nothing states it. */
function pictured(tab: Element): string {
  const image = findFirst(
    tab,
    ({ name, attribs }) => name === "img" && Boolean(attribs.alt || attribs.title),
  );
  const { attribs = {} } = image ?? {};
  return oneLine(
    attribute(tab, "aria-label") || attribute(tab, "title") || attribs.alt || attribs.title || "",
  );
}

/** The tabs of a row of tabs; undefined when the element is not one. */
function tabsOf(node: Element): Element[] | undefined {
  if (node.attribs.role === "tablist") return descendants(node, ({ attribs }) => attribs.role === "tab");
  if (rowClasses.some((name) => hasClass(node, name)) || isInGroup(node, "tabs")) {
    return elementChildren(node).filter(({ name }) => name === "label");
  }
  return node.name === "label" && hasClass(node, "sd-tab-label") ? [node] : undefined;
}

function isPanel(node: Element): boolean {
  if (node.attribs.role === "tabpanel" || panelClasses.some((name) => hasClass(node, name))) return true;
  return node.parent !== null && isTag(node.parent) && isInGroup(node.parent, "blocks");
}

/** VitePress: `.vp-code-group > .tabs` with labels, `.vp-code-group > .blocks` with one child for each. */
function isInGroup({ attribs, parent }: Element, name: string): boolean {
  return attribs.class === name && parent !== null && isTag(parent) && hasClass(parent, "vp-code-group");
}

function descendants(node: ParentNode, test: (one: Element) => boolean, found: Element[] = []): Element[] {
  for (const child of elementChildren(node)) {
    if (test(child)) found.push(child);
    else descendants(child, test, found);
  }
  return found;
}
