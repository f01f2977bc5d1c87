import { type Document, type Element, isTag, type ParentNode } from "domhandler";
import { attribute, elementChildren, findFirst, oneLine, textOf } from "../../html/dom.ts";
import { visibleLine } from "./dropped.ts";
import { type LinkTab, linkTabsOf } from "./link-tabs.ts";
import { isPanel, keysOfPanel, keysOfTab, tabsOf } from "./tab-forms.ts";

/** Tabbed content: panel → the label of its tab; and the rows of tabs, which are not content themselves. */
export interface Tabs {
  readonly labels: ReadonlyMap<Element, string>;
  /** Panel → its tab. */
  readonly openers: ReadonlyMap<Element, Element>;
  readonly rows: ReadonlySet<Element>;
}

interface Row {
  readonly tabs: readonly Element[];
}

const none: Tabs = { labels: new Map(), openers: new Map(), rows: new Set() };

/** Finds tabs by their roles, and by the class names of tools that do not set roles, in one walk over the tree. */
export function findTabs(tree: Document, source: string): Tabs {
  if (!/tab(?:list|-|bed|panel|s|content|links)|code-group|=["']?(?:tab|pill)\b|href=["']?#\w/i.test(source))
    return none;
  const finder = new TabFinder();
  finder.visit(tree);
  return finder;
}

class TabFinder implements Tabs {
  readonly labels = new Map<Element, string>();
  readonly openers = new Map<Element, Element>();
  readonly rows = new Set<Element>();

  /** Pairs rows and panels below `node`; returns those that are still unpaired. */
  visit(node: ParentNode): { rows: Row[]; panels: Element[] } {
    const rows: Row[] = [];
    const panels: Element[] = [];
    for (const child of node.children) {
      if (!isTag(child)) continue;
      if (this.labels.has(child)) {
        this.visit(child);
        continue;
      }
      const links = tabsOf(child) === undefined ? linkTabsOf(child) : undefined;
      if (links) {
        this.#take(child, links);
        continue;
      }
      const found = tabsOf(child);
      const tabs = found && isRow(child, found) ? found : undefined;
      if (tabs) rows.push({ tabs });
      if (tabs && !findFirst(child, isPanel)) {
        this.rows.add(child);
        continue;
      }
      // Some put the panels into the row as well, which then is the whole set; old accordions do.
      for (const tab of tabs ?? []) this.rows.add(headOf(tab));
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

  #take(row: Element, links: readonly LinkTab[]): void {
    this.rows.add(row);
    for (const { tab, panel } of links) {
      this.labels.set(panel, visibleLine(tab) || pictured(tab));
      this.openers.set(panel, tab);
    }
  }

  #pair(rows: readonly Row[], panels: readonly Element[]): void {
    const tabs = rows.flatMap((row) => row.tabs);
    const byKey = new Map<string, Element>();
    for (const tab of tabs) for (const key of keysOfTab(tab)) if (!byKey.has(key)) byKey.set(key, tab);
    panels.forEach((panel, index) => {
      const key = keysOfPanel(panel).find((one) => byKey.has(one));
      const tab = key === undefined ? tabs[index] : byKey.get(key);
      if (!tab) return;
      const head = headOf(tab);
      this.labels.set(panel, visibleLine(head) || pictured(head));
      this.openers.set(panel, head);
    });
  }
}

/** The part of a tab that readers click, where its panel stands in the tab as well. */
function headOf(tab: Element): Element {
  if (!findFirst(tab, isPanel)) return tab;
  const head = elementChildren(tab).find((child) => !isPanel(child) && textOf(child).trim() !== "");
  return head ? headOf(head) : tab;
}

/** Text of a row that is in no tab, in characters: a hint or a button. */
const MAX_BESIDE_TABS = 200;

/** Accordions call themselves a list of tabs, too, and hold the answers, not always with a role. */
function isRow(node: Element, tabs: readonly Element[]): boolean {
  if (findFirst(node, isPanel)) return true;
  const inTabs = tabs.reduce((sum, tab) => sum + textOf(tab).trim().length, 0);
  return textOf(node).replace(/\s+/g, " ").length - inTabs <= MAX_BESIDE_TABS;
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
