import type { Box } from "../../legibility/cover.ts";
import type { TextItem } from "./text.ts";

/** Sides of what may be a drawn bullet, in points. */
const MIN_SIDE = 1;
const MAX_SIDE = 9;
/** Discs, squares and triangles are about as wide as high. */
const MAX_RATIO = 1.5;
/** A bullet is at most this share of its text's size, and at most so far before it. */
const MAX_SHARE = 0.7;
const MAX_DISTANCE = 2.2;

export function mayBeBullet([left, bottom, right, top]: Box): boolean {
  const [width, height] = [right - left, top - bottom];
  return (
    Math.min(width, height) >= MIN_SIDE &&
    Math.max(width, height) <= MAX_SIDE &&
    Math.max(width, height) <= MAX_RATIO * Math.min(width, height)
  );
}

/** The bullets that are drawn and not written, as browsers do, as text before the line that each belongs to. */
export function bulletsOf(items: readonly TextItem[], marks: readonly Box[]): TextItem[] {
  if (marks.length === 0) return [];
  const rows = new Map<number, TextItem[]>();
  for (const item of items) {
    const key = Math.round(item.y / 16);
    const row = rows.get(key);
    if (row) row.push(item);
    else rows.set(key, [item]);
  }
  const found = new Map<TextItem, TextItem>();
  for (const mark of marks) {
    const key = Math.round(mark[1] / 16);
    const near = [-1, 0, 1].flatMap((by) => rows.get(key + by) ?? []);
    const item = near.filter((one) => isBefore(mark, one)).toSorted((a, b) => a.x - b.x)[0];
    if (!item || near.some((one) => isTouching(mark, one, item))) continue;
    const { y, size } = item;
    found.set(item, { text: "•", x: mark[0], y, width: mark[2] - mark[0], size, format: {} });
  }
  return [...found.values()];
}

function isBefore([, bottom, right, top]: Box, { x, y, size, text }: TextItem): boolean {
  const middle = (bottom + top) / 2;
  return (
    text.trim() !== "" &&
    top - bottom <= MAX_SHARE * size &&
    middle > y - 0.1 * size &&
    middle < y + 0.75 * size &&
    x >= right - 0.5 &&
    x - right <= MAX_DISTANCE * size
  );
}

/** Whether other text of the line stands at the mark: then it is a sign within the line. */
function isTouching([left, bottom]: Box, other: TextItem, item: TextItem): boolean {
  const isInLine = Math.abs(other.y - item.y) < 0.35 * item.size && other !== item;
  const end = other.x + other.width;
  return isInLine && bottom > other.y - other.size && end > left - 1.5 * item.size && other.x < item.x;
}
