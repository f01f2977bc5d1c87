import type { Database } from "./database.ts";

/** A transaction stays open so long, and for so many writes. */
const FLUSH_AFTER_MS = 1_000;
const MAX_WRITES = 500;

/**
 * A shared commit waits this many times as long as the last commit took, within these bounds: on a slow disk it
 * gathers more writes, and waiting for the disk takes at most a fifth of a run.
 */
const sharing = { times: 4, minMs: 1, maxMs: 20 };

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Groups writes into transactions, because each commit waits for the disk. Whatever survives a crash is a prefix
 * of what was written, in order: a durable write is committed together with everything before it.
 */
export class Batch {
  readonly db: Database;
  readonly readOnly: boolean;
  readonly #onCommit: (commits: number) => void;
  #commits: number;
  #writes = 0;
  #open = false;
  #timer: NodeJS.Timeout | undefined;
  #sharedTimer: NodeJS.Timeout | undefined;
  #waiting: Waiting[] = [];
  #commitMs = 0;

  /** `onCommit` is told how many transactions the ledger has seen, `commits` counting those before. */
  constructor(
    db: Database,
    options: { readOnly: boolean; commits?: number; onCommit?: (commits: number) => void },
  ) {
    this.db = db;
    this.readOnly = options.readOnly;
    this.#commits = options.commits ?? 0;
    this.#onCommit = options.onCommit ?? (() => {});
  }

  get commits(): number {
    return this.#commits;
  }

  /** Written soon, as a whole: at the latest after a second, or with the next durable write. */
  soon(action: () => void): void {
    this.#begin();
    action();
    this.#writes += 1;
    if (this.#writes >= MAX_WRITES) this.flush();
  }

  /** On disk when this returns, with everything written before. */
  durably(action: () => void): void {
    this.#begin();
    action();
    this.flush();
  }

  /**
   * On disk when the promise is fulfilled, with everything written before; visible to reads at once. Writes within a
   * few milliseconds share a commit, and with it the wait for the disk.
   */
  async shared(action: () => void): Promise<void> {
    this.#begin();
    action();
    const done = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    const wait = Math.min(sharing.maxMs, Math.max(sharing.minMs, sharing.times * this.#commitMs));
    this.#sharedTimer ??= setTimeout(() => this.#flushQuietly(), wait);
    return done;
  }

  flush(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#writes = 0;
    clearTimeout(this.#timer);
    clearTimeout(this.#sharedTimer);
    this.#sharedTimer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      this.#commit();
      for (const { resolve } of waiting) resolve();
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      throw error;
    }
  }

  #commit(): void {
    const begun = performance.now();
    const commits = this.#commits + 1;
    this.db.run("UPDATE meta SET value = ? WHERE key = 'commits'", String(commits));
    this.db.exec("COMMIT");
    this.#commits = commits;
    this.#onCommit(commits);
    this.#commitMs = performance.now() - begun;
  }

  #begin(): void {
    if (this.readOnly) throw new Error("a ledger opened for reading only was asked to write");
    if (this.#open) return;
    this.db.exec("BEGIN IMMEDIATE");
    this.#open = true;
    this.#timer = setTimeout(() => this.#flushQuietly(), FLUSH_AFTER_MS).unref();
  }

  /** Nobody can catch what a timer throws: waiting writes are rejected, and the database throws it again at the next call. */
  #flushQuietly(): void {
    try {
      this.flush();
    } catch {
      /* kept by the database */
    }
  }
}
