import { KeptBodies } from "../../src/connector-kit/kept-bodies.ts";
import type { ConfluenceApi } from "./api.ts";
import type { Body, Content } from "./types.ts";

type BodyApi = Pick<ConfluenceApi, "body" | "bodies" | "bodiesAtOnce">;

/** Bodies that were asked for at once. */
interface Batch {
  readonly size: number;
  /** Ids that were not taken yet. */
  readonly left: Set<string>;
  readonly kept: KeptBodies<Body>;
  /** Never rejects: what did not come is asked for by itself. */
  readonly read: Promise<void>;
}

/** Batches under way or waiting, and so many of them ahead of what is being loaded. */
const MAX_BATCHES = 6;
const MAX_AHEAD = 2;
/** By how much batches grow while most of what they bring is used. */
const GROWTH = 5;

/**
 * Bodies for loading, several at once. Nobody says which of the listed contents will be loaded: in a first run all of
 * them, in most nights a few. So a batch is what is loaded now and what follows in the listing; it is full when the first
 * content is loaded, and else grows from one as long as most of what came is used. Bodies wait in temporary files; each
 * is given once, and none that is older than a quarter of an hour (`KeptBodies`).
 */
export class Bodies {
  readonly #api: BodyApi;
  readonly #signal: AbortSignal;
  readonly #listed: Content[] = [];
  readonly #places = new Map<string, number>();
  #batches: Batch[] = [];
  /** Place after the newest batch. */
  #end = 0;

  /** @param signal ends the batches, which belong to several loads */
  constructor(api: BodyApi, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  /** Notes a content that may be loaded, in the order of the listing. */
  add(content: Content): void {
    if (this.#places.has(content.id)) return;
    this.#places.set(content.id, this.#listed.length);
    this.#listed.push(content);
  }

  /** @throws what reading the content by itself throws */
  async of(content: Content, signal: AbortSignal): Promise<Body> {
    const { id } = content;
    const batch = this.#batches.find(({ left }) => left.has(id)) ?? this.#beginAt(this.#places.get(id));
    if (batch?.left.delete(id)) {
      this.#readAhead(batch);
      await settled(batch.read, signal);
    }
    return batch?.kept.read(id) ?? (await this.#api.body(content, signal));
  }

  #beginAt(place: number | undefined): Batch | undefined {
    return place === undefined ? undefined : this.#begin(place, this.#sizeAt(place));
  }

  #sizeAt(place: number): number {
    const last = this.#batches.at(-1);
    const { bodiesAtOnce } = this.#api;
    if (place === 0) return bodiesAtOnce;
    return last && isUsed(last) ? Math.min(bodiesAtOnce, last.size * GROWTH) : 1;
  }

  #readAhead(current: Batch): void {
    if (current.size < this.#api.bodiesAtOnce || !isUsed(current)) return;
    const ahead = this.#batches.length - 1 - this.#batches.indexOf(current);
    for (let count = ahead; count < MAX_AHEAD && this.#end < this.#listed.length; count += 1)
      this.#begin(this.#end, this.#api.bodiesAtOnce);
  }

  #begin(place: number, size: number): Batch | undefined {
    const contents = this.#listed.slice(place, place + size);
    // One alone is asked for by itself, with its own signal and error.
    this.#end = place + contents.length;
    const kept = new KeptBodies<Body>();
    const read = contents.length > 1 ? this.#read(contents, kept) : Promise.resolve();
    const batch = { size, left: new Set(contents.map(({ id }) => id)), kept, read };
    this.#batches.push(batch);
    for (const old of this.#batches.splice(0, this.#batches.length - MAX_BATCHES)) old.kept.clear();
    return batch;
  }

  async #read(contents: readonly Content[], kept: KeptBodies<Body>): Promise<void> {
    try {
      for (const [id, body] of await this.#api.bodies(contents, "all", this.#signal)) kept.keep(id, body);
    } catch {
      // Each of them fails or succeeds by itself.
    }
  }
}

const isUsed = ({ size, left }: Batch): boolean => left.size * 2 <= size;

/** Waits for what others wait for, too. @throws the signal's reason */
async function settled(read: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener("abort", stop, { once: true });
  });
  await Promise.race([read, aborted]);
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
}
