import type { Io } from "../../src/connector-kit/io.ts";
import { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import { globMatcher } from "../../src/glob.ts";
import { formatOf } from "./formats.ts";
import type { GoogleDriveOptions } from "./options.ts";
import type { Item } from "./schema.ts";

/** Which files the patterns select, and how many each of them did. */
export class Selection {
  readonly #counts: PatternCounts;
  readonly #others = new Map<string, number>();
  readonly #include: readonly ((path: string) => boolean)[];
  readonly #exclude: readonly ((path: string) => boolean)[];

  constructor({ include, exclude }: Pick<GoogleDriveOptions, "include" | "exclude">) {
    this.#counts = new PatternCounts({ include, exclude });
    this.#include = include.map((pattern) => globMatcher(pattern));
    this.#exclude = exclude.map((pattern) => globMatcher(pattern));
  }

  selects(path: string, item: Pick<Item, "mimeType" | "name">): boolean {
    const matches = (pattern: (path: string) => boolean) => pattern(path);
    if (!this.#include.some(matches)) return false;
    const isDocument = formatOf(item) !== undefined;
    if (isDocument) this.#counts.addWhere("exclude", this.#exclude, matches);
    if (this.#exclude.some(matches)) return false;
    if (isDocument) this.#counts.addWhere("include", this.#include, matches);
    return true;
  }

  /** Counts a file that no page can be made of. */
  countOther({ mimeType }: Pick<Item, "mimeType">): void {
    this.#others.set(mimeType, (this.#others.get(mimeType) ?? 0) + 1);
  }

  report(io: Pick<Io, "selected" | "log">): void {
    this.#counts.report(io);
    if (this.#others.size > 0)
      io.log.info("files that no page can be made of", Object.fromEntries(this.#others));
  }
}
