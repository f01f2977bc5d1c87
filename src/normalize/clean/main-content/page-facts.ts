import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { lineOf } from "../../../html/dom.ts";
import { measureOf, takeOut, visibleLength } from "./measure.ts";
import { writtenDay } from "./thread/programs.ts";
import { isInSentence } from "./tool-texts.ts";

/** Addresses that programs file pages under. The categories of a help centre have numbers, and are its content. */
const filedUnder = /(?:^|\/)(?:tags?|categor(?:y|ies)|keywords?)\/[^/?#\d][^/?#]*\/?$/i;
const minutes =
  "(?:(?:about|less than) )?(?:\\d{1,3}|one|a)[ -]?min(?:ute)?s?(?: (?:to )?read(?:ing)?(?: time)?)?";
const timeToRead = new RegExp(
  `^\\W*(?:(?:estimated )?reading time:? ${minutes}|${minutes.replace(/\?$/, "")})\\W*$`,
  "i",
);
/** What a program writes around such facts. */
const known = new RegExp(
  [
    `(?:(?:estimated )?reading time:? )?${minutes}`,
    "\\b(?:posted|published|written|filed|tagged|updated|created|modified|by|in|on|at|under|with|and|tags?|categor(?:y|ies)|keywords?|\\d+ words)\\b",
  ].join("|"),
  "gi",
);
/** Behind "by", where it is no link. */
const name = /\bby\s(?:\p{Lu}[\p{L}\p{N}'.-]{0,30}\s?){1,4}/gu;
/** Characters of such a part, and its share of the page's. */
const MAX_FACTS = 300;
const MAX_SHARE = 0.1;
/** Characters of text, headings apart, above or below such a part. */
const MAX_EDGE = 200;
const closed = new Set("pre code samp kbd table dl p h1 h2 h3 h4 h5 h6".split(" "));

/**
 * Removes what a program states of a page beside its text: how long it takes to read, what it is filed under, and the day
 * and the name beside that. A part counts that has nothing else, and stands above or below the text or has the relation
 * `tag` (https://html.spec.whatwg.org/#link-type-tag). Returns how many were removed.
 */
export function dropPageFacts(root: ParentNode): number {
  const signs: Sign[] = [];
  const seen = collect(root, { text: 0, written: 0 }, signs);
  const gone = new Set<Element>();
  for (const { node, before } of signs) {
    const part = partAround(node, root);
    if (!part) continue;
    const { text, linked } = measureOf(part);
    const isAtEdge = before <= MAX_EDGE || seen.written - before - (text - linked) <= MAX_EDGE;
    if (text <= seen.text * MAX_SHARE && (isAtEdge || saysTag(node))) gone.add(part);
  }
  for (const part of gone) takeOut(part);
  return gone.size;
}

/** A link to what the page is filed under, or the element with the time that it takes to read. */
interface Sign {
  readonly node: Element;
  /** Characters of text before it, not counting links and headings. */
  readonly before: number;
}

interface Seen {
  text: number;
  written: number;
}

function collect(node: ParentNode, seen: Seen, signs: Sign[]): Seen {
  for (const child of node.children) {
    if (isText(child)) {
      const length = visibleLength(child);
      seen.text += length;
      seen.written += length;
      if (isTag(node) && length > 4 && length < 40 && isTimeToRead(child.data))
        signs.push({ node, before: seen.written - length });
    } else if (isTag(child)) visit(child, seen, signs);
  }
  return seen;
}

function visit(child: Element, seen: Seen, signs: Sign[]): void {
  const { text, linked } = measureOf(child);
  if (text === 0) return;
  const before = seen.written;
  if (child.name === "p" || !closed.has(child.name)) collect(child, seen, signs);
  else {
    seen.text += text;
    seen.written += headings.test(child.name) ? 0 : text - linked;
  }
  if (child.name !== "a") return;
  seen.written = before;
  if (isFiling(child)) signs.push({ node: child, before });
}

const headings = /^h[1-6]$/;
const isTimeToRead = (data: string) =>
  /read/i.test(data) && timeToRead.test(data.replaceAll(/\s+/g, " ").trim());
const saysTag = ({ attribs }: Element): boolean => /(?:^|\s)tag(?:$|\s)/.test(attribs.rel ?? "");
const isFiling = (link: Element): boolean => saysTag(link) || filedUnder.test(link.attribs.href ?? "");

/** The largest element around a sign that has only facts; below a heading of its own it is a section of the text. */
function partAround(sign: Element, root: ParentNode): Element | undefined {
  let best: Element | undefined;
  for (
    let up: ParentNode | null = sign.name === "a" ? sign.parent : sign;
    up && up !== root && isTag(up);
    up = up.parent
  ) {
    if (measureOf(up).text > MAX_FACTS || (up.name !== "p" && closed.has(up.name))) break;
    if (/^(?:td|th|body|main|article)$/.test(up.name) || !isOnlyFacts(up)) break;
    best = up;
  }
  return best && !isInSentence(best) && !followsHeading(best) ? best : undefined;
}

const isOnlyFacts = (node: Element): boolean => {
  const line = wordsOf(node).join(" ").replaceAll(/\s+/g, " ").trim();
  const rest = line.replace(name, " ").replace(writtenDay, " ").replace(known, " ");
  return !/[\p{L}\p{N}]/u.test(rest);
};

/** The texts in an element, without those of links to what it is filed under and to who wrote it. */
function wordsOf(node: ParentNode): string[] {
  return node.children.flatMap((child) => {
    if (isText(child)) return [child.data];
    if (!isTag(child) || (child.name === "a" && (isFiling(child) || isAuthor(child)))) return [];
    return wordsOf(child);
  });
}

const isAuthor = ({ attribs }: Element): boolean => /(?:^|\s)author(?:$|\s)/.test(attribs.rel ?? "");

function followsHeading(node: Element): boolean {
  let before = node.prev;
  while (before && lineOf(before) === "") before = before.prev;
  return before !== null && isTag(before) && /^h[2-6]$/.test(before.name) && !isOnlyFacts(before);
}
