import { systemClock } from "../../clock.ts";
import type { Log } from "../../log/log.ts";
import { MAX_REPORTS } from "../../runs/run-files.ts";
import type { StoreAddress } from "./address.ts";
import { folderStore } from "./folder.ts";
import type { RemoteStore } from "./remote.ts";
import type { RemoteLedgerStore } from "./remote-store.ts";
import type { LedgerStore } from "./store.ts";

interface Kept {
  readonly stateDir: string;
  readonly store?: StoreAddress;
  /** Runs whose replaced texts are kept. */
  readonly keepBodies?: number;
}

/**
 * The place where a configuration keeps its ledger. Nothing is opened yet.
 * @param log is told what a run's store cost
 */
export async function storeFor(kept: Kept, log?: Pick<Log, "debug">): Promise<LedgerStore> {
  const { stateDir, store } = kept;
  return store ? remoteStoreFor({ ...kept, store }, log) : folderStore(stateDir);
}

/** The same for one beyond this machine. */
export async function remoteStoreFor(
  { stateDir, store, keepBodies }: Kept & Required<Pick<Kept, "store">>,
  log?: Pick<Log, "debug">,
): Promise<RemoteLedgerStore> {
  const [{ remoteStore }, remote] = await Promise.all([import("./remote-store.ts"), remoteFor(store)]);
  const keeping = {
    dir: stateDir,
    keepsBodies: keepBodies !== undefined,
    maxReports: MAX_REPORTS,
    ...(log && { log }),
  };
  return remoteStore(remote, keeping, systemClock);
}

/** The place itself, without the copy on this machine. */
async function remoteFor(address: StoreAddress): Promise<RemoteStore> {
  switch (address.kind) {
    case "postgres":
      return (await import("./postgres/store.ts")).postgresStore(address, systemClock);
    case "s3":
      return (await import("./s3/store.ts")).s3Store(address, systemClock);
  }
}
