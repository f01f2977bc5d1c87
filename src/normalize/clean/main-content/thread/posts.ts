import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { exactClassesOf, findFirst, isBlank, lineOf, noAttributes } from "../../../../html/dom.ts";
import { measureOf } from "../measure.ts";
import { bodyMarks, sideColumn, signature, signatureLine } from "./programs.ts";
import { authorIn, placesBeside, statedAuthor, timeIn } from "./signs.ts";

/** A post of a thread: what somebody wrote, and what the program says of it. */
export interface Post {
  /** The element with the text. */
  readonly body: Element;
  /** The largest element with this post only: the text and what the program puts around it. */
  readonly container: Element;
  readonly author: string | undefined;
  readonly time: string | undefined;
  /** Where the author and time are told within the body: the part of it that tells them. */
  readonly head?: Element;
}

/** Of the most text that a mark has. */
const MIN_OF_MOST = 0.6;

/** The posts below a node, in document order. */
export function postsIn(root: ParentNode): { readonly posts: readonly Post[]; readonly isTelling: boolean } {
  const { bodies, isTelling } = bodiesIn(root);
  const counts = countsAbove(bodies, root);
  const posts = bodies.map((body) => postOf(body, root, counts)).filter((post) => !isOfForum(post));
  return { posts: withoutCopies(withoutLabels(posts)), isTelling };
}

/** Rules and welcomes beside the posts have no author. */
function isOfForum({ body, author }: Post): boolean {
  for (let up: ParentNode | null = body; up && isTag(up); up = up.parent)
    if (isSideColumn(up)) return author === undefined;
  return false;
}

export const isSideColumn = ({ name, attribs }: Element): boolean =>
  name === "aside" || attribs.role === "complementary" || sideColumn.test(attribs.class ?? "");

/** Characters of a label, such as "Posts". */
const MAX_LABEL = 20;

/** The heads of the columns, above and below the posts, may have a post's marks. */
function withoutLabels(posts: readonly Post[]): readonly Post[] {
  const key = ({ body, author, time }: Post) =>
    time === undefined && measureOf(body).text <= MAX_LABEL ? `${author ?? ""} ${lineOf(body)}` : undefined;
  const keys = posts.map(key);
  const counts = new Map<string | undefined, number>();
  for (const one of keys) counts.set(one, (counts.get(one) ?? 0) + 1);
  return posts.filter((_, at) => keys[at] === undefined || counts.get(keys[at]) === 1);
}

/** Characters; two people may write the same few words. */
const MIN_COPY = 60;

/** Some programs repeat the first post for machines: of the same texts, the one stays that says most of itself. */
function withoutCopies(posts: readonly Post[]): readonly Post[] {
  const signs = ({ author, time }: Post) => Number(author !== undefined) + Number(time !== undefined);
  const best = new Map<string, Post>();
  for (const post of posts) {
    const key = lineOf(post.body);
    const other = best.get(key);
    if (key.length >= MIN_COPY && (!other || signs(post) > signs(other))) best.set(key, post);
  }
  return posts.filter((post) => (best.get(lineOf(post.body)) ?? post) === post);
}

/** The elements of the mark that has the most text. */
function bodiesIn(root: ParentNode): { readonly bodies: readonly Element[]; readonly isTelling: boolean } {
  const found = bodyMarks.map((): Element[] => []);
  findFirst(root, (node) => {
    if (node.attribs === noAttributes) return false;
    const classes = new Set(exactClassesOf(node.attribs.class ?? ""));
    bodyMarks.forEach(({ isBody }, index) => {
      if (isBody(node, classes) && !isSignature(node)) found[index]?.push(node);
    });
    return false;
  });
  const groups = found.map(innermost);
  const sizes = groups.map((group) => group.reduce((sum, body) => sum + measureOf(body).text, 0));
  const most = Math.max(...sizes);
  // Of marks with much of the text, the earlier one is a program's own and closer to the text.
  const first = sizes.findIndex((size) => size >= Math.max(1, most * MIN_OF_MOST));
  const at = closestTo(groups, first);
  return { bodies: groups[at] ?? [], isTelling: bodyMarks[at]?.isTelling === true };
}

/** Of short posts, most of a wider part is what the program says: an earlier mark within each one has the text. */
function closestTo(groups: readonly (readonly Element[])[], at: number): number {
  const wider = new Set<ParentNode>(groups[at]);
  const widerOf = (body: Element) => (wider.has(body) ? body : closest(body, wider));
  const inner = groups.slice(0, Math.max(at, 0)).findIndex((group) => {
    const around = new Set(group.map(widerOf));
    return (
      group.length > 0 && group.length === wider.size && around.size === wider.size && !around.has(undefined)
    );
  });
  return inner === -1 ? at : inner;
}

/** A member's own words below each post, which some programs mark like a post's text. */
function isSignature(node: Element): boolean {
  if (signatureLine.test(firstText(node))) return true;
  for (let up: ParentNode | null = node; up && isTag(up); up = up.parent)
    if (signature.test(`${up.attribs.class ?? ""} ${up.attribs.id ?? ""}`)) return true;
  return false;
}

function firstText(node: ParentNode): string {
  for (const child of node.children) {
    const found = isText(child) ? child.data.trim() : isTag(child) ? firstText(child) : "";
    if (found !== "") return found;
  }
  return "";
}

/** Of the text of what surrounds each of several texts, so much is theirs. */
const MIN_INNER = 0.2;

/** Without those that only surround others, and without those inside a text. */
function innermost(found: readonly Element[]): readonly Element[] {
  const all = new Set<ParentNode>(found);
  const inside = new Map<ParentNode, Element[]>();
  for (const node of found) {
    const outer = closest(node, all);
    if (outer) addTo(inside, outer, node);
  }
  const around = kindsAround(found, inside);
  const isWrapper = (node: Element) =>
    textOfAll(inside.get(node) ?? []) > measureOf(node).text * 0.5 || around.has(kindOf(node));
  const kept = new Set<ParentNode>(found.filter((node) => !isWrapper(node)));
  return found.filter(
    (node) => kept.has(node) && closest(node, kept) === undefined && measureOf(node).text > 0,
  );
}

/** Adds an element to the list of a key. */
export function addTo<Key>(lists: Map<Key, Element[]>, key: Key, node: Element): void {
  const list = lists.get(key);
  if (list) list.push(node);
  else lists.set(key, [node]);
}

const kindOf = ({ name, attribs }: Element) => `${name} ${attribs.class ?? ""}`;
const textOfAll = (some: readonly Element[]) => some.reduce((sum, one) => sum + measureOf(one).text, 0);

/** The kinds of elements of which each holds one of the same other kind, as a program makes them around texts. */
function kindsAround(
  found: readonly Element[],
  inside: ReadonlyMap<ParentNode, readonly Element[]>,
): ReadonlySet<string> {
  const byKind = new Map<string, Element[]>();
  for (const node of found) addTo(byKind, kindOf(node), node);
  const isAround = (some: readonly Element[]): boolean => {
    const inner = some.map((node) => inside.get(node) ?? []);
    const [first] = inner.flat();
    const isOne = inner.every(
      ([one, ...more]) => one && first && more.length === 0 && kindOf(one) === kindOf(first),
    );
    return some.length > 1 && isOne && textOfAll(inner.flat()) >= textOfAll(some) * MIN_INNER;
  };
  return new Set([...byKind].filter(([, some]) => isAround(some)).map(([kind]) => kind));
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

/** An article may be a box around the text alone. */
const isSignedWithin = (body: Element, box: Element): boolean =>
  box.name !== "article" || (statedAuthor(body, box) ?? authorIn(placesBeside(body, box))) !== undefined;

function postOf(body: Element, root: ParentNode, counts: ReadonlyMap<ParentNode, number>): Post {
  let container = body;
  for (let up = body.parent; up && up !== root && isTag(up); up = up.parent) {
    if ((counts.get(up) ?? 0) > 1 || up.name === "body") break;
    container = up;
    // The only post of a page has no neighbour that would end it.
    if (counts.get(root) === 1 && landmarks.has(up.name) && isSignedWithin(body, up)) break;
  }
  const header = headerOf(container, counts);
  const beside = placesBeside(body, container);
  const above = header ? [header] : [];
  const author = statedAuthor(body, container) ?? authorIn(beside) ?? authorIn(above);
  const time = timeIn(beside) ?? timeIn(above);
  const head = author === undefined && time === undefined ? headIn(body) : undefined;
  return head
    ? { body, container, head, author: authorIn([head]), time: timeIn([head]) }
    : { body, container, author, time };
}

/** Characters of an author's name, a time and what a program says beside them. */
const MAX_HEAD = 160;

/** Some programs put who and when into what they mark as the text, before it. */
function headIn(body: Element): Element | undefined {
  for (let at = firstShown(body); at && at.name !== "blockquote" && at.name !== "p"; at = firstShown(at))
    if (measureOf(at).text <= MAX_HEAD && authorIn([at]) !== undefined && timeIn([at]) !== undefined)
      return at;
  return undefined;
}

/** The element that a text begins with. */
function firstShown({ children }: Element): Element | undefined {
  const first = children.find((child) =>
    isTag(child) ? measureOf(child).text > 0 : isText(child) && !isBlank(child.data),
  );
  return first && isTag(first) ? first : undefined;
}

/** Older programs write who and when in a row of its own above the text. */
function headerOf(container: Element, counts: ReadonlyMap<ParentNode, number>): Element | undefined {
  for (let before = container.prev; before; before = before.prev)
    if (isTag(before)) return counts.has(before) ? undefined : before;
  return undefined;
}
