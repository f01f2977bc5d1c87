import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { isBlank, oneLine, relink, textOf } from "../../../../html/dom.ts";
import { addTo, type Post } from "./posts.ts";

/** What stands under so many posts of one author is not written for each of them. */
const MIN_POSTS = 3;
/** Characters of a signature, of a line of it, and of all that follows the mark of one. */
const MIN_SIGNATURE = 8;
const MAX_LINE = 300;
const MAX_SIGNATURE = 500;
/** Lines of one signature. */
const MAX_LINES = 6;
/** What programs for mail put above a signature: https://www.rfc-editor.org/rfc/rfc3676#section-4.3 */
const mark = "--";
const blocks = new Set("p div ul ol table blockquote pre h1 h2 h3 h4 h5 h6 hr".split(" "));

/**
 * Removes the signatures that no name gives away: what follows the mark of one, and the lines that all posts of one author
 * end with. Returns the removed texts.
 */
export function dropSignatures(posts: readonly Post[]): readonly string[] {
  const byAuthor = new Map<string, Element[]>();
  for (const { body, author } of posts) if (author !== undefined) addTo(byAuthor, author, body);
  const marked = posts.flatMap(({ body }) => dropMarked(body));
  return [...marked, ...[...byAuthor.values()].flatMap(dropRepeated)];
}

interface Line {
  readonly nodes: readonly ChildNode[];
  readonly text: string;
}

/** The element with the lines of a text: programs put boxes around it. */
function textIn(body: Element): Element {
  const shown = body.children.filter((child) => isTag(child) || (isText(child) && !isBlank(child.data)));
  const [only] = shown;
  return only && shown.length === 1 && isTag(only) && only.name === "div" ? textIn(only) : body;
}

/** What stands between breaks, or in a block. */
function linesOf({ children }: ParentNode): readonly Line[] {
  const all: ChildNode[][] = [[]];
  for (const child of children) {
    if (!isTag(child) || !(child.name === "br" || blocks.has(child.name))) all.at(-1)?.push(child);
    else all.push(...(child.name === "br" ? [[]] : [[child], []]));
  }
  return all
    .map((nodes) => ({ nodes, text: oneLine(nodes.map(textOf).join("")) }))
    .filter(({ text }) => text !== "");
}

function remove(parent: ParentNode, lines: readonly Line[]): readonly string[] {
  const gone = new Set(lines.flatMap(({ nodes }) => nodes));
  relink(
    parent,
    parent.children.filter((child) => !gone.has(child)),
  );
  return lines.map(({ text }) => text);
}

function dropMarked(body: Element): readonly string[] {
  const parent = textIn(body);
  const lines = linesOf(parent);
  const at = lines.findLastIndex(beginsSignature);
  const rest = lines.slice(at);
  const length = rest.reduce((sum, { text }) => sum + text.length, 0);
  return at > 0 && length <= MAX_SIGNATURE ? remove(parent, rest) : [];
}

/** A paragraph may hold the mark and what follows it. */
function beginsSignature({ nodes, text }: Line): boolean {
  const [block] = nodes;
  const first = block && isTag(block) && block.name === "p" ? linesOf(block)[0]?.text : text;
  return first === mark;
}

/** Nothing where a post consists of such a line: its author wrote it there. */
function dropRepeated(bodies: readonly Element[]): readonly string[] {
  if (bodies.length < MIN_POSTS) return [];
  const texts = bodies.map((body) => ({ parent: textIn(body), lines: linesOf(textIn(body)) }));
  const line = (back: number) => new Set(texts.map(({ lines }) => lines.at(-1 - back)?.text));
  const most = Math.min(MAX_LINES, ...texts.map(({ lines }) => lines.length - 1));
  let same = 0;
  while (same < most && line(same).size === 1) same += 1;
  const signed = texts[0]?.lines.slice(-same).map(({ text }) => text) ?? [];
  const isShort = signed.every((text) => text.length <= MAX_LINE);
  if (same === 0 || !isShort || signed.join("").length < MIN_SIGNATURE) return [];
  return texts.flatMap(({ parent, lines }) => remove(parent, lines.slice(-same)));
}
