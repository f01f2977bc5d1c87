import type { Element } from "domhandler";
import { element, lineOf, text } from "../../html/dom.ts";
import type { Normalized, Part, Warning } from "../document.ts";
import { sanitizedHtml } from "./html.ts";

/** A section of a document that becomes a page, or all of it. */
export interface Section {
  /** The title path: "Guide › Install › Windows". */
  readonly title: string;
  readonly blocks: readonly Element[];
  /** Absent on the document's own page. */
  readonly part?: Part;
}

/**
 * Splits a page that is too long at its headings, as deep as necessary, and a section without headings between its
 * blocks. A single block is never cut, however long. Ids follow the headings' own ids, so that an edit elsewhere changes
 * none of them.
 *
 * @param maxBytes bytes of HTML that a page may have
 */
export function splitPage(title: string, blocks: readonly Element[], maxBytes: number): readonly Section[] {
  const sizes = new Map(blocks.map((block) => [block, Buffer.byteLength(sanitizedHtml([block])) + 1]));
  const sizeOf = (some: readonly Element[]) => some.reduce((sum, block) => sum + (sizes.get(block) ?? 0), 0);
  if (sizeOf(blocks) <= maxBytes) return [{ title, blocks }];
  const ids = new Set<string>();
  const [own, ...parts] = sharesOf({ title, blocks }, { maxBytes, sizeOf, ids });
  if (own && own.part === undefined) return [own, ...parts];
  // Without text before the first heading, the document's own page lists its sections.
  const rest = own ? [own, ...parts] : parts;
  return [{ title, blocks: [contentsOf(rest, title)] }, ...rest];
}

/** Warnings about how a document was split. */
export function splitWarnings(pages: readonly Pick<Normalized, "html">[], maxBytes: number): Warning[] {
  const long = pages.filter(({ html }) => Buffer.byteLength(html) > maxBytes).length;
  const kilobytes = `${Math.round(maxBytes / 1000)} kB`;
  const warnings: Warning[] = [];
  if (pages.length > 1) {
    const message = `More than ${kilobytes} of HTML: split at its headings into ${pages.length} pages.`;
    warnings.push({ code: "page-split", message });
  }
  if (long > 0) {
    const what = long === 1 ? "1 page is" : `${long} pages are`;
    const message = `${what} longer than ${kilobytes}: a single table, list or code block is not cut.`;
    warnings.push({ code: "page-long", message });
  }
  return warnings;
}

interface Splitting {
  readonly maxBytes: number;
  readonly sizeOf: (blocks: readonly Element[]) => number;
  readonly ids: Set<string>;
}

function* sharesOf(share: Section, splitting: Splitting): Generator<Section> {
  const { blocks, title } = share;
  if (blocks.length === 0) return;
  if (splitting.sizeOf(blocks) <= splitting.maxBytes) {
    yield share;
    return;
  }
  const starts = sectionStarts(blocks);
  if (starts.length === 0) {
    yield* chunks(share, splitting);
    return;
  }
  yield* sharesOf({ ...share, blocks: blocks.slice(0, starts[0]) }, splitting);
  for (const [index, start] of starts.entries()) {
    const heading = blocks[start];
    if (!heading) continue;
    const words = lineOf(heading);
    const section = { title: `${title} › ${words}`, blocks: blocks.slice(start + 1, starts[index + 1]) };
    const id = unique(idOf(heading, words), splitting.ids);
    yield* sharesOf({ ...section, part: { id, anchor: heading.attribs.id ?? id } }, splitting);
  }
}

/** Indexes of the highest headings. One without text under it does not start a page: it stays with the text before it. */
function sectionStarts(blocks: readonly Element[]): number[] {
  const levels = blocks.map(({ name }) => name).filter((name) => /^h[1-6]$/.test(name));
  const highest = levels.sort()[0];
  const isStart = (at: number) => blocks[at]?.name === highest;
  return blocks.flatMap((_, at) => (isStart(at) && at + 1 < blocks.length && !isStart(at + 1) ? [at] : []));
}

/** A section without headings, in pieces of as many blocks as fit. */
function* chunks(share: Section, { maxBytes, sizeOf, ids }: Splitting): Generator<Section> {
  let open: Element[] = [];
  let size = 0;
  let number = 0;
  const close = (): Section => {
    number += 1;
    const blocks = open;
    if (number === 1) return { ...share, blocks };
    const id = unique(`${share.part?.id ?? "page"}-${number}`, ids);
    const { anchor } = share.part ?? {};
    const title = `${share.title} (${number})`;
    return { title, blocks, part: { id, ...(anchor === undefined ? {} : { anchor }) } };
  };
  for (const block of share.blocks) {
    const more = sizeOf([block]);
    if (open.length > 0 && size + more > maxBytes) {
      yield close();
      open = [];
      size = 0;
    }
    open.push(block);
    size += more;
  }
  if (open.length > 0) yield close();
}

/** The heading's own id, else the id that most generators derive from its words. */
function idOf(heading: Element, words: string): string {
  return slug(heading.attribs.id ?? words) || "section";
}

const slug = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _.-]/gu, "")
    .trim()
    .replaceAll(" ", "-")
    .slice(0, 100);

function unique(id: string, taken: Set<string>): string {
  let free = id;
  for (let count = 1; taken.has(free); count += 1) free = `${id}-${count}`;
  taken.add(free);
  return free;
}

/** The titles of a document's first sections, without the document's own. */
function contentsOf(parts: readonly Section[], title: string): Element {
  const titles = parts.map((part) => part.title.slice(title.length + 3));
  const topmost = titles.filter((words) => !words.includes(" › ") && !/ \(\d+\)$/.test(words));
  const nearest = topmost.length > 0 ? topmost : titles;
  return element(
    "ul",
    {},
    nearest.map((words) => element("li", {}, [text(words)])),
  );
}
