import { rowsOf } from "./lines.ts";
import type { Fragment, Row } from "./text.ts";

const MIN_LINES = 3;
/** Dots or similar that lead from a title to its page: `Install ........ 12`. */
const leader = /\s*(?:(?:[.·_]\s?){4,}|…{2,}(?:\s?[.…])*|(?:…\s){2,})\s*/u;
const entry = new RegExp(`^\\S.*?${leader.source}(\\d{1,4}|[ivxlc]{1,7})$`, "iu");
const title =
  /^(?:table of )?contents$|^inhalt(?:sverzeichnis)?$|^sommaire$|^table des matières$|^índice$|^indice$/iu;

/** A page without the lines of a table of contents, which repeat the headings with page numbers that a page does not have. */
export function withoutContents(fragments: readonly Fragment[], pageCount: number): Fragment[] {
  const rows = rowsOf(fragments.filter(({ table }) => !table));
  const entries = rows.filter((row) => entry.test(row.text.trim()));
  if (entries.length < MIN_LINES || !isCounting(entries, pageCount)) return [...fragments];
  const dropped = new Set<Fragment>();
  for (const row of rows)
    if (entries.includes(row) || title.test(row.text.trim())) for (const cell of row.cells) dropped.add(cell);
  return fragments.filter((piece) => !dropped.has(piece));
}

/** Page numbers do not fall, and there are about as many pages; prices do not behave like that. */
function isCounting(entries: readonly Row[], pageCount: number): boolean {
  let last = 0;
  return entries.every((row) => {
    const stated = entry.exec(row.text.trim())?.[1] ?? "";
    const number = Number(stated);
    if (Number.isNaN(number)) return true;
    const grows = number >= last && number <= Math.max(pageCount + 50, pageCount * 1.5);
    last = number;
    return grows;
  });
}
