import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { detach, findFirst, lineOf, relink } from "../../../html/dom.ts";
import { type Measure, measureOf, visibleLength } from "./measure.ts";
import { holdsSentences } from "./part-kinds.ts";
import { areAlike } from "./parts.ts";
import { writtenDay } from "./thread/programs.ts";

/** Fewer are an author's pointers. */
const MIN_CARDS = 3;
/** Characters of a card: a title, a day, a kind, a teaser. */
const MAX_CARD = 400;
const MIN_TITLE = 8;
/** The text before them is the page's: it is at least so much of all. */
const MIN_BEFORE = 0.5;
/** So much of the written text may stand behind them. */
const MAX_BEHIND = 0.1;
const MAX_LABEL = 50;
const cardNames = new Set("div article section li a figure".split(" "));
/** What is in these is not looked at for cards. */
const texts = new Set("p pre table h1 h2 h3 h4 h5 h6 dl blockquote".split(" "));

interface Run {
  readonly cards: readonly Element[];
  /** What is before it. */
  readonly before: Measure;
  readonly written: number;
}

/**
 * Removes the cards of other pages behind a text, whatever their heading says and whether they have one: siblings made
 * alike, each with a title that leads to another page and with that page's day or picture. Returns how many rows were
 * removed.
 * @param isArticle the page says so of itself
 */
export function dropCardRuns(root: ParentNode, isArticle: boolean): number {
  const all: Measure = { text: 0, linked: 0 };
  const runs: Run[] = [];
  collect(root, all, runs, isArticle);
  const total = all.text - all.linked;
  let dropped = 0;
  let gone = 0;
  // From the end: a row behind another one has gone before.
  for (const { cards, before, written } of runs.toReversed()) {
    const behind = total - (before.text - before.linked) - written - gone;
    if (before.text < all.text * MIN_BEFORE || behind > total * MAX_BEHIND) continue;
    remove(cards);
    gone += written;
    dropped += 1;
  }
  return dropped;
}

/** The rows of cards below a node, in document order; what has been passed is added to `seen`. */
function collect(node: ParentNode, seen: Measure, runs: Run[], isArticle: boolean): void {
  const rows = rowsIn(node, isArticle);
  const firsts = new Map(rows.map((row) => [row[0], row]));
  const cards = new Set(rows.flat());
  for (const child of node.children) {
    if (isText(child)) seen.text += visibleLength(child);
    if (!isTag(child)) continue;
    const row = firsts.get(child);
    if (row)
      runs.push({
        cards: row,
        before: { ...seen },
        written: row.reduce((sum, one) => sum + written(one), 0),
      });
    if (texts.has(child.name) || cards.has(child)) add(seen, measureOf(child));
    else collect(child, seen, runs, isArticle);
  }
}

/** Enough cards of one kind of element, one after the other. */
function rowsIn({ children }: ParentNode, isArticle: boolean): Element[][] {
  const rows: Element[][] = [];
  for (const child of children.filter(isTag)) {
    if (measureOf(child).text === 0) continue;
    const last = rows.at(-1);
    if (!isCard(child, isArticle)) rows.push([]);
    else if (last?.[0]?.name === child.name) last.push(child);
    else rows.push([child]);
  }
  return rows.filter((row) => row.length >= MIN_CARDS && !isRestOfList(row, children) && !leadAbroad(row));
}

/** A site's cards lead to its own pages; an author's list of talks leads to several others. */
function leadAbroad(cards: readonly Element[]): boolean {
  const sites = cards.map((card) =>
    siteOf(card.name === "a" ? card : findFirst(card, ({ name }) => name === "a")),
  );
  return new Set(sites).size > 1 && !sites.includes(undefined);
}

/** The last two labels of the host that a link states. */
const siteOf = (link: Element | undefined): string | undefined =>
  /^https?:\/\/(?:[^/?#@]*\.)?([^/.?#@]+\.[^/.?#@:]+)/i.exec(link?.attribs.href ?? "")?.[1]?.toLowerCase();

/** Those behind a long post of a list are posts as well. */
function isRestOfList([card, ...others]: readonly Element[], children: readonly ChildNode[]): boolean {
  if (!card) return false;
  const row = new Set<ChildNode>([card, ...others]);
  return children.some((child) => isTag(child) && !row.has(child) && areAlike(card, child));
}

const written = (node: Element): number => measureOf(node).text - measureOf(node).linked;

function add(sum: Measure, { text, linked }: Readonly<Measure>): void {
  sum.text += text;
  sum.linked += linked;
}

/** A picture and a title may be a product or a person as well, unless the page is an article. */
function isCard(node: Element, isArticle: boolean): boolean {
  const { text } = measureOf(node);
  if (!cardNames.has(node.name) || text < MIN_TITLE || text > MAX_CARD) return false;
  if (!leadsToPage(node)) return false;
  if (hasDay(node)) return true;
  return isArticle && findFirst(node, ({ name }) => name === "img") !== undefined && !holdsSentences(node);
}

/** One of its links has a title, and leads to another page. */
function leadsToPage(node: Element): boolean {
  const isTitle = (one: Element) =>
    one.name === "a" && /^[^#]/.test(one.attribs.href ?? "") && measureOf(one).text >= MIN_TITLE;
  return isTitle(node) || findFirst(node, isTitle) !== undefined;
}

const hasDay = (node: Element): boolean =>
  findFirst(node, ({ name }) => name === "time") !== undefined || writtenDay.test(lineOf(node));

/** With the label above them. */
function remove(cards: readonly Element[]): void {
  const [first] = cards;
  const parent = first?.parent;
  if (!first || !parent) return;
  const label = labelBefore(first);
  const gone = new Set<ChildNode>(cards);
  relink(
    parent,
    parent.children.filter((child) => !gone.has(child)),
  );
  if (label) detach(label);
}

/** A short line right before an element, also before the boxes that begin with it. */
function labelBefore(node: Element): Element | undefined {
  let at = node;
  for (;;) {
    let before = at.prev;
    while (before && (isText(before) ? before.data.trim() === "" : measureOf(asTag(before)).text === 0))
      before = before.prev;
    if (before) {
      const label = isTag(before) ? before : undefined;
      return label && lineOf(label).length <= MAX_LABEL && isLabel(label) ? label : undefined;
    }
    const { parent } = at;
    if (!parent || !isTag(parent) || parent.name === "body") return undefined;
    at = parent;
  }
}

const asTag = (node: Element["prev"]): Element | undefined => (node && isTag(node) ? node : undefined);

/** A paragraph or a list is the author's, however short. */
const isLabel = (node: Element): boolean =>
  /^h[2-6]$/.test(node.name) ||
  (/^(?:div|header|span|strong|b)$/.test(node.name) &&
    !/[.:?!]$/.test(lineOf(node)) &&
    findFirst(node, ({ name }) => name === "li" || name === "p") === undefined);
