import type { Io } from "../../src/connector-kit/io.ts";
import { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import { globMatcher } from "../../src/glob.ts";
import type { SharepointOptions } from "./options.ts";
import type { Library } from "./sites.ts";

type Patterns = Pick<SharepointOptions, "libraries" | "folders" | "include" | "exclude">;

/** Which items the options select; it counts what each of their patterns selects. */
export class Selection {
  readonly #options: Patterns;
  readonly #counts: PatternCounts;
  readonly #include: readonly ((path: string) => boolean)[];
  readonly #exclude: readonly ((path: string) => boolean)[];

  constructor({ libraries, folders, include, exclude }: Patterns) {
    this.#options = { libraries, folders, include, exclude };
    this.#counts = new PatternCounts({ libraries, folders, include, exclude });
    this.#include = include.map((pattern) => globMatcher(pattern, { dot: false }));
    this.#exclude = exclude.map((pattern) => globMatcher(pattern));
  }

  /** @param steps the item's path below its drive's root; all of it is below the library's place */
  selects({ kind, place, drive }: Library, steps: readonly string[]): boolean {
    const path = [place, ...steps].join("/");
    const { libraries, folders, include, exclude } = this.#options;
    const isFile = kind === "files";
    if (isFile && folders && !folders.some((folder) => isInFolder(steps, folder))) return false;
    if (isFile && !this.#include.some((matches) => matches(path))) return false;
    this.#counts.addWhere(
      "exclude",
      exclude,
      (pattern) => this.#exclude[exclude.indexOf(pattern)]?.(path) === true,
    );
    if (this.#exclude.some((matches) => matches(path))) return false;
    if (!isFile) return true;
    this.#counts.addWhere(
      "include",
      include,
      (pattern) => this.#include[include.indexOf(pattern)]?.(path) === true,
    );
    this.#counts.addWhere("folders", folders, (folder) => isInFolder(steps, folder));
    this.#counts.addWhere("libraries", libraries, (name) => name === drive.name);
    return true;
  }

  report(io: Pick<Io, "selected">): void {
    this.#counts.report(io);
  }
}

/** SharePoint's names do not differ by case. */
export function isInFolder(steps: readonly string[], folder: string): boolean {
  const within = `${steps.slice(0, -1).join("/")}/`.toLowerCase();
  return folder === "" || within.startsWith(`${folder.toLowerCase()}/`);
}
