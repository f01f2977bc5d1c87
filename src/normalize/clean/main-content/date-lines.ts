import { type Element, isTag, type ParentNode } from "domhandler";
import { findAll, findFirst, lineOf } from "../../../html/dom.ts";
import { visibleLine } from "../../vocabulary/dropped.ts";
import { tagsAbroad } from "./languages.ts";
import { hasOwnText, measureOf, takeOut } from "./measure.ts";
import { walkParts } from "./parts.ts";
import { writtenDay } from "./thread/programs.ts";
import { isInSentence } from "./tool-texts.ts";

/** Characters of a line of facts; and of a row of tags. */
const MAX_LINE = 120;
const MAX_TAGS = 600;
/** Before a line at the head of a text stands no more than a title and a lead: of all text, and in characters. */
const MAX_BEFORE = 0.15;
const MAX_LEAD = 600;
/** Of all text, so much stands before a line at its end, and before a row of tags. */
const MIN_BEFORE_LINE = 0.9;
const MIN_BEFORE_TAGS = 0.6;
/** More of them date the parts of a list: releases, events. */
const MAX_DATES = 3;
const closed = new Set("pre code table li dt dd h1 h2 h3 h4 h5 h6 a strong b em i".split(" "));

const dayParts = [
  new RegExp(writtenDay.source, "gi"),
  /\b\d{1,2}[:.]\d\d(?::\d\d)? ?(?:[ap]\.?m\b\.?)?/gi,
  /\b(?:[ECMP][SD]?T|GMT|UTC|[BI]ST|CES?T)\b/g,
  /\b(?:mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b/gi,
];
const labels =
  /\b(?:(?:first |last |originally )?(?:published|updated|posted|modified|reviewed|date)|on|at|\d+ (?:comments?|min(?:ute)?s?(?: of)?(?: read)?))\b/gi;
/** "By Mia Stone and Al de Witt" */
const names = /^(?:By|by|BY):? (?:(?:\p{Lu}[\p{L}.'’-]*|and|de|van|von|der|da)(?:[\s,&]+|$)){2,8}$/u;
const tags = new RegExp(
  `^(?:filed (?:under|in)|posted in|(?:related )?(?:tags?|topics?|keywords)|categor(?:y|ies)|${tagsAbroad})(?![\\p{L}\\p{N}])`,
  "iu",
);
/**
 * Removes lines that say of the page itself who wrote it and when, at its head or its end, and the rows of tags behind it,
 * where no name gives them away. Returns how many were removed.
 * @param isArticle the page says so of itself: elsewhere a day is the page's only where it is marked as a time
 */
export function dropDateLines(root: ParentNode, isArticle: boolean): number {
  const total = textIn(root);
  const dates: Element[] = [];
  const rows: Element[] = [];
  walkParts(root, (node, before) => {
    const { text } = measureOf(node);
    const isHead = before <= Math.min(total * MAX_BEFORE, MAX_LEAD);
    const mayBeLine = text > 0 && text <= MAX_LINE && (isHead || before >= total * MIN_BEFORE_LINE);
    const mayBeTags = text > 0 && text <= MAX_TAGS && before >= total * MIN_BEFORE_TAGS;
    if (mayBeLine && hasOwnText(node) && isDateLine(node, isArticle)) dates.push(node);
    else if (mayBeTags && hasOwnText(node) && isRowOfTags(node)) rows.push(node);
    else return closed.has(node.name);
    return true;
  });
  const found = [...(dates.length <= MAX_DATES ? dates : []), ...rows];
  for (const one of found) takeOut(one);
  return found.length;
}

const textIn = (root: ParentNode): number =>
  isTag(root)
    ? measureOf(root).text
    : root.children.filter(isTag).reduce((sum, child) => sum + measureOf(child).text, 0);

function isDateLine(node: Element, isArticle: boolean): boolean {
  if (closed.has(node.name)) return false;
  const line = lineOf(node);
  const hasDay = writtenDay.test(line);
  if (!(hasDay ? isArticle || isMarkedAsTime(node) : isArticle)) return false;
  const rest = dayParts
    .reduce((all, part) => all.replace(part, " "), line)
    .replace(labels, " ")
    .replaceAll(/[^\p{L}\p{N}&,.'’:-]+/gu, " ")
    .replace(/^[\s,.:-]+|[\s,.:&-]+$/g, "");
  const isOnlyDay = hasDay && !/[\p{L}\p{N}]/u.test(rest) && !isSpan(line);
  return (isOnlyDay || names.test(rest)) && !isInSentence(node);
}

/** From one day to another: what the page is about takes place then. */
const isSpan = (line: string): boolean =>
  (line.match(new RegExp(writtenDay.source, "gi")) ?? []).length > 1 &&
  !/updated|modified|reviewed/i.test(line);

function isMarkedAsTime(node: Element): boolean {
  const isTime = ({ name, attribs }: Element) => name === "time" || /^date[A-Z]/.test(attribs.itemprop ?? "");
  return isTime(node) || findFirst(node, isTime) !== undefined;
}

/** A label and links, with signs between them. */
function isRowOfTags(node: Element): boolean {
  if (measureOf(node).linked === 0) return false;
  const line = visibleLine(node);
  const label = tags.exec(line)?.[0];
  if (label === undefined || isInSentence(node)) return false;
  const links = findAll(node, ({ name }) => name === "a");
  const rest = links.reduce((all, link) => all.replace(visibleLine(link), " "), line.slice(label.length));
  return !/[\p{L}\p{N}]/u.test(rest);
}
