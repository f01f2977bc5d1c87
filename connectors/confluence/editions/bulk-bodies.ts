import { toFailure } from "../../../src/errors.ts";
import type { BulkItem } from "../schema.ts";
import type { Slice } from "../slices.ts";
import type { Content } from "../types.ts";
import { statusOf } from "./convert.ts";

/** Answers to a question for several contents, as far as they came. */
export type BulkItems = ReadonlyMap<string, BulkItem>;

/** So many contents must be asked for before an answer without any of them says something of the way itself. */
const MEANINGFUL = 5;

/**
 * One way to ask for many bodies at once. What it does not bring is missing, for whatever reason, and is asked for in
 * another way, whose error is then the document's own. A way that is refused, or that brings nothing, is not tried again.
 */
export class BulkWay {
  readonly #ask: (contents: readonly Content[], signal: AbortSignal) => AsyncIterable<Slice<BulkItem>>;
  readonly #isBody: (item: BulkItem) => boolean;
  readonly #debug: (why: string) => void;
  #works = true;

  /** @param isBody whether an item has the body that was asked for */
  constructor(
    ask: (contents: readonly Content[], signal: AbortSignal) => AsyncIterable<Slice<BulkItem>>,
    isBody: (item: BulkItem) => boolean,
    debug: (why: string) => void,
  ) {
    this.#ask = ask;
    this.#isBody = isBody;
    this.#debug = debug;
  }

  /** Never an older state than the listed one. @throws only the signal's reason */
  async read(contents: readonly Content[], signal: AbortSignal): Promise<BulkItems> {
    const found = new Map<string, BulkItem>();
    if (!this.#works || contents.length === 0) return found;
    const listed = new Map(contents.map(({ id, version }) => [id, version]));
    try {
      for await (const { results } of this.#ask(contents, signal))
        for (const item of results) {
          const version = listed.get(item.id);
          if (version !== undefined && item.version.number >= version && this.#isBody(item))
            found.set(item.id, item);
        }
    } catch (error) {
      signal.throwIfAborted();
      const status = statusOf(error) ?? 0;
      if (status >= 400 && status < 500 && status !== 429) this.#works = false;
      this.#debug(toFailure(error).message);
    }
    if (found.size === 0 && contents.length >= MEANINGFUL) this.#works = false;
    return found;
  }
}
