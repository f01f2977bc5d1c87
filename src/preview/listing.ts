import pLimit from "p-limit";
import { type Clock, systemClock } from "../clock.ts";
import type { Gap } from "../connector-kit/listing.ts";
import { type Failure, toFailure } from "../errors.ts";
import type { Document } from "../normalize/index.ts";
import type { Collection, Entry, Sent } from "./collection.ts";
import type { PageMaker, PreviewPage } from "./pages.ts";

/** A collection as it was listed; bodies are not in it. */
export interface Listing {
  readonly entries: readonly Entry[];
  readonly gaps: readonly Gap[];
  /** Documents beyond `MAX_ENTRIES`, which are not kept. */
  readonly more: number;
}

/** What a list says about a document once it was read. */
export type Summary =
  | { readonly kind: "read"; readonly title: string; readonly words: number; readonly warnings: number }
  | { readonly kind: "failed"; readonly failure: Failure };

/** A document and its pages, or why there are none and how far reading came. */
export type Reading =
  | { readonly kind: "read"; readonly document: Document; readonly pages: readonly PreviewPage[] }
  | { readonly kind: "failed"; readonly document: Document | undefined; readonly failure: Failure };

export interface Found {
  readonly entry: Entry;
  readonly index: number;
  readonly entries: readonly Entry[];
}

/** Entries that a listing keeps, and summaries that are remembered. */
const MAX_ENTRIES = 100_000;
const MAX_SUMMARIES = 20_000;
/** A local listing is used again while it is younger than this, or than ten times the time it took. */
const FRESH_MS = 500;
const CONCURRENCY = 4;

type Remembered = { readonly version: string; readonly summary: Summary };

/** The documents of a collection, listed and read when they are asked for. Only summaries are kept. */
export class PreviewListing {
  readonly collection: Collection;
  private readonly maker: PageMaker;
  private readonly clock: Clock;
  private readonly summaries = new Map<string, Remembered>();
  /** Lists read their documents through this, a few at a time. */
  readonly reading = pLimit(CONCURRENCY);
  private readonly signal: AbortSignal;
  private listed: Promise<Listing> | undefined;
  private listings = 0;
  /** Until when the listing is used again, in monotonic milliseconds. */
  private freshUntil = 0;

  /** @param signal ends listing and reading */
  constructor(collection: Collection, maker: PageMaker, signal: AbortSignal, clock: Clock = systemClock) {
    this.collection = collection;
    this.maker = maker;
    this.signal = signal;
    this.clock = clock;
  }

  /**
   * The listing. A local one is made again once it may be out of date, any other only with `again`; with `asItIs`
   * the one there is does, whatever its age.
   * @throws whatever listing the collection throws; the next call tries again
   */
  listing({ again = false, asItIs = false } = {}): Promise<Listing> {
    const aged = !asItIs && this.collection.local && this.clock.monotonic() > this.freshUntil;
    if (this.listed && !again && !aged) return this.listed;
    this.listings += 1;
    this.freshUntil = Number.POSITIVE_INFINITY;
    const start = this.clock.monotonic();
    const listed = readListing(this.collection, this.signal).then(
      (listing) => {
        const end = this.clock.monotonic();
        this.freshUntil = end + Math.max(FRESH_MS, (end - start) * 10);
        return listing;
      },
      (error: unknown) => {
        if (this.listed === listed) this.listed = undefined;
        throw error;
      },
    );
    this.listed = listed;
    return listed;
  }

  /** A document by its key, its place in the listing, and the listing. */
  async find(key: string, asItIs = false): Promise<Found | undefined> {
    const { entries } = await this.listing({ asItIs });
    const index = entries.findIndex((entry) => entry.key === key);
    const entry = entries[index];
    return entry && { entry, index, entries };
  }

  /** The current document and its pages. Throws only when aborted. */
  async read(entry: Entry & Sent): Promise<Reading> {
    const reading = await this.readNow(entry);
    this.remember(entry, summaryOf(reading));
    return reading;
  }

  /** The current document. @throws whatever loading it throws */
  load(entry: Entry & Sent): Promise<Document> {
    return entry.load(this.signal);
  }

  /** What is known of a document without reading it. */
  known(entry: Entry): Summary | undefined {
    const remembered = this.summaries.get(entry.key);
    return remembered?.version === this.versionOf(entry) ? remembered.summary : undefined;
  }

  /** What a list says about a document, which is read where that is not known. */
  async summary(entry: Entry & Sent): Promise<Summary> {
    return this.known(entry) ?? summaryOf(await this.read(entry));
  }

  private async readNow(entry: Entry & Sent): Promise<Reading> {
    const { signal } = this;
    let document: Document | undefined;
    try {
      signal.throwIfAborted();
      document = await entry.load(signal);
      return { kind: "read", document, pages: await this.maker.pagesOf(document, signal) };
    } catch (error) {
      signal.throwIfAborted();
      return { kind: "failed", document, failure: toFailure(error) };
    }
  }

  private remember(entry: Entry, summary: Summary): void {
    this.summaries.delete(entry.key);
    const [oldest] = this.summaries.keys();
    if (oldest !== undefined && this.summaries.size >= MAX_SUMMARIES) this.summaries.delete(oldest);
    this.summaries.set(entry.key, { version: this.versionOf(entry), summary });
  }

  /** A document without a version of its own is known for as long as one listing lasts. */
  private versionOf(entry: Entry): string {
    return ("version" in entry ? entry.version : undefined) ?? `listing ${this.listings}`;
  }
}

function summaryOf(reading: Reading): Summary {
  if (reading.kind === "failed") return reading;
  const sum = (number: (page: PreviewPage) => number) =>
    reading.pages.reduce((total, page) => total + number(page), 0);
  return {
    kind: "read",
    title: reading.pages[0]?.title ?? reading.document.name,
    words: sum(({ words }) => words),
    warnings: sum(({ warnings }) => warnings.length),
  };
}

async function readListing(collection: Collection, signal: AbortSignal): Promise<Listing> {
  const entries: Entry[] = [];
  const gaps: Gap[] = [];
  const taken = new Map<string, number>();
  let more = 0;
  for await (const entry of collection.list(signal)) {
    if (entry.kind === "gap") gaps.push(entry);
    else if (entries.length >= MAX_ENTRIES) more += 1;
    else {
      // A run refuses documents that share an id one by one: each has its own line here, too.
      const count = (taken.get(entry.key) ?? 0) + 1;
      taken.set(entry.key, count);
      entries.push(count === 1 ? entry : { ...entry, key: `${entry.key} (${count})` });
    }
  }
  return { entries, gaps, more };
}
