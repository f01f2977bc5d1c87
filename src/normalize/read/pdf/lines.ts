import { inReadingOrder } from "./bidi.ts";
import { partedAtColumns } from "./cells.ts";
import { withoutLetterSpacing } from "./letter-spaced.ts";
import { isMarker } from "./markers.ts";
import { withScripts } from "./scripts.ts";
import { type Fragment, joinSpans, plain, type Row, type Span, type TextItem } from "./text.ts";

/** A gap wider than this share of the font size is a space. */
export const SPACE_GAP = 0.15;
/** A list's marker is further from its text than a space. */
const MIN_MARKER_GAP = 0.35;
/** A wider gap than this separates cells or columns. */
const CELL_GAP = 1.2;

/** The items of one page as fragments of lines, from top to bottom and left to right. */
export function fragmentsOf(items: readonly TextItem[]): Fragment[] {
  return partedAtColumns(baselines(withScripts(items)).map(splitAtGaps)).flatMap((line) =>
    line.map(fragment),
  );
}

/** Items of about one baseline; superscripts stay with their line. */
function baselines(items: readonly TextItem[]): TextItem[][] {
  const sorted = items.filter(({ text }) => text.trim() !== "").toSorted((a, b) => b.y - a.y || a.x - b.x);
  const lines: TextItem[][] = [];
  let lead: TextItem | undefined;
  for (const item of sorted) {
    const near = lead && lead.y - item.y < 0.35 * Math.max(Math.min(lead.size, item.size), 1);
    if (near) lines.at(-1)?.push(item);
    else {
      lines.push([item]);
      lead = item;
    }
  }
  return lines.map((line) => line.toSorted((a, b) => a.x - b.x));
}

function splitAtGaps(line: readonly TextItem[]): TextItem[][] {
  const pieces: TextItem[][] = [];
  let last: TextItem | undefined;
  for (const item of line) {
    const gap = last ? item.x - (last.x + last.width) : 0;
    const isCode = last?.format.code === true && item.format.code === true;
    // Words of letters that are set apart are further apart themselves.
    const apart = last?.spaced && item.spaced ? 2 * Math.max(last.spaced.gap, item.spaced.gap) : 0;
    const wide = gap > ((isCode ? 6 : CELL_GAP) + apart) * item.size;
    if (!last || wide) pieces.push([item]);
    else pieces.at(-1)?.push(item);
    last = item;
  }
  return pieces;
}

function fragment(all: readonly TextItem[]): Fragment {
  const items = withoutLetterSpacing(all);
  const spans: Span[] = [];
  let end = Number.NEGATIVE_INFINITY;
  let x = Number.POSITIVE_INFINITY;
  let previous = 0;
  for (const item of items) {
    const gap = item.x - end;
    const before = spans.at(-1)?.text ?? " ";
    // A script is small, but the space before it is measured by its line.
    const size = item.format.script ? Math.max(item.size, previous) : item.size;
    previous = item.size;
    if (gap > SPACE_GAP * size && !/\s$/.test(before) && !/^\s/.test(item.text)) {
      const columns = item.format.code ? Math.max(1, Math.round(gap / (0.6 * item.size))) : 1;
      const { script: _, ...format } = spans.at(-1) ?? { text: "" };
      spans.push({ ...format, text: " ".repeat(columns) });
    }
    spans.push({ ...item.format, text: item.text });
    end = Math.max(end, item.x + item.width);
    x = Math.min(x, item.x);
  }
  const joined = inReadingOrder(joinSpans(spans));
  const [first, second] = items;
  const isApart = first && second && second.x - first.x - first.width > MIN_MARKER_GAP * first.size;
  const bodyX = isApart && isMarker(first.text) ? { bodyX: second.x } : {};
  return {
    ...bodyX,
    spans: joined,
    text: plain(joined),
    x,
    end,
    y: items[0]?.y ?? 0,
    size: mainSize(items),
  };
}

/** The size of most of the text, so that a superscript does not count. */
function mainSize(items: readonly TextItem[]): number {
  const weights = new Map<number, number>();
  for (const { size, text } of items) weights.set(size, (weights.get(size) ?? 0) + text.length);
  return [...weights].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** Fragments of one column as rows, from top to bottom. */
export function rowsOf(fragments: readonly Fragment[]): Row[] {
  const sorted = fragments.toSorted((a, b) => b.y - a.y || a.x - b.x);
  const rows: Fragment[][] = [];
  for (const piece of sorted) {
    const lead = rows.at(-1)?.[0];
    if (lead && lead.y - piece.y < 0.35 * Math.min(lead.size, piece.size)) rows.at(-1)?.push(piece);
    else rows.push([piece]);
  }
  return rows.map((cells) => row(cells.toSorted((a, b) => a.x - b.x)));
}

export function row(cells: readonly Fragment[]): Row {
  const [first] = cells;
  return {
    cells,
    x: first?.x ?? 0,
    y: first?.y ?? 0,
    size: Math.max(...cells.map(({ size }) => size)),
    text: cells.map(({ text }) => text).join(" "),
  };
}
