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
  #writes = 0;
  #open = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, options: { readOnly: boolean }) {
    this.db = db;
    this.readOnly = options.readOnly;
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
    this.db.exec("COMMIT");
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
