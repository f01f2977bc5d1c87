import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { contains, findAll, isBlank, lineOf, relink } from "../../../html/dom.ts";
import { anchorsOf } from "./anchors.ts";
import { measureOf, takeOut } from "./measure.ts";

/** Fewer links are a pointer in a text. */
const MIN_LINKS = 3;
/** Of the list's text, numbers and a label apart. */
const MIN_LINKED = 0.75;
/** The same, with the headings that group its links. */
const MIN_LINKED_AT_ALL = 0.3;
/** Of its links, so many name a heading of the page. */
const MIN_NAMED = 0.9;
const MAX_LABEL = 40;
const heading = /^h[1-6]$/;
const containers = new Set("div ul ol dl nav section aside details p table".split(" "));

/**
 * Removes tables of contents of the page itself that no name gives away: lists of links that lead into the page and have
 * the words of its headings, which all stay. Returns how many were removed.
 */
export function dropContentsLists(root: ParentNode): number {
  const found = headingsIn(root);
  const headings = new Map<string, number>();
  for (const words of found.map(wordsOf))
    if (words !== "") headings.set(words, (headings.get(words) ?? 0) + 1);
  const lists = headings.size < MIN_LINKS ? 0 : prune(root, { headings, isAnchor: anchorsOf(root) });
  const labels = found.filter((one) => contains(root, one) && isLabelOfNothing(one));
  for (const label of labels) takeOut(label);
  return lists + labels.length;
}

/** A list that was named as such has gone from below its heading. */
function isLabelOfNothing(node: Element): boolean {
  if (node.name === "h1" || !/^(?:table of contents|on this page)$/i.test(lineOf(node))) return false;
  let next = node.next;
  while (next && !isTag(next) && lineOf(next) === "") next = next.next;
  return next === null || (isTag(next) && /^(?:p|hr|h[2-6])$/.test(next.name));
}

/** What the links of such a list are compared with. */
interface PageParts {
  /** The words of a heading → how many have them. */
  readonly headings: ReadonlyMap<string, number>;
  readonly isAnchor: (id: string) => boolean;
}

const headingsIn = (root: ParentNode): Element[] => findAll(root, ({ name }) => heading.test(name));

/** Without the numbers that a plugin puts before them, and the marks of tools behind them. */
const wordsOf = (node: Element): string =>
  lineOf(node)
    .toLowerCase()
    .replace(/^(?:[\d.)]{1,12}\s*){1,3}/, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

function prune(node: ParentNode, page: PageParts): number {
  let dropped = 0;
  const kept: ParentNode["children"] = [];
  const entries = linesOfContents(node, page);
  if (entries.size > 0) dropped += 1;
  for (const child of node.children) {
    if (entries.has(child)) {
      if (child === entries.values().next().value) dropLabel(kept);
    } else if (!isTag(child) || !containers.has(child.name)) kept.push(child);
    else if (isContents(child, page) && !isAnnounced(kept)) {
      dropped += 1;
      dropLabel(kept);
    } else {
      dropped += prune(child, page);
      kept.push(child);
    }
  }
  if (kept.length < node.children.length) relink(node, kept);
  return dropped;
}

/** Word writes each entry of a table of contents as a paragraph: so many of them, side by side, are one. */
function linesOfContents({ children }: ParentNode, page: PageParts): ReadonlySet<ChildNode> {
  const found = new Set<ChildNode>();
  let run: ChildNode[] = [];
  const end = () => {
    if (run.length >= MIN_LINKS) for (const line of run) found.add(line);
    run = [];
  };
  for (const child of children) {
    if (isTag(child) && child.name === "p" && isEntry(child, page)) run.push(child);
    else if (isTag(child) ? measureOf(child).text > 0 : isText(child) && !isBlank(child.data)) end();
  }
  end();
  return found;
}

function isEntry(line: Element, { headings, isAnchor }: PageParts): boolean {
  const { text, linked } = measureOf(line);
  if (linked === 0 || linked < text * MIN_LINKED) return false;
  const [link, ...more] = findAll(line, ({ name, attribs }) => name === "a" && attribs.href !== undefined);
  return (
    link !== undefined &&
    more.length === 0 &&
    headings.has(wordsOf(link)) &&
    leadsIntoPage(link.attribs.href ?? "", isAnchor)
  );
}

function isContents(node: Element, { headings, isAnchor }: PageParts): boolean {
  const { text, linked } = measureOf(node);
  if (linked === 0 || linked < text * MIN_LINKED_AT_ALL) return false;
  const links: Element[] = [];
  let isOther = false;
  let inHeadings = 0;
  const visit = (one: ParentNode): void => {
    for (const child of one.children) {
      if (isOther) return;
      // Words of the author's own, or a section with its heading: a list may group its links under those of the page.
      if (isText(child) && child.data.trim().length > MAX_LABEL) isOther = true;
      if (!isTag(child)) continue;
      if (heading.test(child.name)) {
        inHeadings += measureOf(child).text;
        if (!label.test(lineOf(child)) && (headings.get(wordsOf(child)) ?? 0) < 2) isOther = true;
      } else if (child.name !== "a" || child.attribs.href === undefined) visit(child);
      else if (/#./.test(child.attribs.href)) links.push(child);
      else if (child.attribs.href !== "#") isOther = true;
    }
  };
  visit(node);
  if (isOther || links.length < MIN_LINKS || linked < (text - inHeadings) * MIN_LINKED) return false;
  const named = links.filter((link) => headings.has(wordsOf(link)));
  if (named.length < links.length * MIN_NAMED) return false;
  // Last: to know the anchors of a page, all of it is looked through.
  return links.every(({ attribs }) => leadsIntoPage(attribs.href ?? "", isAnchor));
}

/** By an anchor alone, or with the name of the page's own file before it. */
function leadsIntoPage(href: string, isAnchor: (id: string) => boolean): boolean {
  const id = href.slice(href.indexOf("#") + 1);
  return /^#./.test(href) || (/#./.test(href) && isAnchor(id));
}

/** "These types are supported:" belongs to a list that the author wrote. */
function isAnnounced(kept: ParentNode["children"]): boolean {
  const last = kept.findLast((one) => lineOf(one) !== "");
  return (
    last !== undefined &&
    !(isTag(last) && heading.test(last.name)) &&
    /[:：]$/.test(lineOf(last)) &&
    !label.test(lineOf(last))
  );
}

const label =
  /^(?:(?:table of )?contents|(?:in|on) this (?:article|page|guide|post)|jump to|quick links|overview|index$)(?:\b|$)/i;

/** The heading of the list, where it is a part of its own. */
function dropLabel(kept: ParentNode["children"]): void {
  let at = kept.length - 1;
  for (let before = kept[at]; before && !isTag(before) && lineOf(before) === ""; before = kept[at]) at -= 1;
  const last = kept[at];
  if (!last || !isTag(last)) return;
  const line = lineOf(last);
  if (line.length <= MAX_LABEL && label.test(line)) kept.length = at;
}
