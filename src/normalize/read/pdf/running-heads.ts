import type { Fragment } from "./text.ts";

interface FramedPage {
  readonly height: number;
  readonly fragments: readonly Fragment[];
  /** Text that runs up or down. */
  readonly aside: readonly Fragment[];
}

/** Running headers and footers are in these outer shares of a page. */
const MARGIN = 0.13;
/** Left and right pages may have headers of their own. */
const MIN_SHARE = 0.4;
/** The distance to the text inside, as a share of the larger size. */
const MIN_DISTANCE = 1.55;
/** A heading is larger than a running head by this factor. */
const MIN_HEADING = 1.1;
/** A box with the name and number of a document has few rows; a longer table goes on from page to page. */
const MAX_TABLE_ROWS = 4;
const pageNumber =
  /^(?:[-–—|]\s*)?(?:(?:page|seite|página|pagina|p\.)\s*)?\d{1,4}(?:\s*(?:\/|of|von|de|sur|di)\s*\d{1,4})?(?:\s*[-–—|])?$/i;

/** The pages without text that repeats in one place on most of them, numbers aside; in short documents only page numbers. */
export function withoutRunningHeads<T extends FramedPage>(pages: readonly T[]): T[] {
  const seen = new Map<string, Set<number>>();
  pages.forEach((page, index) => {
    for (const piece of page.fragments) {
      for (const key of keysOf(piece, page.height)) {
        const on = seen.get(key) ?? new Set<number>();
        seen.set(key, on.add(index));
      }
    }
    for (const { text } of page.aside) {
      const key = asideKey(text);
      const on = seen.get(key) ?? new Set<number>();
      seen.set(key, on.add(index));
    }
  });
  const enough = Math.max(3, Math.ceil(pages.length * MIN_SHARE));
  const isFrequent = (key: string) => (seen.get(key)?.size ?? 0) >= enough;
  const chapters = chapterHeads(pages, enough);
  return pages.map((page) => ({
    ...page,
    fragments: page.fragments.filter((piece) => {
      if (chapters.has(piece)) return false;
      const keys = keysOf(piece, page.height);
      if (keys.length === 0) return true;
      if (pageNumber.test(piece.text.trim()) && isOuter(piece, page.height, 0.08)) return false;
      if (/\d/.test(piece.text) && !isApart(piece, page)) return true;
      return !keys.some(isFrequent);
    }),
    aside: page.aside.filter(({ text }) => !isFrequent(asideKey(text))),
  }));
}

/**
 * Lines in one place on most pages that each say what a heading of the document says: the chapter's name. Lines of one
 * place that say anything else are text.
 */
function chapterHeads(pages: readonly FramedPage[], enough: number): ReadonlySet<Fragment> {
  const places = new Map<number, { readonly piece: Fragment; readonly page: number }[]>();
  const sizes = new Map<string, number>();
  pages.forEach((page, index) => {
    for (const piece of page.fragments) {
      const name = nameOf(piece);
      sizes.set(name, Math.max(sizes.get(name) ?? 0, piece.size));
      if (piece.table || !isOuter(piece, page.height, MARGIN) || !isApart(piece, page)) continue;
      const place = Math.round(piece.y);
      places.set(place, [...(places.get(place) ?? []), { piece, page: index }]);
    }
  });
  const heads = [...places.values()].filter(
    (found) =>
      new Set(found.map(({ page }) => page)).size >= enough &&
      found.every(({ piece }) => (sizes.get(nameOf(piece)) ?? 0) > piece.size * MIN_HEADING),
  );
  return new Set(heads.flat().map(({ piece }) => piece));
}

/** Without a chapter's number, which may stand in one place only. */
const nameOf = ({ text }: Fragment): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^(?:chapter|kapitel|chapitre|capítulo)?\s*[\divxlc]{1,6}(?:\.\d+)*[.:]?\s+(?=\p{L})/u, "");

/** Whether a line keeps a distance from the text: lines of a long listing differ in their numbers only, too. */
function isApart({ y, size }: Fragment, { fragments, height }: FramedPage): boolean {
  const isTop = y > height / 2;
  return fragments.every((other) => {
    const gap = isTop ? y - other.y : other.y - y;
    return gap < 0.35 * size || gap > MIN_DISTANCE * Math.max(size, other.size);
  });
}

function asideKey(text: string): string {
  return `aside ${anyNumber(text)}`;
}

function anyNumber(text: string): string {
  return text.trim().replaceAll(/\d+/g, "#").toLowerCase();
}

function isOuter({ y }: Fragment, height: number, within: number): boolean {
  return y < height * within || y > height * (1 - within);
}

/** Text with equal numbers, and its height on the page in two grids, so that no line is between two rows of both. */
function keysOf(piece: Fragment, height: number): string[] {
  if (!isOuter(piece, height, MARGIN) || (piece.table?.length ?? 0) > MAX_TABLE_ROWS) return [];
  const text = anyNumber(piece.text);
  return [`${text} ${Math.round(piece.y / 6)}`, `${text} +${Math.round((piece.y + 3) / 6)}`];
}
