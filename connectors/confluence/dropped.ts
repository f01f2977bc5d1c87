import type { Warning } from "../../src/normalize/index.ts";

/** The macros of a page of which something is left out that a reader sees in Confluence. */
export class DroppedMacros {
  readonly #names = new Map<string, number>();

  add(macro: string): void {
    this.#names.set(macro, (this.#names.get(macro) ?? 0) + 1);
  }

  /** One warning for each name, in alphabetical order. */
  warnings(): Warning[] {
    const named = [...this.#names].sort(([a], [b]) => (a < b ? -1 : 1));
    return named.map(([name, count]) => ({
      code: "macro-left-out",
      message: `What the macro "${name}" shows${count > 1 ? ` (${count} times)` : ""} is left out. Write it into the page if Fin needs it.`,
    }));
  }
}
