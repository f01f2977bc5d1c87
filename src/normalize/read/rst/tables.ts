import { indentOf } from "./lines.ts";

/** A rewriting of text that keeps or lowers the number of its lines. */
export type Rewrite = (text: string) => string;

const gridBorder = /^ *\+(?:[-=]+\+)+ *$/;
const simpleBorder = /^ *={2,}(?: +={2,})+ *$/;
const spanLine = /^ *-+(?: +-+)* *$/;

/**
 * Rewrites text in which tables are drawn by characters: their cells one by one, and their columns as much wider as what
 * stands in them became longer. docutils leaves a table out whose lines do not meet.
 * https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#tables
 */
export function rewriteAroundTables(text: string, rewrite: Rewrite): string {
  if (!/^ *(?:\+[-=]|={2,} +=)/m.test(text)) return rewrite(text);
  const lines = text.split("\n");
  const out: string[] = [];
  let prose: string[] = [];
  const flush = () => {
    if (prose.length > 0) out.push(rewrite(prose.join("\n")));
    prose = [];
  };
  for (let at = 0; at < lines.length; ) {
    const table = tableAt(lines, at);
    if (table === undefined) prose.push(lines[at] ?? "");
    else {
      flush();
      const written = lines.slice(at, table.end).map(padded);
      out.push(widened(table.rows(written), rewrite).map(unpadded).join("\n"));
    }
    at = table?.end ?? at + 1;
  }
  flush();
  return out.join("\n");
}

/** A stretch of a line between two borders of columns. */
interface Segment {
  /** Its first column and the one behind it. */
  readonly from: number;
  readonly to: number;
  text: string;
  /** The characters that its text may take. */
  readonly room: number;
  readonly isRule: boolean;
  /** The last column of a simple table has no end. */
  readonly isOpen?: boolean;
}

/** A line: what stands before each segment, and behind the last one. */
interface Row {
  readonly before: readonly string[];
  readonly segments: readonly Segment[];
  readonly end: string;
}

function tableAt(lines: readonly string[], at: number) {
  const first = lines[at] ?? "";
  if (gridBorder.test(first)) {
    let end = at + 1;
    while (
      end < lines.length &&
      /^ *[|+]/.test(lines[end] ?? "") &&
      indentOf(lines[end] ?? "") === indentOf(first)
    )
      end += 1;
    return end - at < 3 ? undefined : { end, rows: gridRows };
  }
  if (!simpleBorder.test(first)) return undefined;
  for (let end = at + 2; end < lines.length; end += 1)
    if (simpleBorder.test(lines[end] ?? "") && (lines[end + 1] ?? "").trim() === "")
      return { end: end + 1, rows: simpleRows };
  return undefined;
}

function gridRows(lines: readonly string[]): Row[] {
  const borders = new Set<number>();
  for (const line of lines)
    if (/\+[-=]+\+/.test(line)) for (const { index } of line.matchAll(/\+(?=[-=|+ ]|$)/g)) borders.add(index);
  const columns = [...borders].sort((one, other) => one - other);
  return lines.map((line) => {
    const met = columns.flatMap((column, i) => (/[|+]/.test(line[column] ?? "") ? [{ column, i }] : []));
    const segments = met.slice(1).map(({ column, i }, at): Segment => {
      const start = met[at] ?? { column: 0, i: 0 };
      const text = line.slice(start.column + 1, column);
      const room = text.length - (text.endsWith(" ") ? 1 : 0);
      return { from: start.i, to: i, text, room, isRule: /^(?:-+|=+)$/.test(text) };
    });
    return {
      before: met
        .slice(0, -1)
        .map(({ column }, at) => (at === 0 ? line.slice(0, column + 1) : (line[column] ?? ""))),
      segments,
      end: line.slice(met.at(-1)?.column ?? 0),
    };
  });
}

function simpleRows(lines: readonly string[]): Row[] {
  const columns = [...(lines[0] ?? "").matchAll(/=+/g)].map(({ 0: run, index }) => ({
    start: index,
    end: index + run.length,
  }));
  return lines.map((line) => {
    const isRule = simpleBorder.test(line) || spanLine.test(line);
    const met = columns.flatMap(({ start: column }, i) => {
      const begins = i === 0 || (line[column - 1] ?? " ") === " ";
      return begins && (!isRule || line[column] !== " ") ? [{ column, i }] : [];
    });
    const segments = met.map(({ column, i }, at): Segment => {
      const next = met[at + 1];
      const text = line.slice(column, isRule ? undefined : next?.column);
      const to = next?.i ?? columns.length;
      return {
        from: i,
        to,
        text: isRule ? (/^[-=]+/.exec(text)?.[0] ?? "") : text,
        room: (columns[to - 1]?.end ?? column) - column,
        isRule,
        isOpen: next === undefined && !isRule,
      };
    });
    return {
      before: met.map(({ column }, at) => {
        const previous = segments[at - 1];
        if (at === 0) return line.slice(0, column);
        return isRule && previous
          ? line.slice((met[at - 1]?.column ?? 0) + previous.text.length, column)
          : "";
      }),
      segments,
      end: "",
    };
  });
}

/** The lines of a table whose cells are rewritten. */
function widened(rows: readonly Row[], rewrite: Rewrite): string[] {
  const widths = new Map<Segment, number>();
  for (const { segments } of rows) for (const one of segments) widths.set(one, one.text.length);
  for (const cell of cellsOf(rows)) rewriteCell(cell, rewrite);
  const more = growth(rows);
  return rows.map(({ before, segments, end }) =>
    segments
      .map((segment, i) => {
        const width = (widths.get(segment) ?? 0) + sum(more, segment);
        const text = segment.isOpen
          ? segment.text
          : segment.text.padEnd(width, segment.isRule ? segment.text.at(-1) : " ");
        return (before[i] ?? "") + text;
      })
      .concat(end)
      .join("")
      .trimEnd(),
  );
}

/** Segments of one cell: the same columns, line by line, up to a rule. */
function cellsOf(rows: readonly Row[]): Segment[][] {
  const cells: Segment[][] = [];
  let open = new Map<string, Segment[]>();
  for (const { segments, before } of rows) {
    const next = new Map<string, Segment[]>();
    for (const segment of segments) {
      if (segment.isRule) continue;
      const key = `${segment.from} ${segment.to}`;
      // A simple table's rows have no rule between them.
      const cell = (before.length > 0 && before[0]?.includes("|") ? open.get(key) : undefined) ?? [];
      if (cell.length === 0) cells.push(cell);
      cell.push(segment);
      next.set(key, cell);
    }
    open = next;
  }
  return cells;
}

function rewriteCell(cell: readonly Segment[], rewrite: Rewrite): void {
  const written = cell.map(({ text }) => unpadded(text).trimEnd()).join("\n");
  const made = rewrite(written);
  if (made === written) return;
  const lines = made.split("\n").map(padded);
  if (lines.length <= cell.length) for (const [i, segment] of cell.entries()) segment.text = lines[i] ?? "";
}

/** By how many characters each column has to grow. */
function growth(rows: readonly Row[]): Map<number, number> {
  const more = new Map<number, number>();
  const all = rows.flatMap(({ segments }) => segments).filter(({ isOpen, isRule }) => !isOpen && !isRule);
  for (const segment of all.sort((one, other) => one.to - one.from - (other.to - other.from))) {
    const wanted = segment.text.trimEnd().length - segment.room - sum(more, segment);
    const last = segment.to - 1;
    if (wanted > 0) more.set(last, (more.get(last) ?? 0) + wanted);
  }
  return more;
}

function sum(more: ReadonlyMap<number, number>, { from, to }: Segment): number {
  let total = 0;
  for (let column = from; column < to; column += 1) total += more.get(column) ?? 0;
  return total;
}

/** Letters that docutils takes for two columns wide. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/gu;
const filler = "\u0000";
const padded = (line: string): string =>
  line.replaceAll(wide, (letter) => (letter.length === 2 ? letter : letter + filler));
const unpadded = (line: string): string => line.replaceAll(filler, "");
