import type { Element } from "domhandler";
import { findFirst, oneLine } from "../html/dom.ts";
import { parseHtml } from "../html/parse.ts";
import { defaultMaxPageBytes } from "../limits.ts";
import { findTabs } from "./blocks/tabs.ts";
import { buildBlocks } from "./blocks/walk.ts";
import { contentWarnings } from "./check/content.ts";
import { profileOf } from "./check/profile.ts";
import { countWords } from "./check/words.ts";
import { headingsOf, onlyH1, settleHeadings, topHeadings } from "./clean/headings.ts";
import { linksOf } from "./clean/links.ts";
import { dropBoilerplate, extractMain } from "./clean/main-content/extract.ts";
import { removeExcluded, statedContent } from "./clean/main-content/selectors.ts";
import { placeStreamedParts } from "./clean/main-content/streamed.ts";
import { pageTitles, titleOf } from "./clean/main-content/title.ts";
import { sanitizedHtml } from "./clean/sanitize.ts";
import { liftInertPage, liftLoadingGuard } from "./clean/visibility/loading-guard.ts";
import { pruneHidden } from "./clean/visibility/prune.ts";
import type { Document, Normalized, Warning } from "./document.ts";
import { WarningCounts } from "./warnings.ts";
import { splitPage, splitWarnings } from "./write/split.ts";

/** HTML on its way to a page. */
export interface RawPage {
  readonly html: string;
  /** A title that beats all others: the front matter's. */
  readonly title?: string | undefined;
  readonly warnings: readonly Warning[];
  /** Whether it may be a whole page, with boilerplate around its content. */
  readonly mayBePage: boolean;
}

const beforePage = /(?:\s+|<\?xml[^>]*>|<!--[\s\S]*?-->)/y;
const pageStart = /<(?:!doctype|html|head|body|title|meta|link)[\s>/]/iy;

/** Bounded, so that the time it takes is linear. */
const passwordField = /<input\b[^>]{0,400}\btype\s{0,9}=\s{0,9}["']?password\b/i;

/** A page starts with what only a page has; anything else is a fragment, which is left whole. */
function startsAsPage(html: string): boolean {
  beforePage.lastIndex = 0;
  let at = 0;
  while (beforePage.test(html)) at = beforePage.lastIndex;
  pageStart.lastIndex = at;
  return pageStart.test(html);
}

/** Finishes what any format's renderer made: main content, normal form, title, links, sanitising. Never throws. */
export function finishHtml(raw: RawPage, document: Document): Normalized {
  return bare(pageOf(raw, document));
}

/** The same, with the tree that the HTML was written from, for those who write something else from it too. */
export function finishTree(
  raw: RawPage,
  document: Document,
): { page: Normalized; blocks: readonly Element[] } {
  const built = pageOf(raw, document);
  return { page: bare(built), blocks: built.blocks };
}

/** The same as one page or, where it is too long for one, as several: the document's own first. Never throws. */
export function finishPages(raw: RawPage, document: Document): readonly Normalized[] {
  const built = pageOf(raw, document);
  const page = bare(built);
  const maxBytes = document.options?.maxPageBytes ?? defaultMaxPageBytes;
  if (Buffer.byteLength(page.html) <= maxBytes) return [withWarnings(page, built)];
  const shares = splitPage(built.title, built.blocks, maxBytes);
  const pages = shares.map(({ title, blocks, part }): Normalized => {
    const settled = part ? settleHeadings(blocks, title) : blocks;
    const html = sanitizedHtml(settled);
    const page = { title, html, words: countWords(settled), warnings: [], ...(part ? { part } : {}) };
    return withWarnings(page, { ...built, title, blocks: settled, imagesLeftOut: 0 });
  });
  const warnings = [...built.warnings, ...splitWarnings(pages, maxBytes)];
  return pages.map((page) => (page.part ? page : { ...page, warnings: [...warnings, ...page.warnings] }));
}

/** A page with what is doubtful about it. */
function withWarnings(page: Normalized, built: BuiltPage): Normalized {
  const { title, words, warnings } = page;
  const profile = profileOf(built.blocks, { ...built, title, words });
  return { ...page, warnings: [...warnings, ...contentWarnings(profile)] };
}

const bare = ({ title, blocks, warnings }: BuiltPage): Normalized => ({
  title,
  html: sanitizedHtml(blocks),
  words: countWords(blocks),
  warnings,
});

interface BuiltPage {
  readonly title: string;
  readonly blocks: readonly Element[];
  readonly warnings: readonly Warning[];
  readonly isPage: boolean;
  readonly asksPassword: boolean;
  /** Images without a description. */
  readonly imagesLeftOut: number;
}

/** The same as a tree, for those who write something other than HTML from it. */
function pageOf(raw: RawPage, document: Document): BuiltPage {
  const notes = new WarningCounts();
  const { html } = raw;
  const parsed = parseHtml(html);
  const { tree, flattened } = parsed;
  notes.addMany("depth-flattened", flattened);
  const isPage = raw.mayBePage && startsAsPage(html);
  if (isPage) {
    const body = findFirst(tree, ({ name }) => name === "body") ?? tree;
    placeStreamedParts(body);
    liftLoadingGuard(body, html);
    liftInertPage(body, html);
  }
  const tabs = findTabs(tree, html);
  pruneHidden(parsed, { tabs, notes, isPage });
  if (raw.mayBePage) removeExcluded(tree, document.options, notes);
  const titles = isPage ? pageTitles(parsed) : undefined;
  const links = linksOf(document, notes, isPage ? parsed.found.base : undefined);
  const stated = raw.mayBePage ? statedContent(tree, document.options, notes) : undefined;
  if (stated) dropBoilerplate(stated, parsed.found, notes);
  const root = stated ?? (isPage ? extractMain(parsed, notes) : tree);
  const blocks = buildBlocks(root, { links, notes, tabs, isPage });
  const headings = headingsOf(blocks);
  const title = firstTitle([
    raw.title,
    document.title,
    onlyH1(headings),
    titles && titleOf(titles, topHeadings(headings)),
    document.name,
  ]);
  const foreignImages = raw.warnings.filter(({ code }) => code === "image-without-alt").length;
  return {
    title,
    blocks: settleHeadings(blocks, title),
    warnings: [...raw.warnings, ...notes.warnings()],
    isPage,
    asksPassword: isPage && passwordField.test(html),
    imagesLeftOut: notes.count("image-without-alt") + foreignImages,
  };
}

function firstTitle(candidates: readonly (string | undefined)[]): string {
  return candidates.map((title) => oneLine(title ?? "")).find((title) => title !== "") ?? "Untitled";
}

/** Reads HTML that is a page's already, or any other, into the normal form. */
export function fragmentBlocks(html: string): Element[] {
  const notes = new WarningCounts();
  const parsed = parseHtml(html);
  const { tree } = parsed;
  const tabs = findTabs(tree, html);
  pruneHidden(parsed, { tabs, notes, isPage: false });
  return buildBlocks(tree, { links: linksOf({}, notes), notes, tabs, isPage: false });
}
