import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { exactClassesOf, findFirst, lineOf, noAttributes, oneLine } from "../../../../html/dom.ts";
import { visibleLine } from "../../../vocabulary/dropped.ts";
import { measureOf } from "../measure.ts";
import {
  bodyMarks,
  memberAddress,
  memberName,
  memberPanel,
  memberSince,
  postTime,
  signature,
  writtenDay,
} from "./programs.ts";

/** A post of a thread: what somebody wrote, and what the program says of it. */
export interface Post {
  /** The element with the text. */
  readonly body: Element;
  /** The largest element with this post only: the text and what the program puts around it. */
  readonly container: Element;
  readonly author: string | undefined;
  readonly time: string | undefined;
}

/** Of the most text that a mark has. */
const MIN_OF_MOST = 0.6;
const MAX_NAME = 60;
const MAX_TIME = 60;
const MAX_LINE = 160;

/** The posts below a node, in document order. */
export function postsIn(root: ParentNode): { readonly posts: readonly Post[]; readonly isTelling: boolean } {
  const { bodies, isTelling } = bodiesIn(root);
  const counts = countsAbove(bodies, root);
  return { posts: bodies.map((body) => postOf(body, root, counts)), isTelling };
}

/** The elements of the mark that has the most text. */
function bodiesIn(root: ParentNode): { readonly bodies: readonly Element[]; readonly isTelling: boolean } {
  const found = bodyMarks.map((): Element[] => []);
  findFirst(root, (node) => {
    if (node.attribs === noAttributes) return false;
    const classes = new Set(exactClassesOf(node.attribs.class ?? ""));
    bodyMarks.forEach(({ isBody }, index) => {
      if (isBody(node, classes) && !isInSignature(node)) found[index]?.push(node);
    });
    return false;
  });
  const groups = found.map(innermost);
  const sizes = groups.map((group) => group.reduce((sum, body) => sum + measureOf(body).text, 0));
  const most = Math.max(...sizes);
  // Of marks with much of the text, the earlier one is a program's own and closer to the text.
  const at = sizes.findIndex((size) => size >= Math.max(1, most * MIN_OF_MOST));
  return { bodies: groups[at] ?? [], isTelling: bodyMarks[at]?.isTelling === true };
}

/** A member's own words below each post, which some programs mark like a post's text. */
function isInSignature(node: Element): boolean {
  for (let up: ParentNode | null = node; up && isTag(up); up = up.parent)
    if (signature.test(`${up.attribs.class ?? ""} ${up.attribs.id ?? ""}`)) return true;
  return false;
}

/** Without those that only surround others, and without those inside a text. */
function innermost(found: readonly Element[]): readonly Element[] {
  const all = new Set<ParentNode>(found);
  const within = new Map<ParentNode, number>();
  for (const node of found) {
    const outer = closest(node, all);
    if (outer) within.set(outer, (within.get(outer) ?? 0) + measureOf(node).text);
  }
  const isWrapper = (node: ParentNode) => (within.get(node) ?? 0) > measureOf(node).text * 0.5;
  const kept = new Set<ParentNode>(found.filter((node) => !isWrapper(node)));
  return found.filter(
    (node) => kept.has(node) && closest(node, kept) === undefined && measureOf(node).text > 0,
  );
}

function closest(node: Element, some: ReadonlySet<ParentNode>): ParentNode | undefined {
  for (let up = node.parent; up; up = up.parent) if (some.has(up)) return up;
  return undefined;
}

/** How many posts there are in each element that has any. */
function countsAbove(bodies: readonly Element[], root: ParentNode): ReadonlyMap<ParentNode, number> {
  const counts = new Map<ParentNode, number>();
  for (const body of bodies)
    for (let at: ParentNode | null = body; at; at = at === root ? null : at.parent)
      counts.set(at, (counts.get(at) ?? 0) + 1);
  return counts;
}

const landmarks = new Set("main article body html".split(" "));

function postOf(body: Element, root: ParentNode, counts: ReadonlyMap<ParentNode, number>): Post {
  let container = body;
  for (let up = body.parent; up && up !== root && isTag(up); up = up.parent) {
    if ((counts.get(up) ?? 0) > 1 || up.name === "body") break;
    container = up;
    // The only post of a page has no neighbour that would end it.
    if (counts.size > 0 && (counts.get(root) ?? 0) === 1 && landmarks.has(up.name)) break;
  }
  const header = headerOf(container, counts);
  const places = header ? [container, header] : [container];
  return {
    body,
    container,
    author: firstOf(places, (place) => authorIn(place, body)),
    time: firstOf(places, (place) => timeIn(place, body)),
  };
}

/** Older programs write who and when in a row of its own above the text. */
function headerOf(container: Element, counts: ReadonlyMap<ParentNode, number>): Element | undefined {
  for (let before = container.prev; before; before = before.prev)
    if (isTag(before)) return counts.has(before) ? undefined : before;
  return undefined;
}

function firstOf<Place, Found>(
  places: readonly Place[],
  find: (place: Place) => Found | undefined,
): Found | undefined {
  for (const place of places) {
    const found = find(place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function authorIn(place: Element, body: Element): string | undefined {
  const stated = oneLine(place.attribs["data-author"] ?? "");
  if (stated !== "") return stated;
  const isNamed = (node: Element) =>
    node.attribs.itemprop === "author" ||
    node.attribs.itemprop === "creator" ||
    memberName.test(node.attribs.class ?? "") ||
    node.attribs.rel === "author";
  const isMember = ({ name, attribs }: Element) => name === "a" && memberAddress.test(attribs.href ?? "");
  const name = (node: Element) => {
    const link = isMember(node) ? node : findFirst(node, (one) => isMember(one) && lineOf(one) !== "");
    const line = visibleLine(link ?? node);
    return line.length <= MAX_NAME && /\p{L}|\p{N}{3}/u.test(line) ? line : undefined;
  };
  return (
    lineBeside(place, body, (node) => isNamed(node) && isMember(node), name) ??
    lineBeside(place, body, isNamed, name) ??
    lineBeside(place, body, isMember, name)
  );
}

const verb = /^(?:asked|answered|commented|posted|created|written)(?: on)?:? /i;
const relative = /\b(?:ago|yesterday|today|now)\b|^\d+ ?[a-z]{1,3}$/i;

/** As it is shown; where that depends on when the page was made, the day that the page states. */
function timeIn(place: Element, body: Element): string | undefined {
  const shown = lineBeside(place, body, isTime, (node) => {
    const line = visibleLine(node);
    if (!/\d/.test(line) || line.length > MAX_TIME || relative.test(line)) return undefined;
    return line.replace(verb, "");
  });
  const stated = ({ attribs: { datetime, title, content } }: Element) => {
    const all = [datetime, content, title].join(" ");
    return (/\d{4}-\d\d-\d\d/.exec(all) ?? writtenDay.exec(all))?.[0];
  };
  return shown ?? lineBeside(place, body, isTime, stated) ?? dayIn(place, body);
}

/** A day in a line beside the text, where nothing marks it. */
function dayIn(node: Element, body: Element): string | undefined {
  if (node === body || node.name === "dl" || memberPanel.test(node.attribs.class ?? "")) return undefined;
  if (node.children.some((child) => isText(child) && /\d/.test(child.data))) {
    const line = visibleLine(node);
    if (line.length <= MAX_LINE && !memberSince.test(line)) return writtenDay.exec(line)?.[0];
  }
  return firstOf(node.children.filter(isTag), (child) => dayIn(child, body));
}

const isTime = ({ name, attribs }: Element) =>
  name === "time" ||
  /^date(?:Published|Created)$/.test(attribs.itemprop ?? "") ||
  postTime.test(attribs.class ?? "");

/** The first that an element in a post, not in its text, tells. */
function lineBeside(
  place: Element,
  body: Element,
  test: (node: Element) => boolean,
  tell: (node: Element) => string | undefined,
): string | undefined {
  for (const child of [place, ...place.children]) {
    if (!isTag(child) || child === body) continue;
    const found = test(child) ? tell(child) : undefined;
    if (found !== undefined) return found;
    if (child === place) continue;
    const below = lineBeside(child, body, test, tell);
    if (below !== undefined) return below;
  }
  return undefined;
}
