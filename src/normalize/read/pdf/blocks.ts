import { isMainlyRightToLeft } from "./bidi.ts";
import { codeAt } from "./code.ts";
import { joinLines, type Vocabulary, vocabularyOf } from "./join.ts";
import { rowsOf } from "./lines.ts";
import { goingOn, hasBullet, listAt } from "./lists.ts";
import { markerAt } from "./markers.ts";
import { hasTable, isCode, isTable, markerJoined, spansOf } from "./rows.ts";
import { isHeader, joinedTables, tableAt } from "./tables.ts";
import { type Block, type Fragment, joinSpans, plain, type Row, type Span } from "./text.ts";

/** The meaning of a document's font sizes. */
interface Scale {
  readonly body: number;
  /** Sizes of headings, largest first. */
  readonly headings: readonly number[];
}

/** Groups of fragments in reading order as headings, paragraphs, lists, code and tables. */
export function blocksOf(groups: readonly (readonly Fragment[])[]): Block[] {
  const columns = groups.map((group) => rowsOf(group).map(markerJoined));
  const rows = columns.flat();
  const scale = scaleOf(rows);
  const words = vocabularyOf(rows.flatMap(({ cells }) => cells.map(({ text }) => text)));
  const blocks: Block[] = [];
  let before: number | undefined;
  for (const column of columns) {
    const margin = marginOf(column);
    const shift = before === undefined || !Number.isFinite(margin) ? undefined : margin - before;
    addAll(blocks, columnBlocks(column, { margin, scale, words }), { words, shift });
    if (Number.isFinite(margin)) before = margin;
  }
  return blocks;
}

function scaleOf(rows: readonly Row[]): Scale {
  const weights = new Map<number, number>();
  for (const row of rows) {
    const weight = row.text.length * (isCode(row) ? 0.2 : 1);
    weights.set(rounded(row.size), (weights.get(rounded(row.size)) ?? 0) + weight);
  }
  const body = [...weights].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  const larger = [...weights.keys()].filter((size) => size >= body * 1.12).toSorted((a, b) => b - a);
  // Sizes within a tenth are one level: the differences come from rounding.
  const headings = larger.filter((size, index) => index === 0 || size < (larger[index - 1] ?? 0) * 0.95);
  return { body, headings: headings.slice(0, 5) };
}

const rounded = (size: number) => Math.round(size * 2) / 2;

function headingLevel(row: Row, scale: Scale): number | undefined {
  if (row.cells.length > 1 || !/\p{L}/u.test(row.text) || row.text.length > 200 || hasBullet(row.text))
    return undefined;
  const size = rounded(row.size);
  if (size >= scale.body * 1.12) {
    const rank = scale.headings.findIndex((heading) => size >= heading * 0.95);
    return (rank < 0 ? scale.headings.length : rank) + 1;
  }
  const isBold = row.cells.every(({ spans }) => spans.every(({ bold, text }) => bold || text.trim() === ""));
  const isShort = row.text.length <= 80 && !/[.,;:!]$/.test(row.text.trim());
  return isBold && isShort && !isCode(row) && size >= scale.body * 0.95 && markerAt(row) === undefined
    ? Math.min(6, scale.headings.length + 1)
    : undefined;
}

/** A numbered heading is a heading; anything else with a marker is a list item. */
function columnBlocks(
  rows: readonly Row[],
  { margin, scale, words }: { readonly margin: number; readonly scale: Scale; readonly words: Vocabulary },
): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < rows.length; ) {
    const { block, used } =
      ruledAt(rows, at, words) ??
      tableAt(rows, at) ??
      codeBlockAt(rows, at) ??
      headingAt(rows, at, scale) ??
      listAt(rows, at, { margin, words }) ??
      paragraphAt(rows, at, scale, words);
    blocks.push(block.kind === "table" ? inReadingColumns(block) : block);
    at += used;
  }
  return blocks;
}

/** A table in Hebrew or Arabic begins at the right. */
function inReadingColumns(table: Extract<Block, { kind: "table" }>): Block {
  const words = table.rows.flatMap((row) => row.map(plain)).join(" ");
  return isMainlyRightToLeft(words) ? { ...table, rows: table.rows.map((row) => row.toReversed()) } : table;
}

/** Less text at one place is an exception: a heading that stands out. */
const MIN_MARGIN_SHARE = 0.2;

/** The leftmost place where much of a column's text starts that is not in lists. */
function marginOf(rows: readonly Row[]): number {
  const weights = new Map<number, number>();
  for (const row of rows) {
    if (isCode(row) || markerAt(row) !== undefined) continue;
    const at = Math.round(row.x);
    weights.set(at, (weights.get(at) ?? 0) + row.text.length);
  }
  const most = Math.max(...weights.values());
  return Math.min(
    ...[...weights].filter(([, weight]) => weight >= most * MIN_MARGIN_SHARE).map(([at]) => at),
  );
}

interface Taken {
  readonly block: Block;
  readonly used: number;
}

function codeBlockAt(rows: readonly Row[], at: number): Taken | undefined {
  const code = codeAt(rows, at);
  return code && { block: { kind: "code", text: code.text }, used: code.used };
}

function ruledAt(rows: readonly Row[], at: number, words: Vocabulary): Taken | undefined {
  const table = rows[at]?.cells.find(isTable)?.table;
  if (!table) return undefined;
  const cells = table.map((row) => row.map((cell) => cellSpans(cell, words)));
  return { block: { kind: "table", rows: cells, header: isHeader(cells) }, used: 1 };
}

function cellSpans(cell: readonly Fragment[], words: Vocabulary): Span[] {
  return rowsOf(cell).reduce<Span[]>((spans, row) => joinLines(spans, spansOf(row), words), []);
}

function headingAt(rows: readonly Row[], at: number, scale: Scale): Taken | undefined {
  const row = rows[at];
  const level = row && headingLevel(row, scale);
  if (!row || level === undefined) return undefined;
  let spans = spansOf(row);
  let used = 1;
  for (let next = rows[at + used]; next && used < 4; next = rows[at + used]) {
    const above = rows[at + used - 1];
    if (!above || above.y - next.y > 1.5 * row.size || rounded(next.size) !== rounded(row.size)) break;
    if (headingLevel(next, scale) !== level || hasTable(next)) break;
    spans = joinSpans([...spans, { text: " " }, ...spansOf(next)]);
    used += 1;
  }
  return {
    block: {
      kind: "heading",
      level,
      spans: spans.map(({ text, href, script }) => ({
        text,
        ...(href ? { href } : {}),
        ...(script ? { script } : {}),
      })),
    },
    used,
  };
}

function paragraphAt(rows: readonly Row[], at: number, scale: Scale, words: Vocabulary): Taken {
  const [first] = rows.slice(at, at + 1);
  let spans = first ? spansOf(first) : [];
  let used = 1;
  for (let row = rows[at + used]; row; row = rows[at + used]) {
    const above = rows[at + used - 1];
    if (!above || !goesOn(above, row, used === 1) || headingLevel(row, scale) !== undefined) break;
    if (isCode(row) || hasTable(row) || markerAt(row) !== undefined || tableAt(rows, at + used)) break;
    spans = joinLines(spans, spansOf(row), words);
    used += 1;
  }
  return { block: { kind: "paragraph", spans }, used };
}

/** Whether the next line belongs to the paragraph: not after a gap, in another size, or with an indented first line. */
function goesOn(above: Row, row: Row, aboveIsFirst: boolean): boolean {
  // Superscripts and subscripts push lines apart.
  const reach = hasScript(row) || hasScript(above) ? 1.9 : 1.65;
  if (above.y - row.y > reach * Math.max(row.size, above.size)) return false;
  if (Math.abs(rounded(row.size) - rounded(above.size)) > 1) return false;
  const indented = row.x - above.x > 0.8 * row.size;
  return !indented || (aboveIsFirst && !/[.!?:]\s*$/.test(above.text));
}

function hasScript({ cells }: Row): boolean {
  return cells.some(({ spans }) => spans.some(({ script }) => script !== undefined));
}

/** What divided two columns. */
interface Break {
  readonly words: Vocabulary;
  /** How much further right the next column's text starts, in points; undefined where that is not known. */
  readonly shift: number | undefined;
}

/** Joins paragraphs and lists that a column or page break has divided. */
function addAll(blocks: Block[], added: readonly Block[], at: Break): void {
  let left = added;
  for (let [next] = left; next; [next] = left) {
    const last = blocks.at(-1);
    const joined = last && joinedBlocks(last, next, at);
    if (!joined) break;
    blocks[blocks.length - 1] = joined;
    left = left.slice(1);
    // Behind the rest of an item come the next ones.
    if (joined.kind !== "list" || next.kind !== "paragraph") break;
  }
  blocks.push(...left);
}

function joinedBlocks(last: Block, next: Block, { words, shift }: Break): Block | undefined {
  if (last.kind === "code" && next.kind === "code")
    return { kind: "code", text: `${last.text}\n${next.text}` };
  if (last.kind === "table" && next.kind === "table") return joinedTables(last, next);
  if (next.kind === "list" && last.kind === "list") {
    const items = goingOn(last.items, next.items, shift);
    return items && { kind: "list", items: [...last.items, ...items] };
  }
  if (next.kind !== "paragraph" || !/^\s*[\p{Ll}(]/u.test(plain(next.spans))) return undefined;
  if (last.kind === "paragraph" && isOpen(last.spans))
    return { kind: "paragraph", spans: joinLines(last.spans, next.spans, words) };
  const item = last.kind === "list" ? last.items.at(-1) : undefined;
  if (last.kind !== "list" || !item || item.code !== undefined || !isOpen(item.spans)) return undefined;
  const whole = { ...item, spans: joinLines(item.spans, next.spans, words) };
  return { kind: "list", items: [...last.items.slice(0, -1), whole] };
}

const isOpen = (spans: readonly Span[]): boolean => !/[.!?:]["”’)]?\s*$/.test(plain(spans));
