import type { Io } from "./io.ts";

/** Counts what each pattern of a connector's options selects of one listing. */
export class PatternCounts {
  readonly #counts = new Map<string, number>();

  /** @param options the patterns by the name of their option: the items of a list, or the keys of a mapping */
  constructor(
    options: Readonly<Record<string, readonly string[] | Readonly<Record<string, unknown>> | undefined>>,
  ) {
    for (const [option, patterns = []] of Object.entries(options)) {
      const places = isList(patterns)
        ? patterns.map((_, index) => `${option}[${index}]`)
        : Object.keys(patterns).map((key) => `${option}.${key}`);
      for (const place of places) this.#counts.set(place, 0);
    }
  }

  /** Counts documents for the pattern at a place, as `Io.selected` names it. */
  add(place: string, documents = 1): void {
    this.#counts.set(place, (this.#counts.get(place) ?? 0) + documents);
  }

  /** Counts one document for each item of an option that selects it. */
  addWhere<T>(option: string, patterns: readonly T[] | undefined, selects: (pattern: T) => boolean): void {
    patterns?.forEach((pattern, index) => {
      if (selects(pattern)) this.add(`${option}[${index}]`);
    });
  }

  /** Tells whoever asked for the listing. */
  report({ selected }: Pick<Io, "selected">): void {
    if (selected) for (const [place, documents] of this.#counts) selected(place, documents);
  }
}

const isList = (patterns: object): patterns is readonly string[] => Array.isArray(patterns);
