import { type Element, isTag, type ParentNode } from "domhandler";
import { lineOf } from "../../html/dom.ts";

const MAX_TOP_HEADINGS = 5;
/** Elements that can contain headings. */
const containers = new Set([
  "blockquote",
  "ul",
  "ol",
  "li",
  "dl",
  "dd",
  "table",
  "thead",
  "tbody",
  "tr",
  "td",
  "th",
]);

export function headingsOf(blocks: readonly Element[]): Element[] {
  const found: Element[] = [];
  for (const block of blocks) collect(block, found);
  return found;
}

/** `h1` to `h6`, but not `hr`. */
function isHeading(name: string): boolean {
  const digit = name.charCodeAt(1);
  return name.length === 2 && name.charCodeAt(0) === 0x68 && digit > 0x30 && digit < 0x37;
}

function collect(node: ParentNode & Element, found: Element[]): void {
  if (isHeading(node.name)) found.push(node);
  else if (containers.has(node.name))
    for (const child of node.children) if (isTag(child)) collect(child, found);
}

/** The text of the first of several h1, else of the first heading. */
export function firstHeading(headings: readonly Element[]): string | undefined {
  const first = headings.find(({ name }) => name === "h1") ?? headings[0];
  return first && lineOf(first);
}

/** The text of the only h1; undefined when there are several, because then what the source states is the title. */
export function onlyH1(headings: readonly Element[]): string | undefined {
  const found = headings.filter(({ name }) => name === "h1");
  return found.length === 1 && found[0] ? lineOf(found[0]) : undefined;
}

/** Headings that may be the title: the first one, then each h1. */
export function topHeadings(headings: readonly Element[]): string[] {
  const top = headings.filter(({ name }, index) => index === 0 || name === "h1");
  return top.slice(0, MAX_TOP_HEADINGS).map(lineOf);
}

/**
 * The title of a page is not part of its body: an h1, a first heading or a first line that repeats it is removed. The other headings
 * start at h2 and skip no level: each is one level below the nearest heading before it that it was below. Changes the
 * blocks given.
 *
 * @param isGuess the title was taken from a heading, which stays unless it begins the page
 * @param isPage a page of a site, which may print its title as a line
 */
export function levelHeadings(
  blocks: readonly Element[],
  title: string,
  { isGuess = false, isPage = false } = {},
): Element[] {
  const first = blocks.find(({ name }) => name !== "hr");
  const repeated = blocks.find(
    (block) =>
      ((block.name === "h1" && !isGuess) || block === first) &&
      (isTitle(block, title) || (isPage && block.name === "p" && blocks.length > 1 && isLine(block, title))),
  );
  const others = blocks.filter((block) => block !== repeated);
  // A head and the text below it may each begin with the title.
  const isTwice = repeated !== undefined && others[0] !== undefined && isTitle(others[0], title);
  const body = isTwice ? others.slice(1) : others;
  const above: number[] = [];
  for (const heading of headingsOf(body)) {
    const level = Number(heading.name.slice(1));
    while ((above.at(-1) ?? 0) >= level) above.pop();
    above.push(level);
    heading.name = `h${Math.min(above.length + 1, 6)}`;
  }
  return withoutIdleRules(body);
}

const isTitle = (block: Element, title: string): boolean => isHeading(block.name) && isLine(block, title);

const isLine = (block: Element, words: string): boolean =>
  lineOf(block).toLowerCase() === words.toLowerCase();

/** A rule at the start or end of a page, or behind another rule, separates nothing. */
function withoutIdleRules(blocks: readonly Element[]): Element[] {
  const first = blocks.findIndex(({ name }) => name !== "hr");
  const last = blocks.findLastIndex(({ name }) => name !== "hr");
  if (first === -1) return [];
  return blocks
    .slice(first, last + 1)
    .filter(({ name }, index, all) => name !== "hr" || all[index - 1]?.name !== "hr");
}
