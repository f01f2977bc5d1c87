import type { Database } from "./database.ts";

/** How long, and for how many writes, a transaction stays open. */
const flushAfterMs = 1_000;
const flushAfterWrites = 500;

/**
 * Groups writes into transactions, because each commit waits for the disk. Whatever survives a crash is a prefix
 * of what was written, in order: `durably` commits itself together with everything before it.
 */
export class Batch {
  readonly db: Database;
  readonly readOnly: boolean;
  readonly #onCommit: (commits: number) => void;
  #commits: number;
  #writes = 0;
  #open = false;
  #timer: NodeJS.Timeout | undefined;

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
    if (this.#writes >= flushAfterWrites) this.flush();
  }

  /** On disk when this returns, with everything written before. */
  durably(action: () => void): void {
    this.#begin();
    action();
    this.flush();
  }

  flush(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#writes = 0;
    clearTimeout(this.#timer);
    const commits = this.#commits + 1;
    this.db.run("UPDATE meta SET value = ? WHERE key = 'commits'", String(commits));
    this.db.exec("COMMIT");
    this.#commits = commits;
    this.#onCommit(commits);
  }

  #begin(): void {
    if (this.readOnly) throw new Error("a ledger opened for reading only was asked to write");
    if (this.#open) return;
    this.db.exec("BEGIN IMMEDIATE");
    this.#open = true;
    this.#timer = setTimeout(() => this.#flushQuietly(), flushAfterMs).unref();
  }

  /** Nobody can catch what a timer throws; the database remembers it and the next call throws it. */
  #flushQuietly(): void {
    try {
      this.flush();
    } catch {
      /* kept by the database */
    }
  }
}
