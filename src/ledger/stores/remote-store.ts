import { hostname } from "node:os";
import type { Clock } from "../../clock.ts";
import { TryLaterError } from "../../errors.ts";
import type { Ledger } from "../ledger.ts";
import { acquireLock, lockHolder } from "../lock.ts";
import { ledgerOver, openLedger } from "../sqlite.ts";
import { type FileKind, pullFiles } from "./files.ts";
import { HeldLease } from "./held-lease.ts";
import type { RemoteStore } from "./remote.ts";
import { type Keeping, RemoteCheckout } from "./remote-checkout.ts";
import { readMark, refreshCopy, removeCopy, writeMark } from "./scratch.ts";
import type { LedgerStore } from "./store.ts";

/** A store beyond this machine, to and from which a folder can be moved. */
export interface RemoteLedgerStore extends LedgerStore {
  lease(what: { readonly pipeline: string }): Promise<RemoteCheckout>;
}

/** While another process of this machine brings the copy up to date. */
const WAIT_MS = 250;
const MAX_WAIT_MS = 60_000;

/** As whom a command that only reads takes the lock of the folder. */
const reader = "a command that reads";

type Waiting = Pick<Clock, "monotonic" | "sleep">;

/**
 * A ledger that is kept beyond this machine. Runs work with a copy of it in a folder, which may be lost at any time: what
 * is to be sent is in the store before it is sent.
 */
export function remoteStore(store: RemoteStore, keeping: Keeping, clock: Waiting): RemoteLedgerStore {
  const { dir } = keeping;
  const closed = async <T>(result: Promise<T>): Promise<T> => {
    try {
      return await result;
    } finally {
      await store.close();
    }
  };
  return {
    place: store.place,
    holder: () => closed(store.holder()),
    read: (files = []) => closed(readCopy(store, dir, files, clock)),
    async lease({ pipeline }) {
      // Two runs of one machine would share the copy.
      const lock = await lockForRun(dir, pipeline, clock);
      try {
        const me = { pid: process.pid, host: hostname(), pipeline, since: new Date().toISOString() };
        const lease = new HeldLease(await store.acquire(me), store.place, clock);
        return new RemoteCheckout({ store, lease, lock }, keeping);
      } catch (error) {
        await lock.release();
        await store.close();
        throw error;
      }
    },
  };
}

/** Waits for commands that read, which have the lock for as long as they bring the copy up to date. */
async function lockForRun(dir: string, pipeline: string, clock: Waiting) {
  const take = () => acquireLock(dir, { pipeline });
  const lock = await untilFree(clock, take, () => (isReadersOrNobodys(dir) ? "wait" : "refuse"));
  return lock ?? take();
}

const isReadersOrNobodys = (dir: string): boolean => (lockHolder(dir)?.pipeline ?? reader) === reader;

async function readCopy(
  store: RemoteStore,
  dir: string,
  files: readonly FileKind[],
  clock: Waiting,
): Promise<Ledger> {
  const lock = await lockUnlessRunning(dir, clock);
  if (lock) {
    try {
      await refreshed(store, dir);
      await pullFiles(store, dir, ["settings", ...files]);
    } finally {
      await lock.release();
    }
  }
  return openLedger(dir, { readOnly: true });
}

/** Undefined: a run of this machine writes to the copy, which is therefore the newest there is. */
const lockUnlessRunning = (dir: string, clock: Waiting) =>
  untilFree(
    clock,
    () => acquireLock(dir, { pipeline: reader }),
    () => {
      const writer = lockHolder(dir)?.pid;
      return writer !== undefined && readMark(dir)?.writer === writer ? undefined : "wait";
    },
  );

/**
 * Takes the lock of the folder; where somebody has it, `otherwise` says what to do.
 * @throws TryLaterError who has it
 */
async function untilFree<T>(
  clock: Waiting,
  take: () => Promise<T>,
  otherwise: () => "wait" | "refuse" | undefined,
): Promise<T | undefined> {
  const begun = clock.monotonic();
  for (;;) {
    try {
      return await take();
    } catch (error) {
      if (!(error instanceof TryLaterError) || clock.monotonic() - begun > MAX_WAIT_MS) throw error;
      const what = otherwise();
      if (what === undefined) return undefined;
      if (what === "refuse") throw error;
    }
    await clock.sleep(WAIT_MS);
  }
}

/** Brings the copy to what the store has, and leaves it at rest. */
async function refreshed(store: RemoteStore, dir: string): Promise<void> {
  const { reading, db, head } = await refreshCopy(store, dir, { trusting: false });
  ledgerOver(db, { readOnly: false, head }).close();
  // A reader does not begin a ledger.
  if (!reading) removeCopy(dir);
  else writeMark(dir, { identity: store.identity, revision: reading.revision, writer: null });
}
