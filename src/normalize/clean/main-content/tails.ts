import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { contains, detach, findFirst, isBlank, lineOf } from "../../../html/dom.ts";
import { commentsAbroad, furtherPagesAbroad, unmistakableAbroad } from "./languages.ts";
import { measureOf } from "./measure.ts";

/** Headings under which sites list other pages; an author's own words for it, such as "See also", are not among them. */
const furtherPages = new RegExp(
  [
    "(?:more|other|recent|recently viewed|latest|related|similar|popular|trending|recommended|featured|top|hot|our latest|most (?:read|popular|viewed|recent)) (?:\\S+ ){0,5}?(?:posts?|articles?|stories|reads?|reading|news|blogs?|guides?|insights?|explorer?|updates|publications?|videos?|podcasts?|products?|questions|discussions|threads|entries|seminars|courses)",
    "(?:you (?:may|might)|customers)(?: also)? (?:like|be interested in|enjoy|bought)(?: also)?",
    "related|recommended(?: for you)?|popular|trending(?: now)?|latest|read (?:next|more)|keep reading|up next|what to read next|explore more|don.t miss|in case you missed it",
    "more (?:to (?:explorer?|read|discover)|from|on|like this).{0,40}",
    furtherPagesAbroad,
  ]
    .map((words) => `^(?:${words})[\\s.:…!]*$`)
    .join("|"),
  "i",
);
/** The same, which authors write above lists of their own as well. */
const furtherCards =
  /^(?:more|other|related|recommended|featured|popular) (?:\S+ ){0,3}?(?:topics?|resources?|content|pages)(?: (?:&|and) \S+)?[\s.:…!]*$/i;
/** Headings of what readers add below an article, and of who wrote it. */
const comments = new RegExp(
  "^(?:" +
    "(?:\\d+|no|one|all|top)? ?(?:comments?|responses?|replies|discussion)(?: ?[([]?\\d+[)\\]]?)?|(?:\\d+|one) thoughts? on\\b.*|" +
    "join the (?:discussion|conversation)|(?:post|add|write) a comment|(?:subscribe|newsletter|sign up)\\b.{0,40}|" +
    `(?:follow|share) (?:us|this)\\b.{0,30}|stay (?:connected|in touch|up to date).{0,20}|${commentsAbroad})[\\s:]*$`,
  "i",
);
const unmistakable = new RegExp(
  `^(?:leave a (?:comment|reply)\\b.{0,30}|(?:about|written by|meet) the authors?|${unmistakableAbroad})[\\s:]*$`,
  "i",
);
const newsletter = /^(?:click here to )?(?:subscribe to|sign up for|join)\b.{0,40}\bnewsletters?[\s.!:]*$/i;
const MAX_HEADING = 70;
/** Of the text of a list of other pages: titles in links, beside dates and teasers. */
const MIN_LINKED = 0.12;
const MIN_LINKS = 2;
/** A single card at the end of a page is a link as a whole. */
const MIN_LINKED_ONE = 0.8;
/** Characters of a sentence before a list, and how much of it may be in links. */
const MIN_INTRODUCTION = 60;
const MAX_LINKED_INTRODUCTION = 0.3;
/** Between the parts of a text: so much of it is in links, of the page's text it has and the page itself has in links. */
const MIN_LINKED_BETWEEN = 0.85;
const MAX_BETWEEN = 0.1;
const MAX_LINKED_PAGE = 0.5;
/** Characters of an offer of news by mail, whose field may be gone. */
const MAX_NEWSLETTER = 400;
/** Characters of a note about an author. */
const MAX_ABOUT = 1500;
/** The text before it is the page's: it is at least so much of all. */
const MIN_BEFORE = 0.5;
/** A heading with nothing below it is the end of the page. */
const MIN_BEFORE_NOTHING = 0.9;
const headings = /^h[1-6]$/;

/**
 * Removes what follows the text of a page under headings such as "Related articles" and "Leave a reply": lists of other
 * pages and readers' comments. The words alone decide nothing: such a part stands behind most of the text and consists of
 * links, cards or a form. Returns how many parts were removed.
 * @param isDiscussion comments are the content of the page
 */
export function dropTails(root: ParentNode, isDiscussion: boolean): number {
  const total = textIn(root);
  let dropped = 0;
  for (const heading of headingsBelow(root)) {
    const line = lineOf(heading);
    if (line === "" || line.length > MAX_HEADING || !contains(root, heading)) continue;
    const mayBeList = furtherCards.test(line);
    const isList = furtherPages.test(line) || mayBeList;
    if (
      !isList &&
      (isDiscussion || !(comments.test(line) || newsletter.test(line) || unmistakable.test(line)))
    )
      continue;
    const part = partOf(heading, root);
    const before = textBefore(part, root) / total;
    if (mayBeList && holds(part, "li")) continue;
    if (before < MIN_BEFORE && !(isList && isBetweenText(part, heading, root))) continue;
    if (!(isList ? leadsAway(part, heading, before) : isOfSite(part, line))) continue;
    for (const node of part) detach(node);
    dropped += 1;
  }
  return dropped;
}

function headingsBelow(node: ParentNode, found: Element[] = []): Element[] {
  for (const child of node.children) {
    if (!isTag(child)) continue;
    if (isHeading(child)) found.push(child);
    else if (child.name !== "pre" && child.name !== "table") headingsBelow(child, found);
  }
  return found;
}

/** By its name, or as sites without headings write it: a line of its own in an element named title or heading. */
function isHeading(node: Element): boolean {
  const { name, attribs } = node;
  if (headings.test(name) || isLabelOfList(node)) return true;
  if (isBoldLine(node) && nextShown(node)?.name === "ul") return true;
  return (
    /^(?:p|div|span|strong)$/.test(name) &&
    /(?:^|[\s_-])(?:title|heading|headline)(?:$|[\s_-])/i.test(attribs.class ?? "")
  );
}

/** `<p><strong>Related articles:</strong></p>` */
function isBoldLine({ name, children }: Element): boolean {
  const [only, ...others] = children.filter((child) => !isText(child) || !isBlank(child.data));
  return (
    name === "p" &&
    only !== undefined &&
    others.length === 0 &&
    isTag(only) &&
    /^(?:strong|b)$/.test(only.name)
  );
}

/** The next sibling with a text, where it is an element. */
function nextShown({ next }: Element): Element | undefined {
  let at = next;
  while (at && (isTag(at) ? textIn(at) === 0 : !isText(at) || isBlank(at.data))) at = at.next;
  return at && isTag(at) ? at : undefined;
}

/** A label, its list, and white space around them. */
const MAX_NODES = 5;

/** A line in bold between boxes, with nothing but a list behind it. */
function isLabelOfList(node: Element): boolean {
  const { name, parent } = node;
  if ((name !== "strong" && name !== "b") || !parent || parent.children.length > MAX_NODES) return false;
  const isShown = (child: ChildNode): boolean =>
    isTag(child) ? textIn(child) > 0 : isText(child) && !isBlank(child.data);
  const [label, list, ...more] = parent.children.filter(isShown);
  return label === node && list !== undefined && isTag(list) && list.name === "ul" && more.length === 0;
}

/** The largest element that begins with the heading; where that is the heading, what follows it to the next one. */
function partOf(heading: Element, root: ParentNode): Element[] {
  let top = heading;
  for (let up = top.parent; up && up !== root && isTag(up) && isFirst(top, up); up = up.parent) top = up;
  if (textIn(top) > textIn(heading)) return [top];
  const level = headings.test(heading.name) ? heading.name : "h6";
  const part = [top];
  const list = isBoldLine(heading) ? nextShown(heading) : undefined;
  if (list) return [heading, list];
  for (let next = top.next; next; next = next.next) {
    if (!isTag(next)) continue;
    const inner = headings.test(next.name) ? next : findFirst(next, ({ name }) => headings.test(name));
    if (inner && inner.name <= level && !isLink(inner) && isFirstText(inner, next)) break;
    part.push(next);
  }
  return part;
}

function isFirst(node: Element, parent: Element): boolean {
  for (let before = node.prev; before; before = before.prev) {
    if (isText(before) ? !isBlank(before.data) : isTag(before) && textIn(before) > 0) return false;
  }
  return parent.name !== "body";
}

function isFirstText(node: Element, within: Element): boolean {
  let at = node;
  for (; at !== within; ) {
    const { parent } = at;
    if (!parent || !isTag(parent) || !isFirst(at, parent)) return at === within;
    at = parent;
  }
  return true;
}

/** The title of a card. */
const isLink = (heading: Element): boolean => measureOf(heading).linked > measureOf(heading).text * 0.5;

/** Cards and lists of links to other pages, or nothing. Code, tables and texts of its own are an author's. */
function leadsAway(part: readonly Element[], heading: Element, before: number): boolean {
  if (holds(part, "pre") || holds(part, "table") || isIntroduced(heading)) return false;
  const { text, linked, links } = sizeOf(part);
  const written = text - textIn(heading);
  if (written <= 0) return links >= MIN_LINKS || before >= MIN_BEFORE_NOTHING;
  if (links >= MIN_LINKS) return linked >= written * MIN_LINKED;
  return links === 1 && before >= MIN_BEFORE_NOTHING && linked >= written * MIN_LINKED_ONE;
}

/** An author says first what the links are about. */
function isIntroduced(heading: Element): boolean {
  const next = nextShown(heading);
  if (next?.name !== "p") return false;
  const { text, linked } = measureOf(next);
  return text >= MIN_INTRODUCTION && linked <= text * MAX_LINKED_INTRODUCTION;
}

/** Nothing but a few links, in a page of text: not the list that a page of links consists of. */
function isBetweenText(part: readonly Element[], heading: Element, root: ParentNode): boolean {
  const { text, linked } = sizeOf(part);
  const isLinks = linked >= (text - textIn(heading)) * MIN_LINKED_BETWEEN;
  const page = isTag(root) ? measureOf(root) : undefined;
  return (
    isLinks &&
    page !== undefined &&
    text <= page.text * MAX_BETWEEN &&
    page.linked <= page.text * MAX_LINKED_PAGE
  );
}

/** Comments, a form for them, or the author in few words. */
function isOfSite(part: readonly Element[], line: string): boolean {
  if (holds(part, "pre") || holds(part, "table")) return false;
  const { text, linked } = sizeOf(part);
  if (newsletter.test(line) && text <= MAX_NEWSLETTER && !holds(part, "ol")) return true;
  if (unmistakable.test(line)) return text < MAX_ABOUT || holds(part, "form");
  return (
    ["form", "textarea", "input"].some((name) => holds(part, name)) ||
    linked > text * 0.3 ||
    isNamedComments(part)
  );
}

function isNamedComments(part: readonly Element[]): boolean {
  const names = /(?:^|[\s_-])(?:comments?|respond|disqus)(?:$|[\s_-])/i;
  const isNamed = ({ attribs }: Element) => names.test(`${attribs.class ?? ""} ${attribs.id ?? ""}`);
  return part.some((node) => isNamed(node) || findFirst(node, isNamed) !== undefined);
}

const holds = (part: readonly Element[], wanted: string): boolean =>
  part.some((node) => node.name === wanted || findFirst(node, ({ name }) => name === wanted) !== undefined);

function sizeOf(part: readonly Element[]): { text: number; linked: number; links: number } {
  let links = 0;
  for (const node of part) {
    findFirst(node, ({ name, attribs: { href } }) => {
      if (name === "a" && href !== undefined && /^[^#]/.test(href)) links += 1;
      return false;
    });
    if (node.name === "a") links += 1;
  }
  const sum = (of: "text" | "linked") => part.reduce((all, node) => all + measureOf(node)[of], 0);
  return { text: sum("text"), linked: sum("linked"), links };
}

function textBefore(part: readonly Element[], root: ParentNode): number {
  let sum = 0;
  let at: Element | undefined = part[0];
  while (at && at !== root) {
    for (let before = at.prev; before; before = before.prev)
      sum += isTag(before) ? textIn(before) : isText(before) ? before.data.trim().length : 0;
    const up: ParentNode | null = at.parent;
    at = up && isTag(up) ? up : undefined;
  }
  return sum;
}

const textIn = (node: ParentNode): number =>
  isTag(node) && measureOf(node).text > 0 ? measureOf(node).text : lineOf(node).replaceAll(" ", "").length;
