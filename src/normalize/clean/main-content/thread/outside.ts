import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { findFirst } from "../../../../html/dom.ts";
import { measureOf } from "../measure.ts";
import { isSideColumn, type Post } from "./posts.ts";
import { authorIn, timeIn } from "./signs.ts";

/** What a page says outside the posts of its thread. */

/** Characters; a shorter line may be the site's. */
const MIN_LINE = 50;
/** Of the text outside the posts. */
const MIN_OPENING = 0.8;

const isElsewhere = (node: Element) => elsewhere.has(node.name) || isSideColumn(node);
const elsewhere = new Set("nav footer form dialog a script style noscript template".split(" "));

/** Characters of the lines below a node that belong to no post, nor to the site around them. */
export function writtenOutside(node: ParentNode, posts: readonly Post[]): number {
  const containers = new Set<ParentNode>(posts.map(({ container }) => container));
  const sum = (parent: ParentNode): number => {
    let all = 0;
    for (const child of parent.children) {
      if (isText(child)) all += lineLength(child.data);
      else if (isTag(child) && !containers.has(child) && !isElsewhere(child)) all += sum(child);
    }
    return all;
  };
  return sum(node);
}

const lineLength = (data: string): number => {
  const { length } = data.trim();
  return length >= MIN_LINE ? length : 0;
};

const blocks = new Set("p ul ol pre table blockquote h2 h3 h4 h5 h6".split(" "));
const paragraphs = new Set("p pre blockquote".split(" "));

/** Characters of the paragraphs below a node that belong to no post, however short, and are no links. */
function paragraphsOutside(node: ParentNode, containers: ReadonlySet<ParentNode>): number {
  let all = 0;
  for (const child of node.children) {
    if (!isTag(child) || containers.has(child) || isElsewhere(child)) continue;
    const { text, linked } = measureOf(child);
    all += paragraphs.has(child.name) ? text - linked : paragraphsOutside(child, containers);
  }
  return all;
}

/**
 * The post that begins a thread, where its program marks only the answers: what is written before them, by somebody who is
 * named beside it. Undefined where no such text stands alone, or nobody has signed it.
 */
export function openingPost(root: ParentNode, posts: readonly Post[]): Post | undefined {
  const containers = new Set<ParentNode>(posts.map((post) => post.container));
  const holdsPosts = (node: Element) =>
    containers.has(node) || findFirst(node, (one) => containers.has(one)) !== undefined;
  const size = (node: ParentNode) => paragraphsOutside(node, containers);
  const childWith = (parent: ParentNode, least: number): Element | undefined =>
    parent.children.filter(isTag).find((child) => !isElsewhere(child) && size(child) >= Math.max(1, least));
  const most = size(root) * MIN_OPENING;
  let container = childWith(root, most);
  while (container && holdsPosts(container) && !containers.has(container))
    container = childWith(container, most);
  if (!container || containers.has(container)) return undefined;
  // Of what is written in it nothing is left out.
  const whole = size(container);
  let body = container;
  for (let inner: Element | undefined = body; inner && !isWritten(body); inner = childWith(body, whole))
    body = inner;
  return placesBefore(body).some(holdsPosts) ? undefined : signed(body, container);
}

/** Whether an element has lines or blocks of a text, and not only boxes. */
const isWritten = ({ children }: Element): boolean =>
  children.some((child) =>
    isText(child) ? lineLength(child.data) > 0 : isTag(child) && blocks.has(child.name),
  );

function signed(body: Element, container: Element): Post | undefined {
  for (const place of placesBefore(body)) {
    const author = authorIn([place]);
    if (author !== undefined) return { body, container, author, time: timeIn([place]) };
  }
  return undefined;
}

/** What stands before an element, the nearest first. */
function placesBefore(node: Element): readonly Element[] {
  const places: Element[] = [];
  for (let at: ParentNode | null = node; at && isTag(at); at = at.parent)
    for (let before = at.prev; before; before = before.prev) if (isTag(before)) places.push(before);
  return places;
}
