import type { Effect } from "./model.ts";

/** One request to the API as the emulator saw it. Tests decide by it what a client really did. */
export interface LogEntry {
  /** Counts from 1, in the order in which requests took effect. */
  readonly seq: number;
  /** Arrival, epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The API version the request was answered in; undefined when it was refused before that was known. */
  readonly version?: string | undefined;
  /** Of the answer that was sent; null without one (a reset, a hang, a client that went away). */
  readonly status: number | null;
  /** What the request did to the library, whatever the answer said. */
  readonly effect?: Effect | undefined;
  /** The fault that was injected, by name or kind. */
  readonly fault?: string | undefined;
  readonly sourceId?: number | undefined;
  readonly externalId?: string | undefined;
  readonly pageId?: string | undefined;
  /** The client's name for itself: its User-Agent. */
  readonly agent?: string | undefined;
  /** Bytes of the request's body. */
  readonly bytes: number;
  /** Oddities of the request: unknown fields, no availability, a second source with one url. */
  readonly notes: readonly string[];
  /** The parsed JSON sent; dropped from old entries when `bodyBytes` is used up. */
  readonly body?: unknown;
  /** The JSON answered; dropped with `body`. */
  readonly answer?: unknown;
}

export interface LogLimits {
  /** How many of the newest entries are kept. */
  readonly entries: number;
  /** How many bytes of bodies are kept, those of the newest entries. */
  readonly bodyBytes: number;
}

export const defaultLogLimits: LogLimits = { entries: 100_000, bodyBytes: 64 * 1024 * 1024 };

export interface Query {
  readonly method?: string;
  readonly path?: string;
  readonly externalId?: string;
}

export class RequestLog {
  #entries: LogEntry[] = [];
  #sizes: number[] = [];
  #seq = 0;
  /** Position of the oldest entry that still has its bodies, and the bytes from there on. */
  #bodiesFrom = 0;
  #bodyBytes = 0;
  readonly #limits: LogLimits;

  constructor(limits: LogLimits = defaultLogLimits) {
    this.#limits = limits;
  }

  /** @param size bytes of both bodies together */
  add(entry: Omit<LogEntry, "seq">, size: number): LogEntry {
    const logged = { seq: ++this.#seq, ...entry };
    this.#entries.push(logged);
    this.#sizes.push(size);
    this.#bodyBytes += size;
    while (this.#bodyBytes > this.#limits.bodyBytes) this.#dropOldestBodies();
    if (this.#entries.length >= this.#limits.entries * 2) this.#trim();
    return logged;
  }

  /** Number of the newest entry; 0 before the first. */
  get last(): number {
    return this.#seq;
  }

  all(): LogEntry[] {
    return this.#entries.slice(-this.#limits.entries);
  }

  /** Entries newer than `seq`. */
  since(seq: number): LogEntry[] {
    const kept = this.all();
    return kept.slice(Math.max(0, kept.length - (this.#seq - seq)));
  }

  where(query: Query): LogEntry[] {
    return this.all().filter(
      (entry) =>
        (query.method === undefined || entry.method === query.method) &&
        (query.path === undefined || entry.path === query.path) &&
        (query.externalId === undefined || entry.externalId === query.externalId),
    );
  }

  /** Everything but GET and HEAD, whether it took effect or not. */
  writes(): LogEntry[] {
    return this.all().filter((entry) => !isRead(entry));
  }

  reads(): LogEntry[] {
    return this.all().filter(isRead);
  }

  /** Forgets the entries; numbers go on. */
  clear(): void {
    this.#entries = [];
    this.#sizes = [];
    this.#bodiesFrom = 0;
    this.#bodyBytes = 0;
  }

  #dropOldestBodies(): void {
    const entry = this.#entries[this.#bodiesFrom];
    if (entry) {
      const { body: _body, answer: _answer, ...rest } = entry;
      this.#entries[this.#bodiesFrom] = rest;
    }
    this.#bodyBytes -= this.#sizes[this.#bodiesFrom] ?? 0;
    this.#bodiesFrom++;
  }

  #trim(): void {
    const cut = this.#entries.length - this.#limits.entries;
    while (this.#bodiesFrom < cut) this.#dropOldestBodies();
    this.#entries = this.#entries.slice(cut);
    this.#sizes = this.#sizes.slice(cut);
    this.#bodiesFrom -= cut;
  }
}

const isRead = (entry: LogEntry): boolean => entry.method === "GET" || entry.method === "HEAD";
