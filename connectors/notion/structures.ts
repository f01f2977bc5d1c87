import pLimit from "p-limit";
import { type Clock, systemClock } from "../../src/clock.ts";
import { cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { KeptBodies } from "../../src/connector-kit/kept-bodies.ts";
import type { NotionApi } from "./client.ts";
import type { KnownPage } from "./known-page.ts";
import { CachedStructure } from "./schema.ts";
import { type BlockNode, readTree, type Structure, structureOf } from "./tree.ts";

/** Pages whose blocks are read at a time: with answers after 600 ms, two requests in flight use three a second. */
const CONCURRENCY = 3;
/** So long after its start a first listing leaves the blocks that are not read yet to the loads. */
const FIRST_RUN_MS = 20_000;

/** Nothing is known below a page. */
export const nothingBelow: Structure = {
  unread: 0,
  children: [],
  databases: [],
  synced: [],
  named: [],
  files: [],
};

/**
 * What is below pages. A page whose time is the same has the same blocks, so that they are not read again: adding, moving
 * or deleting a child page is an edit of the page that contains it. Blocks are read several pages at a time and ahead of
 * the walk that asks for them, and wait for the load in a temporary file.
 */
export class Structures {
  readonly #api: NotionApi;
  readonly #io: Io;
  readonly #clock: Pick<Clock, "monotonic">;
  readonly #limit = pLimit(CONCURRENCY);
  readonly #reading = new Map<string, Promise<Structure | undefined>>();
  readonly #blocks: KeptBodies<readonly BlockNode[]>;
  #lateAt = Number.POSITIVE_INFINITY;
  #isOver = false;

  constructor(api: NotionApi, io: Io, clock: Pick<Clock, "monotonic"> = systemClock) {
    this.#api = api;
    this.#io = io;
    this.#clock = clock;
    this.#blocks = new KeptBodies(clock);
  }

  /** Nothing was sent yet: from twenty seconds on, `of` leaves what is not read to the loads, so that these can begin. */
  isFirstRun(): void {
    this.#lateAt = this.#clock.monotonic() + FIRST_RUN_MS;
  }

  /** Begins to read what is below pages that will be asked for. */
  prefetch(pages: Iterable<KnownPage>): void {
    for (const page of pages) {
      if (page.trashed || this.#reading.has(page.id) || this.#known(page)) continue;
      const reading = this.#limit(() => (this.#isLate() ? undefined : this.#read(page)));
      // Whoever asks for the page gets the error.
      reading.catch(() => {});
      this.#reading.set(page.id, reading);
    }
  }

  /** Undefined: the page is to be listed by what is known without its blocks. @throws what `readTree` throws */
  async of(page: KnownPage): Promise<Structure | undefined> {
    const reading = this.#reading.get(page.id);
    this.#reading.delete(page.id);
    return this.#known(page) ?? reading ?? (this.#isLate() ? undefined : this.#read(page));
  }

  /** Blocks that were read within the last quarter of an hour. */
  blocksOf(id: string): readonly BlockNode[] | undefined {
    return this.#blocks.read(id);
  }

  /** Remembers what is below a page, for the listings that follow. */
  remember({ id, edited, isTimeFinal }: KnownPage, { unread, ...cachable }: Structure): void {
    if (isTimeFinal && unread === 0) this.#cached().set(keyOf(id), { edited, ...cachable });
  }

  /** The listing is over: nothing more is read ahead. */
  close(): void {
    this.#isOver = true;
    this.#reading.clear();
  }

  #isLate = (): boolean => this.#isOver || this.#clock.monotonic() >= this.#lateAt;
  #cached = () => cached(derivedCache(this.#io), CachedStructure);

  #known({ id, edited, isTimeFinal }: KnownPage): Structure | undefined {
    const known = isTimeFinal ? this.#cached().get(keyOf(id)) : undefined;
    return known?.edited === edited ? { ...known, unread: 0 } : undefined;
  }

  async #read(page: KnownPage): Promise<Structure> {
    const tree = await readTree(this.#api, page.id);
    this.#blocks.keep(page.id, tree);
    const structure = structureOf(tree);
    this.remember(page, structure);
    return structure;
  }
}

const keyOf = (id: string): string => `page:${id}`;
