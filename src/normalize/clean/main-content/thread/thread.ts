import { Document, type Element, isText, type ParentNode } from "domhandler";
import { detach, element, findFirst, lineOf, relink, text } from "../../../../html/dom.ts";
import { visibleLine } from "../../../vocabulary/dropped.ts";
import type { Warnings } from "../../../warnings.ts";
import { measure, measureOf } from "../measure.ts";
import type { PageTitles } from "../title.ts";
import { dropFurniture } from "./furniture.ts";
import { openingPost, writtenOutside } from "./outside.ts";
import { type Post, postsIn } from "./posts.ts";
import { tellingMarks } from "./programs.ts";
import { dropRepeatedQuotes } from "./quotes.ts";
import { dropSignatures } from "./signatures.ts";

/** Of the posts, so many must say who wrote them or when: otherwise the names mean something else. */
const MIN_SIGNED = 0.6;
/** Written text outside the posts, as a share of theirs: more than this is content of another kind. */
const MAX_OUTSIDE = 0.3;
/** The same where the page says that it is a discussion and a forum's program marks the posts: summaries, rules. */
const MAX_OUTSIDE_FORUM = 1;
/** In characters, for a thread of few words. */
const MAX_OUTSIDE_SHORT = 300;
const MAX_OUTSIDE_SHORT_FORUM = 600;

interface WholePage {
  readonly html: string;
  /** It says so: see isForum. */
  readonly isDiscussion: boolean;
  readonly titles: PageTitles;
}

interface Thread {
  readonly root: Document;
  /** Undefined where no heading is known to be the thread's. */
  readonly title: string | undefined;
}

/**
 * The posts of a discussion, in order, each under its author and time; undefined where a page is not one. What the program
 * adds to a post (panels of the member, signatures, buttons) is left out, and so are quotations of posts that are on the
 * page themselves. A page is a discussion where it says so, its posts are signed, and little is written elsewhere.
 */
export function threadOf(
  body: ParentNode,
  { html, isDiscussion, titles }: WholePage,
  warnings: Warnings,
): Thread | undefined {
  if (!isDiscussion && !tellingMarks.test(html)) return undefined;
  measure(body);
  const { posts: marked, isTelling } = postsIn(body);
  if (!isSigned(marked) || !(isDiscussion || (isTelling && marked.length > 1))) return undefined;
  const opening = isDiscussion && !isTelling ? openingPost(body, marked) : undefined;
  const posts = opening ? [opening, ...marked] : marked;
  const isOfForum = isDiscussion && isTelling;
  const short = posts.length < 2 ? 0 : isOfForum ? MAX_OUTSIDE_SHORT_FORUM : MAX_OUTSIDE_SHORT;
  const most = Math.max(short, lengthOf(posts) * (isOfForum ? MAX_OUTSIDE_FORUM : MAX_OUTSIDE));
  if (writtenOutside(body, posts) > most) return undefined;
  for (const { head } of posts) if (head) detach(head);
  const bodies = posts.map((post) => post.body);
  const removed = [
    ...bodies.flatMap((one) => dropFurniture(one)),
    ...dropRepeatedQuotes(bodies),
    ...dropSignatures(posts),
  ];
  for (const one of removed) warnings.explain(one);
  warnings.countMany("boilerplate-dropped", posts.length);
  const title = titleOf(body, titles);
  const root = new Document([]);
  relink(root, posts.flatMap(shown));
  return { root, title };
}

/**
 * The heading of a thread, without labels such as "Solved": it is part of what the page states as its title, or its only
 * h1.
 */
function titleOf(body: ParentNode, { stated, short = "" }: PageTitles): string | undefined {
  const line = stated.toLowerCase();
  const h1s: string[] = [];
  const answers = new Set<string>();
  let best = "";
  findFirst(body, (node) => {
    if (!/^h[1-3]$/.test(node.name)) return false;
    const all = visibleLine(node);
    if (node.name === "h1") h1s.push(all);
    if (/^re: /i.test(all)) answers.add(all.slice("re: ".length));
    const own = node.children.filter((child) => isText(child) && child.data.trim() !== "").map(lineOf);
    for (const words of [all, ...own])
      if (words.length > best.length && line.includes(words.toLowerCase())) best = words;
    return false;
  });
  if (answers.has(best)) return best;
  // A shorter heading beside the title is the name of the place.
  if (best !== "") return best.length < short.length && !short.includes(best) ? short : best;
  const [only = ""] = h1s;
  return h1s.length === 1 && isMostlyIn(only, line) ? only : undefined;
}

/** A title that was edited after `<title>` was made, rather than a site's name. */
function isMostlyIn(words: string, line: string): boolean {
  const all = words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return all.filter((word) => line.includes(word)).length > all.length / 2;
}

const lengthOf = (posts: readonly Post[]): number =>
  posts.reduce((sum, { body }) => sum + measureOf(body).text, 0);

function isSigned(posts: readonly Post[]): boolean {
  const signed = posts.filter(({ author, time }) => author !== undefined || time !== undefined);
  return posts.length > 0 && signed.length >= posts.length * MIN_SIGNED;
}

/** A post as a section: who and when is its heading, so a long thread can be split at its posts. */
function shown({ body, author, time }: Post): Element[] {
  const block = element("div", undefined, []);
  relink(block, body.children);
  const line = [author, time].filter((part) => part !== undefined).join(", ");
  if (line === "") return [block];
  lowerHeadings(block);
  return [element("h2", undefined, [text(line)]), block];
}

/** So that they are below the post's own. */
function lowerHeadings(block: Element): void {
  findFirst(block, (node) => {
    const level = /^h([1-6])$/.exec(node.name)?.[1];
    if (level !== undefined) node.name = `h${Math.min(6, Number(level) + 2)}`;
    return false;
  });
}
