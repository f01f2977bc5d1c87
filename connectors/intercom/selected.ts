import type { Io } from "../../src/connector-kit/io.ts";
import { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import { type IntercomOptions, unstated } from "./options.ts";
import type { Article } from "./schema.ts";
import { type Collections, isSelected } from "./structure.ts";

/** How many articles each help center, collection and audience of the options has. */
export class Counts {
  readonly #counts: PatternCounts;
  readonly #options: IntercomOptions;
  readonly #collections: Collections;

  constructor(options: IntercomOptions, collections: Collections) {
    const { help_centers, collections: wanted, audiences } = options;
    this.#counts = new PatternCounts({ help_centers, collections: wanted, audiences });
    this.#options = options;
    this.#collections = collections;
  }

  add(article: Article): void {
    const { help_centers, collections, audiences } = this.#options;
    const has = (selection: object) => isSelected(article, this.#collections, selection);
    this.#counts.addWhere("help_centers", help_centers, (id) => has({ help_centers: [id] }));
    this.#counts.addWhere("collections", collections, (id) => has({ collections: [id] }));
    for (const one of [article.help_center_audience ?? unstated, ...(article.audience_ids ?? [])])
      if (Object.hasOwn(audiences, one)) this.#counts.add(`audiences.${one}`);
  }

  report(io: Pick<Io, "selected">): void {
    this.#counts.report(io);
  }
}
