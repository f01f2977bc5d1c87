import type { Element, ParentNode } from "domhandler";
import { FinIngestError } from "../errors.ts";
import { sha256 } from "../hash.ts";
import { oneLine } from "../html/dom.ts";
import { parseHtml } from "../html/parse.ts";
import { defaultMaxPageBytes } from "../limits.ts";
import { firstHeading, headingsOf, levelHeadings, onlyH1, topHeadings } from "./blocks/headings.ts";
import { buildBlocks } from "./blocks/walk.ts";
import { isHeldLoss, lossWarning, unexplainedLoss } from "./check/account/account.ts";
import { contentWarnings } from "./check/content.ts";
import { languageWarnings } from "./check/language.ts";
import { profileOf } from "./check/profile.ts";
import { countWords } from "./check/words.ts";
import { contentOf } from "./clean/index.ts";
import { titleOf, titleOverSection } from "./clean/main-content/title.ts";
import type { Document, Normalized, TextDocument, Warning } from "./document.ts";
import { isFileName, isTitleName, titleOfName } from "./names.ts";
import { unknownEncoding } from "./read/encoding.ts";
import { readDocument } from "./read/index.ts";
import type { ConvertedPage, ReadPage } from "./read/reader.ts";
import { Warnings } from "./warnings.ts";
import { sanitizedHtml } from "./write/html.ts";
import { markdownOf } from "./write/markdown/to-markdown.ts";
import { splitPage, splitWarnings } from "./write/split.ts";

export { selectorFault } from "./clean/main-content/selectors.ts";

/**
 * Any document as the pages that Fin reads: one, or several where it is long (`max_page_bytes`) or holds several things
 * (an API description's operations). The document's own page comes first; further ones have a `part`. Pure and
 * deterministic; never throws for a text in HTML, Markdown, MDX or without markup whose encoding can be told. The steps,
 * in the order of the folders:
 *
 *     read → clean → blocks → check → write
 *
 * @param converted what `convertFile` made of the document's file, where that was done before
 * @throws FinIngestError for a document that cannot be read as what it says it is: a damaged file, a scan without text, a
 * text in no encoding that makes words of it
 */
export async function normalizeDocument(
  document: Document,
  converted?: readonly ConvertedPage[],
): Promise<readonly Normalized[]> {
  const read: readonly ReadPage[] = converted ?? (await readDocument(document));
  refuseUnknownEncoding(read);
  const made = read.flatMap((page) => pagesOf(page, document).map((one) => withProgramOf(page, one)));
  const pages = withWarningsOf(document, made);
  const locale = document.options?.locale;
  return locale === undefined ? pages : Promise.all(pages.map((page) => inLocale(page, locale)));
}

/** Signs in place of letters would be answered from as if somebody had written them. */
function refuseUnknownEncoding(read: readonly ReadPage[]): void {
  const unknown = read.flatMap(({ warnings }) => warnings).find(({ code }) => code === unknownEncoding);
  if (unknown === undefined) return;
  throw new FinIngestError(`${unknown.message} Nothing of it is sent.`, {
    hint: "save the document as UTF-8; a web page may also declare its encoding (`<meta charset>`)",
  });
}

/**
 * A text as one page, however long, with warnings about what was dropped or changed and none about what is doubtful.
 * Normalising the result again (as `text/html`, with its title) gives the same HTML. Never throws.
 */
export async function normalize(document: TextDocument): Promise<Normalized> {
  return (await normalizeWithMarkdown(document)).page;
}

/** As `normalize`, with the page's Markdown when it is asked for: the same as `toMarkdown(page.html)`, in half its time. */
export async function normalizeWithMarkdown(
  document: TextDocument,
): Promise<{ page: Normalized; markdown(): string }> {
  const [read] = await readDocument(document);
  if (read === undefined) throw new Error(`${document.name}: a text is one page`);
  const draft = draftOf(read, document);
  return { page: written(draft), markdown: () => markdownOf(draft.blocks) };
}

/** One page that was read, as `normalize` finishes it. */
export function finishPage(read: ReadPage, document: Document): Normalized {
  return written(draftOf(read, document));
}

/**
 * The Markdown of a page's HTML, for people: previews, plans, diffs, exports. Any other HTML is brought into a page's
 * form first, so nothing that a page may not hold comes through.
 */
export function toMarkdown(html: string): string {
  const { blocks } = built({ html, warnings: [] }, { body: html, mediaType: "text/html", name: "" });
  return markdownOf(blocks);
}

/** A page of blocks, not checked nor written yet. */
interface Draft {
  readonly title: string;
  readonly blocks: readonly Element[];
  readonly warnings: readonly Warning[];
  readonly isPage: boolean;
  readonly asksPassword: boolean;
  /** Images without a description. */
  readonly droppedImages: number;
  /** The content before it became blocks. */
  readonly root: ParentNode;
  /** Elements of it that were left out. */
  readonly dropped: readonly Element[];
  readonly explained: readonly string[];
}

function draftOf(read: ReadPage, document: Document): Draft {
  const { blocks, content, warnings, dropped } = built(read, document);
  const headings = headingsOf(blocks);
  const stated = firstTitle([
    read.title,
    document.title,
    content.titles && titleOverSection(content.titles, onlyH1(headings)),
    onlyH1(headings),
    content.titles && titleOf(content.titles, topHeadings(headings)),
  ]);
  const guessed = firstTitle([headings.some(({ name }) => name === "h1") ? "" : read.label]);
  const title = stated ?? guessed ?? guessedTitle(document.name, firstHeading(headings));
  const droppedBefore = read.warnings.filter(({ code }) => code === "image-without-alt").length;
  return {
    title,
    blocks: levelHeadings(blocks, title, { isGuess: stated === undefined, isPage: content.isPage }),
    warnings: [...read.warnings, ...warnings.all()],
    isPage: content.isPage,
    asksPassword: content.asksPassword,
    droppedImages: warnings.counted("image-without-alt") + droppedBefore,
    root: content.root,
    dropped,
    explained: [...(read.explained ?? []), ...warnings.explained()],
  };
}

function built(read: ReadPage, document: Document) {
  const warnings = new Warnings();
  const content = contentOf(read, document, warnings);
  const dropped: Element[] = [];
  const blocks = buildBlocks(content.root, { ...content, warnings, dropped });
  return { blocks, content, warnings, dropped };
}

function firstTitle(candidates: readonly (string | undefined)[]): string | undefined {
  return candidates.map((title) => oneLine(title ?? "")).find((title) => title !== "");
}

/** From a document that states no title: a wiki's file name, the first heading, any other file name; a source's own name as it is. */
function guessedTitle(name: string, heading: string | undefined): string {
  const words = titleOfName(name);
  return firstTitle([isFileName(name) && !isTitleName(name) ? heading : undefined, words]) ?? "Untitled";
}

/** What is read as one page, as one or, where it is too long for one, as several: its own first. */
function pagesOf(read: ReadPage, document: Document): readonly Normalized[] {
  const { part } = read;
  if (!part) return accounted(draftOf(read, document), read, document);
  const draft = draftOf({ ...read, title: part.title }, document);
  return splitDraft(draft, document).map((page) => ({
    ...page,
    part: { ...page.part, id: page.part ? `${part.id}-${page.part.id}` : part.id },
  }));
}

/** The pages of a draft, with what it lost without a reason. */
function accounted(draft: Draft, read: ReadPage, document: Document): readonly Normalized[] {
  const loss = unexplainedLoss({
    ...draft,
    source: read.source,
    wholeTree: () => parseHtml(read.html).tree,
  });
  if (loss === undefined) return splitDraft(draft, document);
  const { words, of, begin } = loss;
  const [own, ...parts] = splitDraft(
    { ...draft, warnings: [...draft.warnings, lossWarning(loss)] },
    document,
  );
  if (own === undefined || !isHeldLoss(loss)) return own ? [own, ...parts] : [];
  const hash = sha256(document.body).slice(0, 12);
  return [{ ...own, lost: { words, of, begin, hash } }, ...parts];
}

const withProgramOf = ({ madeWith }: ReadPage, page: Normalized): Normalized =>
  madeWith === undefined ? page : { ...page, madeWith };

/** What the source left out is said once, of the document's own page. */
function withWarningsOf(
  { warnings }: Document,
  [own, ...parts]: readonly Normalized[],
): readonly Normalized[] {
  if (own === undefined) return [];
  return [warnings ? { ...own, warnings: [...warnings, ...own.warnings] } : own, ...parts];
}

function splitDraft(draft: Draft, { options }: Document): readonly Normalized[] {
  const maxBytes = options?.maxPageBytes ?? defaultMaxPageBytes;
  const whole = written(draft);
  if (Buffer.byteLength(whole.html) <= maxBytes) return [checked(whole, draft)];
  const pages = splitPage(draft.title, draft.blocks, maxBytes).map(({ title, blocks, part }): Normalized => {
    const own = { ...draft, title, blocks: part ? levelHeadings(blocks, title) : blocks, droppedImages: 0 };
    const page = checked(written({ ...own, warnings: [] }), own);
    return part ? { ...page, part } : page;
  });
  const warnings = [...draft.warnings, ...splitWarnings(pages, maxBytes)];
  return pages.map((page) => (page.part ? page : { ...page, warnings: [...warnings, ...page.warnings] }));
}

function written({ title, blocks, warnings }: Draft): Normalized {
  return { title, html: sanitizedHtml(blocks), words: countWords(blocks), warnings };
}

/** A page with what makes it doubtful. */
function checked(page: Normalized, draft: Draft): Normalized {
  const { title, words, warnings } = page;
  const profile = profileOf(draft.blocks, { ...draft, title, words });
  return { ...page, warnings: [...warnings, ...contentWarnings(profile)] };
}

async function inLocale(page: Normalized, locale: string): Promise<Normalized> {
  const warnings = await languageWarnings(page.html, locale);
  return warnings.length === 0 ? page : { ...page, warnings: [...page.warnings, ...warnings] };
}
