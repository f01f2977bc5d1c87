import { type Element, isTag, isText, type Text } from "domhandler";
import { findFirst, lineOf, oneLine } from "../../../../html/dom.ts";
import { visibleLine } from "../../../vocabulary/dropped.ts";
import { measureOf } from "../measure.ts";
import {
  changeNote,
  memberAddress,
  memberName,
  memberPanel,
  memberSince,
  postTime,
  writtenDay,
} from "./programs.ts";

/** Who wrote a post, and when: what a program says beside the text, in no fixed place or form. */

const MAX_NAME = 60;
const MAX_TIME = 60;
const MAX_LINE = 160;

/**
 * The elements around a post's text within its container, in the order in which they tell of it: those before the text,
 * the nearest first, then those behind it, where programs note changes and replies.
 */
export function placesBeside(body: Element, container: Element): readonly Element[] {
  const before: Element[] = [];
  const behind: Element[] = [];
  for (let at = body; at !== container; ) {
    const { parent } = at;
    if (!parent || !isTag(parent)) break;
    const index = parent.children.indexOf(at);
    before.push(...parent.children.slice(0, index).filter(isTag));
    behind.push(...parent.children.slice(index + 1).filter(isTag));
    at = parent;
  }
  return [...before, ...behind];
}

/** Some programs name the author on the post itself, or on an element within what is known to be its own. */
export function statedAuthor(body: Element, container: Element): string | undefined {
  for (let at: Element = body; ; ) {
    const name = oneLine(at.attribs["data-author"] ?? "");
    if (name !== "") return name;
    const { parent } = at;
    if (at === container || !parent || !isTag(parent)) return undefined;
    at = parent;
  }
}

export function authorIn(places: readonly Element[]): string | undefined {
  return (
    firstBelow(places, (node) => (isNamed(node) && isMember(node) ? nameIn(node) : undefined)) ??
    firstBelow(places, (node) => (isNamed(node) ? nameIn(node) : undefined)) ??
    firstBelow(places, (node) => (isMember(node) ? nameIn(node) : undefined))
  );
}

const isNamed = ({ attribs }: Element) =>
  attribs.itemprop === "author" ||
  attribs.itemprop === "creator" ||
  memberName.test(attribs.class ?? "") ||
  attribs.rel === "author";
const isMember = ({ name, attribs }: Element) =>
  name === "a" && (memberAddress.test(attribs.href ?? "") || attribs["data-hovercard-type"] === "user");

const isItsName = ({ attribs }: Element) => attribs.itemprop === "name";

function nameIn(node: Element): string | undefined {
  const written = (test: (one: Element) => boolean) =>
    firstBelow([node], (one) => (test(one) && lineOf(one) !== "" ? one : undefined));
  // Beside the name, a picture's link may have its first letter.
  const best = isMember(node) ? node : (written(isItsName) ?? written(isMember));
  const line = best ? visibleLine(best) : firstLineIn(node);
  return line.length <= MAX_NAME && /\p{L}|\p{N}{3}/u.test(line) ? line : undefined;
}

const isBlock = ({ name }: Element) => /^(?:div|p|ul|ol|li|dl|dt|dd|h[1-6])$/.test(name);
const inline = new Set("a span b strong em i font bdi".split(" "));

/** Of a panel of several lines, the first: guests have no page of their own, and a rank may stand below the name. */
function firstLineIn(node: Element): string {
  if (findFirst(node, isBlock) === undefined) return visibleLine(node);
  const name = firstWords(node);
  let line: Element | undefined;
  for (let up = name?.parent; up && up !== node && isTag(up) && inline.has(up.name); up = up.parent)
    line = up;
  return line ? visibleLine(line) : oneLine(name?.data ?? "");
}

/** The first text that is more than the first letter of a name. */
function firstWords({ children }: Element): Text | undefined {
  for (const child of children) {
    const found = isTag(child)
      ? firstWords(child)
      : isText(child) && /\p{L}{2}|\p{N}{3}/u.test(child.data)
        ? child
        : undefined;
    if (found) return found;
  }
  return undefined;
}

const verb = /^(?:asked|answered|commented|posted|created|written)(?: on)?:? /i;
const relative = /\b(?:ago|yesterday|today|now)\b|^\d+ ?[a-z]{1,3}$/i;
const clockOnly = /^\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?$/i;

/** As it is shown; where that depends on when the page was made, the day that the page states. */
export function timeIn(places: readonly Element[]): string | undefined {
  const isOfPost = (node: Element) => isTime(node) && measureOf(node).text <= MAX_LINE && !isOtherTime(node);
  return (
    firstBelow(places, (node) => (isOfPost(node) ? shownTime(node) : undefined)) ??
    firstBelow(places, (node) => (isOfPost(node) ? statedDay(node) : undefined)) ??
    firstOf(places, dayIn)
  );
}

const isTime = ({ name, attribs }: Element) =>
  name === "time" ||
  /^date(?:Published|Created)$/.test(attribs.itemprop ?? "") ||
  postTime.test(attribs.class ?? "");

/** When the member joined, or when a post was changed: the words in it or right before it tell. */
function isOtherTime(node: Element): boolean {
  const line = visibleLine(node);
  if (line.length <= MAX_TIME && (memberSince.test(line) || changeNote.test(line))) return true;
  const lead = /\D{0,50}$/.exec(leadOf(node, line))?.[0] ?? "";
  return memberSince.test(lead) || changeNote.test(lead);
}

/** The words before an element in the smallest line around it that has more. */
function leadOf(node: Element, line: string): string {
  for (let at = node, level = 0; level < 4; level += 1) {
    const { parent } = at;
    if (!parent || !isTag(parent) || measureOf(parent).text > MAX_LINE) return "";
    const all = visibleLine(parent);
    if (all.length > line.length) return all.slice(0, Math.max(0, all.indexOf(line)));
    at = parent;
  }
  return "";
}

function shownTime(node: Element): string | undefined {
  const line = visibleLine(node);
  if (!/\d/.test(line) || line.length > MAX_TIME || relative.test(line) || clockOnly.test(line))
    return undefined;
  // A short form for narrow screens follows some programs' long one: "June 14, 2024" and "1 yr".
  const day = writtenDay.exec(line);
  if (day && /^\d/.test(line.slice(day.index + day[0].length))) return day[0];
  return line.replace(verb, "");
}

function statedDay(node: Element): string | undefined {
  return firstBelow([node], ({ attribs: { datetime, title, content } }) => {
    const all = [datetime, content, title].join(" ");
    return (/\d{4}-\d\d-\d\d/.exec(all) ?? writtenDay.exec(all))?.[0];
  });
}

/** A day in a line beside the text, where nothing marks it. */
function dayIn(node: Element): string | undefined {
  if (node.name === "dl" || memberPanel.test(node.attribs.class ?? "")) return undefined;
  if (node.children.some((child) => isText(child) && /\d/.test(child.data))) {
    const line = visibleLine(node);
    if (line.length <= MAX_LINE && !memberSince.test(line) && !isOtherTime(node)) return dayOf(line);
  }
  return firstOf(node.children.filter(isTag), dayIn);
}

/** A month alone is one in which a member joined. */
function dayOf(line: string): string | undefined {
  const day = writtenDay.exec(line)?.[0];
  return day !== undefined && /\d/.test(day.replace(/(?:19|20)\d\d/, "")) ? day : undefined;
}

/** The first that an element among these or below them tells, in document order. */
function firstBelow<Found>(
  some: readonly Element[],
  tell: (node: Element) => Found | undefined,
): Found | undefined {
  return firstOf(some, (node) => tell(node) ?? firstBelow(node.children.filter(isTag), tell));
}

function firstOf<Found>(
  some: readonly Element[],
  find: (one: Element) => Found | undefined,
): Found | undefined {
  for (const one of some) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
