import { type Document, type Element, isTag, type ParentNode } from "domhandler";
import { attribute, elementChildren, hasClass, lineOf } from "../html/dom.ts";

/** Tabbed content: panel → the label of its tab, and the rows of tabs, which are not content themselves. */
export interface Tabs {
  readonly labels: ReadonlyMap<Element, string>;
  readonly rows: ReadonlySet<Element>;
}

const none: Tabs = { labels: new Map(), rows: new Set() };

/** Finds tabs by their roles, and by the class names of tools that state no roles. One walk over the tree. */
export function findTabs(tree: Document, source: string): Tabs {
  if (!/tab(?:list|-set|bed|panel|s)|code-group/i.test(source)) return none;
  const labels = new Map<Element, string>();
  const rows = new Set<Element>();
  const found = collect(tree);
  for (const row of found.rows) {
    const tabs = found.tabs.get(row) ?? [];
    rows.add(row);
    const panels = panelsOf(row, tabs.length, found.panels);
    panels.forEach((panel, index) => {
      const tab = tabs.find((one) => pairs(one, panel)) ?? tabs[index];
      const label = tab ? lineOf(tab) : "";
      if (label !== "" && !labels.has(panel)) labels.set(panel, label);
    });
  }
  return { labels, rows };
}

interface Found {
  readonly rows: Element[];
  readonly tabs: Map<Element, Element[]>;
  readonly panels: Element[];
}

const rowClasses = ["tabbed-labels", "tabs__labels"];
const panelClasses = ["tabbed-block", "sd-tab-content", "tabs__content"];

function collect(
  tree: ParentNode,
  found: Found = { rows: [], tabs: new Map(), panels: [] },
  row?: Element,
): Found {
  for (const child of tree.children) {
    if (!isTag(child)) continue;
    const role = child.attribs.role;
    let inner = row;
    if (role === "tablist" || rowClasses.some((name) => hasClass(child, name)) || isCodeGroupRow(child)) {
      found.rows.push(child);
      inner = child;
      if (role !== "tablist")
        found.tabs.set(
          child,
          elementChildren(child).filter(({ name }) => name === "label"),
        );
    } else if (role === "tab" && row) {
      found.tabs.set(row, [...(found.tabs.get(row) ?? []), child]);
    } else if (
      role === "tabpanel" ||
      panelClasses.some((name) => hasClass(child, name)) ||
      isCodeGroupPanel(child)
    ) {
      found.panels.push(child);
      inner = undefined;
    } else if (child.name === "label" && hasClass(child, "sd-tab-label")) {
      found.rows.push(child);
      found.tabs.set(child, [child]);
    }
    collect(child, found, inner);
  }
  return found;
}

/** VitePress: `.vp-code-group > .tabs` with labels, `.blocks` with one child for each. */
function isCodeGroupRow(node: Element): boolean {
  return (
    hasClass(node, "tabs") &&
    node.parent !== null &&
    isTag(node.parent) &&
    hasClass(node.parent, "vp-code-group")
  );
}

function isCodeGroupPanel({ parent }: Element): boolean {
  if (!parent || !isTag(parent) || !hasClass(parent, "blocks")) return false;
  return parent.parent !== null && isTag(parent.parent) && hasClass(parent.parent, "vp-code-group");
}

/** How far around a row of tabs its panels may be. */
const maxLevels = 4;

/** The panels of a row: those in the nearest element around it that holds any, but for panels the row is inside of. */
function panelsOf(row: Element, count: number, panels: readonly Element[]): Element[] {
  if (hasClass(row, "sd-tab-label")) {
    const after = nextElement(row);
    return after && panels.includes(after) ? [after] : [];
  }
  let scope = row.parent;
  for (let level = 0; scope && level < maxLevels; level += 1) {
    const around = scope;
    const inside = panels.filter((panel) => isWithin(panel, around) && !isWithin(row, panel));
    // Panels within one of these panels belong to tabs inside it.
    const own = inside.filter((panel) => !inside.some((other) => other !== panel && isWithin(panel, other)));
    if (own.length > 0) return own.slice(0, Math.max(count, 1));
    scope = scope.parent;
  }
  return [];
}

function pairs(tab: Element, panel: Element): boolean {
  const id = attribute(panel, "id");
  const labelledBy = attribute(panel, "aria-labelledby");
  return (
    (id !== "" && attribute(tab, "aria-controls") === id) ||
    (id !== "" && attribute(tab, "href") === `#${id}`) ||
    (labelledBy !== "" && labelledBy === attribute(tab, "id"))
  );
}

function nextElement(node: Element): Element | undefined {
  let next = node.next;
  while (next && !isTag(next)) next = next.next;
  return next ?? undefined;
}

function isWithin(node: Element, container: ParentNode): boolean {
  for (let up: ParentNode | null = node; up; up = up.parent) if (up === container) return true;
  return false;
}
