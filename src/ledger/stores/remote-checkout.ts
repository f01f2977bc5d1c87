import type { Log } from "../../log/log.ts";
import type { Ledger } from "../ledger.ts";
import { type Replacement, replaceLedger } from "../replace.ts";
import { ledgerOver, type OpenFile, openFile, openLedger } from "../sqlite.ts";
import { allKinds, type FileKind, pullFiles, pushFiles } from "./files.ts";
import type { HeldLease } from "./held-lease.ts";
import {
  copyChecked,
  knownIn,
  knownOf,
  type Migrated,
  mustBeEarlier,
  nothingToMove,
  putInPlace,
  whileLocked,
} from "./migrate.ts";
import { Outbox } from "./outbox.ts";
import type { RemoteStore } from "./remote.ts";
import { currentVersion, refreshCopy, writeMark } from "./scratch.ts";
import type { Lease } from "./store.ts";

/** What a state folder is to a ledger that is kept elsewhere. */
export interface Keeping {
  /** The folder of this machine with the copy, and with all that is derived from the documents. */
  readonly dir: string;
  /** Whether texts are kept for `undo`. */
  readonly keepsBodies: boolean;
  /** Reports of runs that are kept. */
  readonly maxReports: number;
  readonly log?: Pick<Log, "debug">;
}

interface Held {
  readonly store: RemoteStore;
  readonly lease: HeldLease;
  /** Of the folder: one run of this machine at a time. */
  readonly lock: { release(): Promise<void> };
}

interface Open {
  readonly ledger: Ledger;
  readonly outbox: Outbox;
}

/** A run's work on a ledger that is kept beyond this machine. */
export class RemoteCheckout implements Lease {
  readonly #held: Held;
  readonly #keeping: Keeping;
  #open: Open | undefined;

  constructor(held: Held, keeping: Keeping) {
    this.#held = held;
    this.#keeping = keeping;
  }

  async checkout(files: readonly FileKind[] = []): Promise<Ledger> {
    const { store } = this.#held;
    const { dir } = this.#keeping;
    await pullFiles(store, dir, [...new Set([...this.#complete(), ...files])]);
    const { reading, ...file } = await refreshCopy(store, dir, { trusting: false });
    const outbox = this.#outbox(file, reading?.revision ?? 0);
    // A new ledger, or one of an older version.
    if (reading?.version !== currentVersion) await outbox.sendWhole();
    this.#mark(outbox.revision, process.pid);
    const ledger = ledgerOver(file.db, { readOnly: false, head: file.head, following: outbox });
    this.#open = { ledger, outbox };
    // What it has to send yet is sent by `release`, which closes it.
    return { ...ledger, close: () => {} };
  }

  mustHold(): void {
    this.#held.lease.mustHold();
  }

  async peek(): Promise<Ledger> {
    const { dir } = this.#keeping;
    const { db, head } = await refreshCopy(this.#held.store, dir, { trusting: true });
    ledgerOver(db, { readOnly: false, head }).close();
    return openLedger(dir, { readOnly: true });
  }

  async replace(): Promise<Replacement> {
    const { dir } = this.#keeping;
    const replacement = await replaceLedger(dir);
    return {
      ...replacement,
      install: async (at) => {
        const aside = await replacement.install(at);
        await this.#sendCopy();
        return aside;
      },
    };
  }

  /** The ledger in the folder takes the place of the store's. */
  async #sendCopy(): Promise<void> {
    const file = openFile(this.#keeping.dir, {});
    const outbox = this.#outbox(file, 0);
    const ledger = ledgerOver(file.db, { readOnly: false, head: file.head });
    try {
      await outbox.sendWhole();
    } finally {
      ledger.close();
    }
    this.#mark(outbox.revision, null);
  }

  /**
   * Puts the ledger of a folder of this machine, and the files beside it, in the place of what the store has.
   * @throws FinIngestError (usage) where that is another ledger, or a newer one
   */
  async take(folder: string): Promise<Migrated> {
    const { store, lease } = this.#held;
    const { dir, maxReports } = this.#keeping;
    const there = await this.peek();
    const known = knownOf(there);
    there.close();
    return whileLocked(folder, "state push", async () => {
      const coming = await knownIn(folder);
      if (!coming) throw nothingToMove(folder);
      mustBeEarlier(known, coming, store.place);
      const copied = await copyChecked(folder, dir);
      await this.#sendCopy();
      await pushFiles(store, lease, folder, { pushed: allKinds, complete: allKinds, maxReports });
      return copied;
    });
  }

  /**
   * Puts the ledger of the store, and the files beside it, into a folder of this machine. The one that stood there is kept.
   * @throws FinIngestError (usage) where that is another ledger, or a newer one
   */
  async give(folder: string): Promise<Migrated> {
    const { store } = this.#held;
    const { dir } = this.#keeping;
    const ledger = await this.peek();
    const known = knownOf(ledger);
    ledger.close();
    if (known.serial === 0 && known.sources === 0) throw nothingToMove(store.place);
    return whileLocked(folder, "state pull", async () => {
      mustBeEarlier(await knownIn(folder), known, folder);
      const setAside = putInPlace(dir, folder);
      await pullFiles(store, folder, allKinds);
      return { ...known, setAside };
    });
  }

  async release(): Promise<void> {
    const { lease, lock, store } = this.#held;
    try {
      if (this.#open) await this.#end(this.#open);
    } finally {
      await lease.end();
      await store.close();
      await lock.release();
      const { requests, bytesSent, bytesRead } = store.costs;
      this.#keeping.log?.debug(
        `state: ${requests} requests, ${bytesSent} bytes sent, ${bytesRead} bytes read`,
        {
          place: store.place,
        },
      );
    }
  }

  async #end({ ledger, outbox }: Open): Promise<void> {
    const { store, lease } = this.#held;
    let isSent = false;
    try {
      // A failure has been told by what it failed.
      if (!lease.failed) {
        await ledger.flush();
        await pushFiles(store, lease, this.#keeping.dir, {
          pushed: ["settings", "reports", ...(this.#keeping.keepsBodies ? (["undo"] as const) : [])],
          complete: this.#complete().filter((kind) => kind !== "settings"),
          maxReports: this.#keeping.maxReports,
        });
        await outbox.tidy();
        isSent = true;
      }
    } finally {
      ledger.close();
      if (isSent) this.#mark(outbox.revision, null);
    }
  }

  /** Kinds of files of which this run has all. */
  #complete(): readonly FileKind[] {
    return this.#keeping.keepsBodies ? ["settings", "undo"] : ["settings"];
  }

  #outbox({ db }: OpenFile, revision: number): Outbox {
    return new Outbox(db, this.#held.lease, { version: currentVersion, revision });
  }

  #mark(revision: number, writer: number | null): void {
    writeMark(this.#keeping.dir, { identity: this.#held.store.identity, revision, writer });
  }
}
