import { isMainlyRightToLeft } from "./bidi.ts";
import { codeAt } from "./code.ts";
import { joinLines, type Vocabulary } from "./join.ts";
import { markerAt } from "./markers.ts";
import { hasTable, isCode, spansOf } from "./rows.ts";
import type { Block, ListItem, ListMarker, Row, Span } from "./text.ts";

/** Lines of one item are closer than this share of their size; its paragraphs are further apart. */
const MAX_LEADING = 1.7;
const MAX_BREAK = 3.2;
/** Starts within this many points belong to one level. */
const TOLERANCE = 4;
/** What belongs to an item may be indented further by this share of its size, as quotations are. */
const MAX_INDENT = 4;

/** Whether a line begins with a sign that only lists have. */
export function hasBullet(text: string): boolean {
  return /^[•‣◦▪●○■□\uF0B7]/u.test(text);
}

/** What a marker says; `i` is a number where a list begins with it, or where the last one was a roman number. */
export function markerOf(text: string, last?: ListMarker): ListMarker {
  const sign = text.replaceAll(/[\s().]/g, "");
  if (/^\d+$/.test(sign)) return { type: "1", number: Number(sign) };
  const roman = romanNumber(sign);
  const isRoman =
    roman !== undefined && (last?.type === "i" || (sign === "i" && last?.type !== "a") || sign.length > 1);
  if (isRoman) return { type: "i", number: roman };
  return /^[a-z]$/.test(sign) ? { type: "a", number: sign.charCodeAt(0) - 96 } : { type: "bullet" };
}

const romans = [
  "i",
  "ii",
  "iii",
  "iv",
  "v",
  "vi",
  "vii",
  "viii",
  "ix",
  "x",
  "xi",
  "xii",
  "xiii",
  "xiv",
  "xv",
];

function romanNumber(sign: string): number | undefined {
  const at = romans.indexOf(sign);
  return at < 0 ? undefined : at + 1;
}

/** A list that starts at a row, with the paragraphs and the code that its items consist of. */
export function listAt(
  rows: readonly Row[],
  at: number,
  { margin, words }: { readonly margin: number; readonly words: Vocabulary },
): { block: Block; used: number } | undefined {
  const items: ListItem[] = [];
  let used = 0;
  for (let row = rows[at]; row; row = rows[at + used]) {
    if (hasTable(row)) break;
    const above = rows[at + used - 1];
    const last = items.at(-1);
    const marker = isCode(row) ? undefined : markerAt(row, items);
    const kind =
      above && last && marker === undefined ? placeOf(row, above, { last, items, margin }) : undefined;
    const code =
      last && above && isCode(row) && belongs(row, above, { items, margin })
        ? codeAt(rows, at + used)
        : undefined;
    if (code) {
      items.push({ x: row.x, bodyX: row.x, size: row.size, spans: [], code: code.text });
      used += code.used;
      continue;
    }
    if (marker !== undefined) items.push(itemOf(row, marker, items));
    else if (last && kind === "line")
      items[items.length - 1] = { ...last, spans: joinLines(last.spans, spansOf(row), words) };
    else if (kind === "paragraph")
      items.push({ x: row.x, bodyX: row.x, size: row.size, spans: spansOf(row) });
    else break;
    used += 1;
  }
  return items.some(({ marker }) => marker) ? { block: { kind: "list", items }, used } : undefined;
}

function itemOf(row: Row, marker: string, items: readonly ListItem[]): ListItem {
  const [cell] = row.cells;
  // Lists in Hebrew or Arabic are indented from the right.
  const isMirrored = isMainlyRightToLeft(row.text);
  const x = isMirrored ? -Math.max(...row.cells.map(({ end }) => end)) : row.x;
  const stated = isMirrored ? undefined : cell?.bodyX;
  const bodyX = stated ?? x + marker.length * 0.5 * row.size;
  const sibling = items.findLast((one) => one.marker && isSameLevel(one, { x, bodyX }));
  const { size } = row;
  return {
    x,
    bodyX,
    size,
    marker: markerOf(marker, sibling?.marker),
    spans: afterMarker(row, marker),
  };
}

/** Whether a row without a marker goes on with the last item's line, or begins a paragraph of an item. */
function placeOf(
  row: Row,
  above: Row,
  {
    last,
    items,
    margin,
  }: { readonly last: ListItem; readonly items: readonly ListItem[]; readonly margin: number },
): "line" | "paragraph" | undefined {
  const gap = above.y - row.y;
  const isAlike = Math.abs(row.size - above.size) < 1 && !isCode(row);
  const edge = last.marker ? last.x + 2 : last.x - 2;
  if (gap < MAX_LEADING * row.size && isAlike && row.x > edge) return "line";
  return !isCode(row) && belongs(row, above, { items, margin }) ? "paragraph" : undefined;
}

interface Around {
  readonly items: readonly ListItem[];
  readonly margin: number;
}

/** Whether a row stands in the text of one of the items above. */
function belongs(row: Row, above: Row, { items, margin }: Around): boolean {
  if (above.y - row.y > MAX_BREAK * Math.max(row.size, above.size) || Math.abs(row.x - margin) < TOLERANCE)
    return false;
  return items.some(({ marker, bodyX }) => marker && isInside(row.x, bodyX, row.size));
}

function isInside(x: number, bodyX: number, size: number): boolean {
  return x >= bodyX - TOLERANCE && x <= bodyX + MAX_INDENT * size;
}

interface Place {
  readonly x: number;
  readonly bodyX: number;
}

/** Numbers may be aligned at either side: their texts or they themselves start at one place. */
function isSameLevel(one: Place, other: Place): boolean {
  return Math.abs(one.x - other.x) <= TOLERANCE || Math.abs(one.bodyX - other.bodyX) <= TOLERANCE;
}

/** How deep each item is; 0 is the outermost. What has no marker belongs to the item in whose text it stands. */
export function depthsOf(items: readonly ListItem[]): number[] {
  const open: Place[] = [];
  return items.map((one) => {
    if (!one.marker) {
      while (open.length > 1 && one.bodyX < (open.at(-1)?.bodyX ?? 0) - TOLERANCE) open.pop();
      return Math.max(0, open.length - 1);
    }
    while (open.length > 0 && !open.slice(-1).some((top) => isSameLevel(top, one) || one.x > top.x))
      open.pop();
    const top = open.at(-1);
    if (top && isSameLevel(top, one)) open[open.length - 1] = one;
    else open.push(one);
    return open.length - 1;
  });
}

/**
 * The items of a list on the next page or in the next column with the places that they would have in the list before it;
 * undefined for a list of its own.
 *
 * @param shift how much further right the text there starts; where it is not known, or numbers go on, as much as the
 *   outermost item
 */
export function goingOn(
  last: readonly ListItem[],
  next: readonly ListItem[],
  shift: number | undefined,
): readonly ListItem[] | undefined {
  const [first] = next;
  const [outermost] = last;
  if (!first?.marker || !outermost) return undefined;
  const outer = shift === undefined || isNext(last, first) ? first.x - outermost.x : 0;
  for (const by of new Set([0, shift ?? 0, outer])) {
    const moved = next.map((one) => ({ ...one, x: one.x - by, bodyX: one.bodyX - by }));
    const before = last.findLast((one) => one.marker && moved[0] && isSameLevel(one, moved[0]));
    if (before !== undefined && before.marker?.type === first.marker.type) return moved;
    const above = last.findLast((one) => one.marker);
    const [inner] = moved;
    const isInner = by === shift && above && inner && inner.x > above.x + TOLERANCE;
    if (isInner && isInside(inner.x, above.bodyX, inner.size)) return moved;
  }
  return undefined;
}

/** Whether an item's number follows that of the last outermost one. */
function isNext(last: readonly ListItem[], { marker }: ListItem): boolean {
  const before = last.findLast((one) => one.marker && last[0] && isSameLevel(one, last[0]))?.marker;
  if (!before || !marker || before.type === "bullet" || marker.type !== before.type) return false;
  return marker.number === before.number + 1;
}

function afterMarker(row: Row, marker: string): Span[] {
  let left = marker.length;
  return spansOf(row).flatMap((span) => {
    const cut = Math.min(left, span.text.length);
    left -= cut;
    const text = span.text.slice(cut);
    return text === "" ? [] : [{ ...span, text }];
  });
}
