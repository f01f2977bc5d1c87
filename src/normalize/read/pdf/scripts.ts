import type { TextItem } from "./text.ts";

/** A script is at most this share of its line's size. */
const MAX_SIZE = 0.95;
/** Some are set in nearly the size of their line: then they are short, far off its baseline and close to its text. */
const MAX_LARGE_LENGTH = 4;
const MIN_LARGE_SHIFT = 0.3;
const MAX_LARGE_GAP = 0.03;
/** How far its baseline is from its line's, as a share of the line's size. */
const MIN_SHIFT = 0.12;
const MAX_SHIFT = 0.62;
/** The space between a script and the text it belongs to, as a share of the line's size. */
const MAX_GAP = 0.2;
const MAX_LENGTH = 12;

/** Puts superscripts and subscripts on the baseline of the text that they follow, or that follows them. */
export function withScripts(items: readonly TextItem[]): TextItem[] {
  const rows = new Map<number, TextItem[]>();
  for (const item of items) {
    const key = Math.round(item.y / 8);
    const row = rows.get(key);
    if (row) row.push(item);
    else rows.set(key, [item]);
  }
  const near = ({ y }: TextItem) => {
    const key = Math.round(y / 8);
    return [-2, -1, 0, 1, 2].flatMap((by) => rows.get(key + by) ?? []);
  };
  return items.map((item) => {
    if (item.text.trim().length > MAX_LENGTH || /\s\S+\s/.test(item.text)) return item;
    const host = near(item).find((other) => isHost(other, item));
    if (!host) return item;
    return { ...item, y: host.y, format: { ...item.format, script: item.y > host.y ? "sup" : "sub" } };
  });
}

function isHost(host: TextItem, item: TextItem): boolean {
  const isLarge = item.size > host.size * MAX_SIZE;
  if (isLarge && (item.size >= host.size || item.text.trim().length > MAX_LARGE_LENGTH)) return false;
  const shift = Math.abs(item.y - host.y) / host.size;
  if (shift < (isLarge ? MIN_LARGE_SHIFT : MIN_SHIFT) || shift > MAX_SHIFT) return false;
  const before = item.x - (host.x + host.width);
  const after = host.x - (item.x + item.width);
  return [before, after].some((gap) => Math.abs(gap) <= (isLarge ? MAX_LARGE_GAP : MAX_GAP) * host.size);
}
