import { acquireLock, lockHolder } from "../lock.ts";
import { replaceLedger } from "../replace.ts";
import { openLedger } from "../sqlite.ts";
import type { LedgerStore, Ledgers } from "./store.ts";

/** The state folder of this machine: its files are all there is. */
export function folderStore(stateDir: string): LedgerStore {
  return {
    place: stateDir,
    holder: async () => lockHolder(stateDir),
    read: () => openLedger(stateDir, { readOnly: true }),
    async lease(what) {
      const lock = await acquireLock(stateDir, what);
      // The system drops the lock with the process, and not before.
      return { ...ledgersIn(stateDir), mustHold: () => {}, release: () => lock.release() };
    },
  };
}

/** The ledger of a folder whose lock the caller holds. */
export const ledgersIn = (stateDir: string): Ledgers => ({
  checkout: () => openLedger(stateDir),
  peek: () => openLedger(stateDir, { readOnly: true }),
  replace: () => replaceLedger(stateDir),
});
