import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { contains, findAll, lineOf, oneLine } from "../../../html/dom.ts";
import { measureOf, takeOut, visibleLength } from "./measure.ts";
import { positionIn } from "./title.ts";

/** Of a block's text; between links stand signs such as "›". */
const MIN_LINKED = 0.85;
/** Characters of a line that says something, as a note about the page does, even where all of it is a link. */
const MIN_SENTENCE = 60;
/** Of the page's text: what stands before the title is short. */
const MAX_BEFORE = 0.2;
/** A trail has fewer parts and shorter ones. */
const MAX_TRAIL = 200;
const MIN_TRAIL = 2;
/** Fewer links in the head of a page are an author's. */
const MIN_MENU = 6;

interface OfPage {
  /** In the page's order, whether they are still in the tree or not. */
  readonly h1s: readonly Element[];
  /** `<title>` */
  readonly stated: string;
}

/**
 * Removes what leads to the page rather than belonging to it: links before its title, and trails of links to the folders
 * that it is in. No name is asked; the place before the only h1, or addresses of which each continues the one before, are
 * the evidence. Returns how many parts were removed.
 */
export function dropLeading(root: ParentNode, { h1s, stated }: OfPage): number {
  const titles = h1s.filter((one) => contains(root, one));
  const title = titles.length === 1 ? titleBelowSite(titles, stated, root) : undefined;
  const leading = beforeTitle(root, title ? [...titles, title] : titles);
  const found = new Set([...leading, ...trails(root), ...mottosIn(root), ...menusOf(root, titles)]);
  for (const part of found) takeOut(part);
  return found.size;
}

function beforeTitle(root: ParentNode, [first, second, ...more]: readonly Element[]): Element[] {
  if (!first) return [];
  const isSite = second && more.length === 0 && (second.name !== "h1" || isNameOfSite(first));
  const below = isSite ? linksBefore(second, root) : undefined;
  return below && second ? [first, ...mottoBelow(first, second), ...below] : (linksBefore(first, root) ?? []);
}

/** What the site says of itself below its name, where the page's own title is elsewhere. */
function mottoBelow(site: Element, title: Element): Element[] {
  if (!site.parent || contains(site.parent, title)) return [];
  let next = site.next;
  while (next && !isTag(next)) next = next.next;
  return next && /^(?:p|div|span|h[2-6])$/.test(next.name) && measureOf(next).text <= MAX_MOTTO ? [next] : [];
}

/** Undefined where a text stands before the heading. */
function linksBefore(title: Element, root: ParentNode): Element[] | undefined {
  const found: Element[] = [];
  let before = 0;
  let at: ParentNode = title;
  for (let parent = title.parent; parent && at !== root; parent = parent.parent) {
    for (const child of parent.children) {
      if (child === at) break;
      if (!isTag(child)) continue;
      before += measureOf(child).text;
      found.push(...linkBlocks(child));
    }
    at = parent;
  }
  return before <= sizeOf(root) * MAX_BEFORE ? found : undefined;
}

/**
 * The heading right below the only h1, where `<title>` begins with its words as a part, and not with those of the h1: that is
 * the name of the site.
 */
function titleBelowSite([h1]: readonly Element[], stated: string, root: ParentNode): Element | undefined {
  if (!h1 || positionIn(stated, lineOf(h1)) === 0) return undefined;
  const headings = findAll(root, isHeading);
  const next = headings[headings.indexOf(h1) + 1];
  // Tools beside its words are links: to its own place, to its source.
  const texts = next?.children.filter(isText).map(({ data }) => data) ?? [];
  const lines = next ? [lineOf(next), oneLine(texts.join(" "))] : [];
  return lines.some((line) => beginsWith(stated, line)) ? next : undefined;
}

/** Whether words are the whole of a title, or its first part. */
const beginsWith = (stated: string, words: string): boolean =>
  words !== "" &&
  positionIn(stated, words) === 0 &&
  /^(?:$|\s*[|–—·•»:‹›-]\s)/.test(stated.slice(words.length));

/** A heading above the page's own that is nothing but a link to another page. */
const isNameOfSite = (heading: Element): boolean =>
  measureOf(heading).linked === measureOf(heading).text &&
  linksOf(heading).every(({ attribs }) => /^[^#]/.test(attribs.href ?? ""));

/** The head of a page that stays because the only h1 is in it has the menus of the site as well. */
function menusOf(root: ParentNode, titles: readonly Element[]): Element[] {
  const head = titles.map((title) => outermostHeader(title, root)).find((one) => one !== undefined);
  return head ? head.children.filter(isTag).flatMap(linkBlocks).filter(isMenu) : [];
}

function outermostHeader(title: Element, root: ParentNode): Element | undefined {
  let found: Element | undefined;
  for (let up = title.parent; up && up !== root && isTag(up); up = up.parent)
    if (up.name === "header") found = up;
  return found;
}

const isMenu = (node: Element): boolean => linksOf(node).length >= MIN_MENU;

/** The blocks of a part that are nothing but links to other pages. */
function linkBlocks(node: Element): Element[] {
  const { text, linked } = measureOf(node);
  if (text === 0 || node.name === "pre" || (node.name === "table" && !isOneRow(node))) return [];
  if (linked >= text * MIN_LINKED) return isNote(node) ? [] : [node];
  return linked === 0 || isLine(node) ? [] : node.children.filter(isTag).flatMap(linkBlocks);
}

/** A menu that is laid out as a table. */
const isOneRow = (table: Element): boolean => findAll(table, ({ name }) => name === "tr").length === 1;

/** Words with links among them, whether a sentence or a label with what it names. */
const isLine = ({ name, children }: Element): boolean =>
  name === "p" ||
  children.some((child) => isText(child) && /\p{L}+[\s,]+\p{L}+/u.test(child.data)) ||
  (children.some((child) => isTag(child) && child.name === "a") &&
    children.some(
      (child) =>
        isTag(child) &&
        child.name === "span" &&
        measureOf(child).linked === 0 &&
        /\p{L}/u.test(lineOf(child)),
    ));

/** A sentence, or a link within the page. */
const isNote = (node: Element): boolean =>
  linksOf(node).some((link) => lineOf(link).length >= MIN_SENTENCE || /^#./.test(link.attribs.href ?? ""));

/** Characters of a text that has begun. */
const MAX_WRITTEN = 150;
const rows = new Set("div ul ol nav p".split(" "));
const blocks = new Set("p li dd pre table blockquote".split(" "));

/** Those that come before the text: further down an author may list a folder and a page of it. */
function trails(node: ParentNode, before = { written: 0 }): Element[] {
  const found: Element[] = [];
  for (const child of node.children) {
    if (before.written > MAX_WRITTEN) break;
    if (!isTag(child)) continue;
    const { text, linked } = measureOf(child);
    if (linked > 0 && rows.has(child.name) && text <= MAX_TRAIL && isTrail(child)) found.push(child);
    else if (linked === 0 || blocks.has(child.name)) before.written += isHeading(child) ? 0 : text - linked;
    else found.push(...trails(child, before));
  }
  return found;
}

const motto = /(?:^|[\s_-])(?:tag-?line|slogan|motto|site-?(?:description|subtitle))(?=$|[\s_-])/i;
/** Characters of a site's motto. */
const MAX_MOTTO = 120;

/** A site's motto above all headings, where no text has begun. */
function mottosIn(node: ParentNode, above = { written: 0, isOver: false }): Element[] {
  const found: Element[] = [];
  for (const child of node.children) {
    if (isText(child)) above.written += visibleLength(child);
    else if (isTag(child)) {
      above.isOver ||= isHeading(child) || above.written > MAX_WRITTEN;
      const { text } = measureOf(child);
      if (above.isOver) break;
      if (text > 0 && text <= MAX_MOTTO && motto.test(child.attribs.class ?? "")) found.push(child);
      else found.push(...mottosIn(child, above));
    }
  }
  return found;
}

const isHeading = ({ name }: Element) => /^h[1-6]$/.test(name);

/** `/docs/`, `/docs/guide/`, and then perhaps the name of the page. */
function isTrail(node: Element): boolean {
  const links = linksOf(node);
  if (links.length < MIN_TRAIL) return false;
  const paths = links.map(({ attribs }) =>
    (attribs.href ?? "").replace(/^[a-z]+:\/\/[^/]+/i, "").replace(/\/+$/, ""),
  );
  const continues = paths.every((path, index) => {
    const last = paths[index - 1];
    return last === undefined || (path !== last && path.startsWith(`${last}/`) && /^\/|^$/.test(last));
  });
  const last = links.at(-1);
  return continues && last !== undefined && isRest(node, links, last);
}

/** Whether between the links there are signs only, and behind them no more than a name. */
function isRest(node: Element, links: readonly Element[], last: Element): boolean {
  const line = lineOf(node);
  const end = line.lastIndexOf(lineOf(last)) + lineOf(last).length;
  const between = links.reduce((rest, link) => rest.replace(lineOf(link), ""), line.slice(0, end));
  return !/[\p{L}\p{N}]/u.test(between) && line.length - end <= MIN_SENTENCE;
}

function linksOf(node: Element): Element[] {
  if (node.name === "a" && node.attribs.href !== undefined) return [node];
  return node.children.filter(isTag).flatMap(linksOf);
}

function sizeOf(node: ParentNode): number {
  return isTag(node)
    ? measureOf(node).text
    : node.children.filter(isTag).reduce((sum, one) => sum + measureOf(one).text, 0);
}
