import type { Database } from "../database.ts";
import type { HeldLease } from "./held-lease.ts";
import type { Changes } from "./remote.ts";
import { allRows, type StoredRow, trackChanges } from "./rows.ts";

/** Where what a ledger commits goes on to. */
export interface Following {
  /** Fulfilled when everything written so far is where it outlives the machine. @throws LeaseLost, Unreachable */
  sent(): Promise<void>;
  /** The same, and nobody else can have begun to write. @throws LeaseLost, Unreachable */
  flush(): Promise<void>;
  /** Sends what was written so far, without being waited for. */
  soon(): void;
}

/**
 * Sends what a ledger changes to its store, one commit after the other: each holds what changed since the one before, so
 * the store is at any time what the ledger was at one moment.
 */
export class Outbox implements Following {
  readonly #db: Database;
  readonly #lease: HeldLease;
  readonly #version: number;
  readonly #changes: ReturnType<typeof trackChanges>;
  #revision: number;
  #next: Promise<void> | undefined;

  /**
   * @param db a ledger whose content is what the store has, but for `sendWhole`
   * @param known the version of the ledger, and the revision of its content in the store
   */
  constructor(
    db: Database,
    lease: HeldLease,
    known: { readonly version: number; readonly revision: number },
  ) {
    this.#db = db;
    this.#lease = lease;
    this.#version = known.version;
    this.#revision = known.revision;
    this.#changes = trackChanges(db);
  }

  /** That of the store's content, as far as it was sent. */
  get revision(): number {
    return this.#revision;
  }

  /** All who ask while a commit is under way share the next one. */
  sent(): Promise<void> {
    this.#next ??= this.#send();
    return this.#next;
  }

  soon(): void {
    // The next that waits is told of a failure.
    this.sent().catch(() => {});
  }

  async flush(): Promise<void> {
    await this.sent();
    await this.#lease.renew();
  }

  /** Sends everything, in the place of what the store has. */
  async sendWhole(): Promise<void> {
    this.#changes.take();
    const version = this.#version;
    this.#revision = await this.#lease.do((lease) =>
      lease.commit({ version, whole: true, rows: allRows(this.#db) }),
    );
  }

  /** Makes what the store keeps small again, at the end of a run. */
  async tidy(): Promise<void> {
    await this.#lease.do((lease) => lease.tidy(this.#version, () => allRows(this.#db)));
  }

  async #send(): Promise<void> {
    const taken: (readonly StoredRow[])[] = [];
    // One object, whatever repeats: by it a store knows a commit again.
    const changes: Changes = { version: this.#version, whole: false, rows: taken };
    await this.#lease.do(async (lease) => {
      if (taken.length === 0) {
        this.#next = undefined;
        taken.push(this.#changes.take());
      }
      if (taken.some(({ length }) => length > 0)) this.#revision = await lease.commit(changes);
    });
  }
}
