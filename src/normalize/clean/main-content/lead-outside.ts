import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { contains, findAll, findFirst, isBlank, lineOf, oneLine, relink } from "../../../html/dom.ts";
import { measureOf, takeOut } from "./measure.ts";
import { holdsSentences, isHeadOfSection } from "./part-kinds.ts";

/** Characters of a line that says something. */
const MIN_SENTENCE = 60;
const MAX_LEAD = 2000;
/** Of a line, the part in links. */
const MAX_LINKED = 0.3;
/** Elements around the title that are looked at. */
const MAX_LEVELS = 5;
/** Characters: a shorter heading may be in any title. */
const MIN_TITLE = 15;
const titles = new Set(["h1", "h2", "h3"]);
const never = new Set("form nav menu table pre aside footer dialog".split(" "));

/** What a page says of itself, for browsers and search engines. */
interface OfItself {
  /** `<title>` */
  readonly stated: string;
  /** The same words right below the title are a lead, however short they are. */
  readonly description: string | undefined;
}

/**
 * Moves what the page is about into the content, where its title stands outside of it: the sentences beside the title, in a
 * part of their own, or else those between the title and the text. A manual page has a section there, with a heading, that
 * says in a line what the command does.
 */
export function takeLeadIn(body: ParentNode, root: ParentNode, { stated, description }: OfItself): void {
  if (root === body) return;
  takeHeadIn(root);
  if (!takeSentencesIn(body, root, stated)) takeDescriptionIn(body, root, oneLine(description ?? ""));
}

function takeSentencesIn(body: ParentNode, root: ParentNode, stated: string): boolean {
  const found = findAll(body, ({ name }) => titles.has(name));
  if (found.some((one) => one.name === "h1" && contains(root, one))) return false;
  for (const title of titlesBefore(found, root, stated.toLowerCase())) {
    const beside = leadBeside(title, root);
    const lead =
      beside.length > 0 ? beside : shortEnough((partsBetween(title, root) ?? []).flatMap(sentencesIn));
    if (lead.length === 0) continue;
    for (const line of lead) takeOut(line);
    relink(root, [...lead, ...root.children]);
    return true;
  }
  return false;
}

/** Editors of help centres have a field for it, and print it right below the title. */
function takeDescriptionIn(body: ParentNode, root: ParentNode, description: string): void {
  if (description === "") return;
  const line = findFirst(body, (one) => isBelowTitle(one) && lineOf(one) === description);
  if (!line || never.has(line.name) || contains(root, line) || !partsBetween(line, root)) return;
  takeOut(line);
  relink(root, [line, ...root.children]);
}

function isBelowTitle({ prev }: Element): boolean {
  let at = prev;
  while (at && !isTag(at)) at = at.prev;
  return at?.name === "h1";
}

/** The head of the section that the content is the rest of. */
function takeHeadIn(root: ParentNode): void {
  let head = isTag(root) ? root.prev : null;
  while (head && !(isTag(head) && measureOf(head).text > 0)) head = head.prev;
  if (!head || !isTag(head) || head.name !== "header" || !isHeadOfSection(head)) return;
  takeOut(head);
  relink(root, [head, ...root.children]);
}

/** What may be the page's title: a heading that it states as such, unless the content has one, and its only h1. */
function titlesBefore(found: readonly Element[], root: ParentNode, stated: string): Element[] {
  const isBefore = (one: Element) => partsBetween(one, root) !== undefined;
  const named = found.filter(
    (one) => lineOf(one).length >= MIN_TITLE && stated.includes(lineOf(one).toLowerCase()),
  );
  const last = named.some((one) => contains(root, one)) ? undefined : named.findLast(isBefore);
  const [only, ...more] = found.filter(({ name }) => name === "h1");
  return [last, more.length === 0 ? only : undefined].flatMap((one) => (one && isBefore(one) ? [one] : []));
}

function leadBeside(title: Element, root: ParentNode): Element[] {
  let part: ParentNode | null = title.parent;
  for (let level = 0; part && isTag(part) && level < MAX_LEVELS && !contains(part, root); level += 1) {
    const lines = sectionIn(part) ?? sentencesIn(part);
    if (lines.length > 0) return shortEnough(lines);
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

/** Nothing where they are too long to be a lead. */
function shortEnough(lines: Element[]): Element[] {
  const length = lines.reduce((sum, line) => sum + measureOf(line).text, 0);
  return length > MAX_LEAD ? [] : lines;
}

function sentencesIn(node: Element): Element[] {
  const { text, linked } = measureOf(node);
  if (text === 0 || never.has(node.name)) return [];
  if (node.name === "ul" || node.name === "ol")
    return holdsSentences(node) && linked <= text * MAX_LINKED ? [node] : [];
  const isLine = node.children.some((child) => isText(child) && !isBlank(child.data));
  if (isLine || node.name === "p")
    return lineOf(node).length >= MIN_SENTENCE && linked <= text * MAX_LINKED && node.name !== "h1"
      ? [node]
      : [];
  return node.children.filter(isTag).flatMap(sentencesIn);
}

/** The elements between the two, in the order of the document; undefined where the title is not before the content. */
function partsBetween(title: Element, root: ParentNode): Element[] | undefined {
  const parts: Element[] = [];
  let at = title;
  while (at.parent && isTag(at.parent) && !contains(at.parent, root)) {
    parts.push(...tagsBehind(at));
    at = at.parent;
  }
  const behind = tagsBehind(at);
  const index = behind.findIndex((next) => contains(next, root));
  const around = behind[index];
  if (!around) return undefined;
  parts.push(...behind.slice(0, index));
  for (let within: ParentNode = around; within !== root; ) {
    const inner: Element[] = within.children.filter(isTag);
    const next = inner.findIndex((one) => contains(one, root));
    parts.push(...inner.slice(0, next));
    within = inner[next] ?? root;
  }
  return parts;
}

function tagsBehind(node: Element): Element[] {
  const found: Element[] = [];
  for (let next = node.next; next; next = next.next) if (isTag(next)) found.push(next);
  return found;
}
