import type { StateBlock } from "markdown-it";
import { environment, ours, pushHtml, withNotes } from "../nest.ts";

/** A cell as Markdown, over how many columns it reaches. */
export interface Cell {
  readonly text: string;
  readonly span: number;
}

export interface PlainTable {
  readonly head: readonly (readonly Cell[])[];
  readonly body: readonly (readonly Cell[])[];
  /** The first line behind the table. */
  readonly next: number;
}

/** Tables within tables; deeper ones stay as they are written. */
export const MAX_TABLE_DEPTH = 4;

/** A drawn table in place of its lines; its cells are Markdown, and may hold several blocks. */
export function pushTable(state: StateBlock, { head, body, next }: PlainTable): void {
  const rows = (cells: readonly (readonly Cell[])[], tag: string) =>
    cells
      .filter((row) => row.some(({ text }) => text.trim() !== ""))
      .map((row) => `<tr>${row.map((cell) => cellHtml(state, cell, tag)).join("")}</tr>\n`)
      .join("");
  const top = rows(head, "th");
  pushHtml(
    state,
    `<table>\n${top === "" ? "" : `<thead>\n${top}</thead>\n`}<tbody>\n${rows(body, "td")}</tbody>\n</table>\n`,
  );
  state.line = next;
}

function cellHtml({ md, env, src }: StateBlock, { text, span }: Cell, tag: string): string {
  const own = ours(env);
  const fresh = {
    ...environment({ ...own, depth: own.depth + 1 }),
    ...(env?.references === undefined ? {} : { references: env.references }),
  };
  const html = md.render(withNotes(text, src), fresh).trim();
  const only = /^<p>((?:(?!<p>)[\s\S])*)<\/p>$/.exec(html)?.[1];
  return `<${tag}${span > 1 ? ` colspan="${span}"` : ""}>${only ?? html}</${tag}>`;
}
