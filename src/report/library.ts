import type { TextOptions } from "./blocks.ts";
import { count } from "./numbers.ts";
import { table } from "./table.ts";
import { oneLine, painter } from "./terminal-text.ts";

/** A page of Fin's library. */
export interface LibraryPage {
  readonly title: string;
  readonly url?: string | undefined;
  readonly agent: boolean;
  readonly copilot: boolean;
}

/** Who is answered from a page: `agent` answers customers, `copilot` helps teammates. */
export function audienceOf({ agent, copilot }: Pick<LibraryPage, "agent" | "copilot">): string {
  if (agent) return copilot ? "customers, teammates" : "customers";
  return copilot ? "teammates" : "nobody (hidden)";
}

/** The library as a table by title: what there is, whom it answers, and the address Fin cites. */
export function libraryText(pages: readonly LibraryPage[], options: TextOptions): string {
  const paint = painter(options.colours);
  const sorted = [...pages].sort((a, b) => a.title.localeCompare(b.title, "en"));
  const rows = sorted.map((page) => [oneLine(page.title), audienceOf(page), oneLine(page.url ?? "")]);
  const lines = table(
    [{ heading: "TITLE" }, { heading: "ANSWERS", cut: "never" }, { heading: "CITED AS", cut: "start" }],
    rows,
    options.width,
    (cell, row, column) => {
      if (row < 0 || column === 2) return paint("quiet", cell);
      const page = sorted[row];
      return column === 1 && page && !page.agent ? paint("changed", cell) : cell;
    },
  );
  return `${[...lines, count(pages.length, "page")].join("\n")}\n`;
}
