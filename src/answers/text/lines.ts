import { type Element, isTag } from "domhandler";
import { elementChildren, lineOf } from "../../html/dom.ts";

/** A line of a passage. */
export interface Line {
  readonly text: string;
  readonly words: number;
}

/** Words between white space, roughly: only lengths depend on it. Without spaces, two characters make a word. */
export function lineWords(text: string): number {
  let words = 1;
  let unspaced = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x20) words += 1;
    else if (code >= 0x0e00 && isUnspaced(code)) unspaced += 1;
  }
  return words + Math.floor(unspaced / 2);
}

/** Thai, Lao, Kana and Han: scripts that set no spaces between words. */
const isUnspaced = (code: number): boolean =>
  code < 0x0f00 || (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff);

/** A table row by row, each cell with its column's head: "Plan: Pro · Price: 20 €". */
export function tableLines(table: Element): Line[] {
  const caption = elementChildren(table).find(({ name }) => name === "caption");
  const rows = rowsOf(table);
  const firstOther = rows.findIndex((row) => !isHead(row));
  const headRows = rows.slice(0, firstOther < 0 ? Math.min(1, rows.length) : firstOther);
  const heads = headsOf(headRows);
  const cells = rows.slice(headRows.length).map((row) => elementChildren(row).map(lineOf));
  const texts = cells.map((row) =>
    row
      .map((cell, at) => cellText(cell, heads[at]))
      .filter(Boolean)
      .join(" · "),
  );
  const all = [caption ? lineOf(caption) : "", ...(texts.length === 0 ? [heads.join(" · ")] : texts)];
  return all.filter((text) => text !== "").map((text) => ({ text, words: lineWords(text) }));
}

/** A column's head is what stands over it in every head row, said once: "Included Labels". */
function headsOf(rows: readonly Element[]): string[] {
  const cells = rows.map((row) => elementChildren(row).map(lineOf));
  const columns = Math.max(0, ...cells.map((row) => row.length));
  return Array.from({ length: columns }, (_, at) =>
    [...new Set(cells.map((row) => row[at] ?? ""))].filter(Boolean).join(" "),
  );
}

const cellText = (text: string, head: string | undefined): string =>
  text === "" || head === undefined || head === "" ? text : `${head}: ${text}`;

function rowsOf(node: Element): Element[] {
  return node.children.flatMap((child) => {
    if (!isTag(child)) return [];
    return child.name === "tr"
      ? [child]
      : ["thead", "tbody", "tfoot"].includes(child.name)
        ? rowsOf(child)
        : [];
  });
}

/** A row of nothing but head cells. */
const isHead = (row: Element): boolean => {
  const cells = elementChildren(row);
  return cells.length > 0 && cells.every(({ name }) => name === "th");
};
