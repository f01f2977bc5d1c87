import { type Element, isTag, type ParentNode } from "domhandler";
import { detach, findFirst, lineOf } from "../../../html/dom.ts";
import { visibleLine } from "../../vocabulary/dropped.ts";
import { measureOf } from "./measure.ts";
import { walkParts } from "./parts.ts";
import { writtenDay } from "./thread/programs.ts";
import { isInSentence } from "./tool-texts.ts";

/** Addresses of an author's own page on a site; those of teams and people are a company's content. */
const authorPage = /\/(?:authors?|contributors?|writers?)\/[^/?#]{2,}/i;
/** More of them are a list of people, which somebody wrote. */
const MAX_AUTHORS = 3;
/** Of all text: a byline stands before so much of it, and a note about the author behind so much. */
const MAX_BEFORE_BYLINE = 0.15;
const MIN_BEFORE_NOTE = 0.6;
/** Characters of a byline besides names and a day: "By", "in News", "6 comments". */
const MAX_BESIDE_NAME = 25;
const MAX_BYLINE = 160;
const MAX_NOTE = 900;
/** A note begins with the name. */
const MAX_START = 110;
const boxes = new Set("div section aside article footer".split(" "));
const cells = new Set("td th dd dt".split(" "));

/**
 * Removes bylines and notes about an author, which lead to the author's own page on the site: a line above the text, or a
 * box behind it that begins with the name. Returns how many were removed.
 */
export function dropAuthors(root: ParentNode): number {
  const total = measureOf(root).text;
  if (total === 0) return 0;
  const links: { readonly link: Element; readonly before: number }[] = [];
  walkParts(root, (link, before) => {
    if (!isAuthorLink(link)) return false;
    links.push({ link, before });
    return true;
  });
  if (new Set(links.map(({ link }) => link.attribs.href)).size > MAX_AUTHORS) return 0;
  let dropped = 0;
  for (const { link, before } of links) {
    const isBehind = before >= total * MIN_BEFORE_NOTE;
    if (!isBehind && before > total * MAX_BEFORE_BYLINE) continue;
    const part = (isBehind ? noteAround(link, root) : undefined) ?? bylineAround(link, root);
    if (!part?.parent) continue;
    detach(part);
    dropped += 1;
  }
  return dropped;
}

const isAuthorLink = ({ name, attribs }: Element): boolean =>
  name === "a" && (attribs.rel === "author" || authorPage.test(attribs.href ?? ""));

/** The largest element that says nothing but who wrote it and when. */
function bylineAround(link: Element, root: ParentNode): Element | undefined {
  let best: Element | undefined;
  for (const node of blocksAround(link, root)) {
    if (cells.has(node.name) || measureOf(node).text > MAX_BYLINE) break;
    if (besideName(node).length > MAX_BESIDE_NAME) break;
    best = node;
  }
  return best;
}

/** What a line has besides the names in links to authors, and the day. */
function besideName(node: Element): string {
  let line = lineOf(node);
  findFirst(node, (one) => {
    if (isAuthorLink(one)) line = line.replace(lineOf(one), "");
    return false;
  });
  return line
    .replace(writtenDay, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The largest box of few words that begins with the author's name, and has the link in a line of its own. */
function noteAround(link: Element, root: ParentNode): Element | undefined {
  const slug = /\/([^/?#]+)\/?(?:[?#].*)?$/.exec(link.attribs.href ?? "")?.[1] ?? "";
  const names = [lineOf(link), slug].map(wordsOf).filter((words) => words.length > 0);
  const blocks = blocksAround(link, root);
  const [line] = blocks;
  if (!line || (isInSentence(link) && besideName(line).length > MAX_BESIDE_NAME)) return undefined;
  let best: Element | undefined;
  for (const node of blocks) {
    if (measureOf(node).text > MAX_NOTE || cells.has(node.name)) break;
    const start = new Set(wordsOf(visibleLine(node).slice(0, MAX_START)));
    if (boxes.has(node.name) && names.some((words) => words.every((word) => start.has(word)))) best = node;
  }
  return best && findFirst(best, ({ name }) => /^(?:h1|pre|table)$/.test(name)) === undefined
    ? best
    : undefined;
}

const wordsOf = (line: string): string[] => line.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const inline = new Set("a span b strong em i u small font cite time abbr".split(" "));

/** The blocks around a link, below the root, the nearest first. */
function blocksAround(link: Element, root: ParentNode): Element[] {
  const found: Element[] = [];
  for (let up = link.parent; up && up !== root && isTag(up); up = up.parent)
    if (!inline.has(up.name)) found.push(up);
  return found;
}
