import { type Element, isTag, type ParentNode } from "domhandler";
import {
  attribute,
  classesOf,
  elementChildren,
  findFirst,
  hasClass,
  noAttributes,
  textOf,
} from "../../html/dom.ts";

/** How the tools that make tabs write a row of them and its panels. */

const rowClasses = ["tabbed-labels", "tabs__labels"];
const panelClasses = new Set(
  "tabbed-block sd-tab-content tabs__content tab__content tab-pane tabcontent tab-panel tabs-panel tabpanel".split(
    " ",
  ),
);
/** Attributes that number or name the panels of a row, without a role. */
const panelAttributes = ["data-tab-panel", "data-tabpanel", "data-tab-content", "data-panel"] as const;
const tabClass = /^(?:tab-?(?:links?|btn|button)s?|tabs__?(?:link|btn|button))$/;
/** A row without a role has at least two tabs. */
const MIN_TABS = 2;

/** The tabs of a row of tabs; undefined when the element is not one. */
export function tabsOf(node: Element): Element[] | undefined {
  if (/-tab(?:s|-group)$/.test(node.name)) return elementChildren(node).filter(isTabComponent);
  if (node.attribs === noAttributes) return undefined;
  // Antora's tabs get their roles by a script: https://github.com/asciidoctor/asciidoctor-tabs
  if (hasClass(node, "tablist")) {
    const items = descendants(node, (one) => one.name === "li" && hasClass(one, "tab"));
    if (items.length >= MIN_TABS) return items;
  }
  if (node.attribs.role === "tablist") {
    const named = descendants(node, ({ attribs }) => attribs.role === "tab");
    return named.length > 0 ? named : descendants(node, isTab);
  }
  if (rowClasses.some((name) => hasClass(node, name)) || isInGroup(node, "tabs")) {
    return elementChildren(node).filter(({ name }) => name === "label");
  }
  if (hasClass(node, "CodeTabs-toolbar"))
    return elementChildren(node).filter(({ name }) => name === "button");
  if (node.name === "label") return hasClass(node, "sd-tab-label") || isOfSet(node) ? [node] : undefined;
  return /\b(?:tabs?|pills)\b/i.test(attribute(node, "class")) ? onlyTabs(node) : undefined;
}

/** The tabs of an element that holds nothing else. */
function onlyTabs(node: Element): Element[] | undefined {
  const items = elementChildren(node);
  if (items.length < MIN_TABS || items.some((item) => !isTab(item) && !isItemOfTab(item))) return undefined;
  return items.map((item) => (isTab(item) ? item : (findFirst(item, isTab) ?? item)));
}

function isItemOfTab(node: Element): boolean {
  const [only, ...more] = elementChildren(node).filter((one) => isTab(one) || textOf(one).trim() !== "");
  return node.name === "li" && only !== undefined && more.length === 0 && isTab(only);
}

/** https://shoelace.style/components/tab-group */
const isTabComponent = ({ name, attribs }: Element): boolean =>
  /-tab$/.test(name) && attribs.panel !== undefined;

function isTab(node: Element): boolean {
  const { attribs, name } = node;
  if (attribs === noAttributes || !/^(?:a|button|li|div|span|h[2-6])$/.test(name)) return false;
  return (
    /^(?:tab|pill|list)$/.test(attribs["data-toggle"] ?? attribs["data-bs-toggle"] ?? "") ||
    ["data-tab", "data-tab-target", "data-tabs-target", "data-hs-tab"].some(
      (one) => attribs[one] !== undefined,
    ) ||
    classesOf(node).some((one) => tabClass.test(one))
  );
}

/** Older versions of Material for MkDocs: radio button, label and content in turn. */
const isOfSet = ({ attribs, parent }: Element) =>
  attribs.for !== undefined && parent !== null && isTag(parent) && hasClass(parent, "tabbed-set");

export function isPanel(node: Element): boolean {
  const { attribs, parent } = node;
  if (parent !== null && isTag(parent) && isOnlyForPanels(parent)) return true;
  if (attribs === noAttributes) return false;
  if (
    /-tab-?panel$/.test(node.name) ||
    attribs.role === "tabpanel" ||
    classesOf(node).some((name) => panelClasses.has(name))
  )
    return true;
  if (panelAttributes.some((name) => attribs[name] !== undefined)) return true;
  return hasClass(node, "tabbed-content") && !findFirst(node, (one) => hasClass(one, "tabbed-block"));
}

/** VitePress' blocks, and ReadMe's: https://docs.readme.com/main/docs/code-blocks */
const isOnlyForPanels = (node: Element) => isInGroup(node, "blocks") || hasClass(node, "CodeTabs-inner");

/** VitePress: `.vp-code-group > .tabs` with labels, `.vp-code-group > .blocks` with one child for each. */
function isInGroup({ attribs, parent }: Element, name: string): boolean {
  return attribs.class === name && parent !== null && isTag(parent) && hasClass(parent, "vp-code-group");
}

const targets = [
  "aria-controls",
  "href",
  "data-bs-target",
  "data-target",
  "data-tabs-target",
  "data-tab-target",
  "data-hs-tab",
] as const;

/** What a tab calls its panel: the panel's id, the tab's own id, or a number or name that both have. */
export function keysOfTab(tab: Element): string[] {
  const script = /['"]([\w-]{1,80})['"]/.exec(attribute(tab, "onclick"))?.[1] ?? "";
  const ids = [
    ...targets.map((name) => attribute(tab, name)),
    script,
    attribute(tab, "data-tab"),
    attribute(tab, "panel"),
  ];
  const keys = ids.filter((id) => id !== "").map((id) => `panel:${id.replace(/^#/, "")}`);
  const own = attribute(tab, "id");
  return own === "" ? keys : [...keys, `tab:${own}`];
}

export function keysOfPanel(panel: Element): string[] {
  const own = [
    attribute(panel, "id"),
    ...panelAttributes.map((name) => attribute(panel, name)),
    attribute(panel, "data-tab"),
    attribute(panel, "name"),
  ];
  return [
    ...own.filter((key) => key !== "").map((key) => `panel:${key}`),
    `tab:${attribute(panel, "aria-labelledby")}`,
  ];
}

function descendants(node: ParentNode, test: (one: Element) => boolean, found: Element[] = []): Element[] {
  for (const child of elementChildren(node)) {
    if (test(child)) found.push(child);
    else descendants(child, test, found);
  }
  return found;
}
