import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { contains, findFirst, isBlank, lineOf, relink } from "../../../html/dom.ts";
import { measureOf, takeOut } from "./measure.ts";
import { isHeadOfSection } from "./part-kinds.ts";

/** Characters of a line that says something. */
const MIN_SENTENCE = 60;
const MAX_LEAD = 1000;
/** Of a line, the part in links. */
const MAX_LINKED = 0.3;
/** Elements around the title that are looked at. */
const MAX_LEVELS = 5;
const never = new Set("form nav menu table pre aside footer dialog".split(" "));

/**
 * Moves the sentences beside the page's title into the content, where the title stands outside of it: pages begin with a
 * picture, the title and what the page is about, in a part of its own before the text. A manual page has a section there,
 * with a heading, that says in a line what the command does.
 */
export function takeLeadIn(body: ParentNode, root: ParentNode): void {
  if (root === body) return;
  takeHeadIn(root);
  if (findFirst(root, ({ name }) => name === "h1")) return;
  const titles: Element[] = [];
  findFirst(body, (one) => {
    if (one.name === "h1") titles.push(one);
    return false;
  });
  const [title] = titles;
  if (!title || titles.length > 1) return;
  const lead = leadBeside(title, root);
  if (lead.length === 0 || !isBefore(title, root)) return;
  for (const line of lead) takeOut(line);
  relink(root, [...lead, ...root.children]);
}

/** The head of the section that the content is the rest of. */
function takeHeadIn(root: ParentNode): void {
  let head = isTag(root) ? root.prev : null;
  while (head && !(isTag(head) && measureOf(head).text > 0)) head = head.prev;
  if (!head || !isTag(head) || head.name !== "header" || !isHeadOfSection(head)) return;
  takeOut(head);
  relink(root, [head, ...root.children]);
}

function leadBeside(title: Element, root: ParentNode): Element[] {
  let part: ParentNode | null = title.parent;
  for (let level = 0; part && isTag(part) && level < MAX_LEVELS && !contains(part, root); level += 1) {
    const lines = sectionIn(part) ?? sentencesIn(part);
    const length = lines.reduce((sum, line) => sum + measureOf(line).text, 0);
    if (length > MAX_LEAD) return [];
    if (length > 0) return lines;
    part = part.parent;
  }
  return [];
}

/** The heading right behind the title, and the text below it; undefined where there is none. */
function sectionIn(part: Element): Element[] | undefined {
  const children = part.children.filter(isTag).filter((child) => measureOf(child).text > 0);
  const [title, heading, ...texts] = children;
  if (title?.name !== "h1" || heading?.name !== "h2" || texts.length === 0) return undefined;
  const isText = texts.every(
    (one) => !never.has(one.name) && measureOf(one).linked <= measureOf(one).text * MAX_LINKED,
  );
  return isText ? [heading, ...texts] : undefined;
}

function sentencesIn(node: Element): Element[] {
  if (never.has(node.name)) return [];
  const { text, linked } = measureOf(node);
  const isLine = node.children.some((child) => isText(child) && !isBlank(child.data));
  if (isLine || node.name === "p")
    return lineOf(node).length >= MIN_SENTENCE && linked <= text * MAX_LINKED && node.name !== "h1"
      ? [node]
      : [];
  return node.children.filter(isTag).flatMap(sentencesIn);
}

/** In the order of the document. */
function isBefore(node: Element, root: ParentNode): boolean {
  let at: Element = node;
  while (at.parent && isTag(at.parent) && !contains(at.parent, root)) at = at.parent;
  for (let next = at.next; next; next = next.next) if (isTag(next) && contains(next, root)) return true;
  return false;
}
