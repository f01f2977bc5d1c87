import { onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../../src/clock.ts";
import { readState } from "../../../src/config/read/state.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import type { StoreAddress } from "../../../src/ledger/stores/address.ts";
import { folderStore } from "../../../src/ledger/stores/folder.ts";
import { postgresStore } from "../../../src/ledger/stores/postgres/store.ts";
import type { RemoteStore } from "../../../src/ledger/stores/remote.ts";
import { remoteStore } from "../../../src/ledger/stores/remote-store.ts";
import { s3Store } from "../../../src/ledger/stores/s3/store.ts";
import type { LedgerStore } from "../../../src/ledger/stores/store.ts";
import { temporaryFolder } from "../support.ts";
import { newDatabase, noPostgres } from "./postgres-server.ts";
import { s3Endpoint, s3Env } from "./s3-server.ts";

type TestClock = Pick<Clock, "monotonic" | "sleep">;

/** A place beyond the machine, of a kind that `state` can name. */
export interface Place {
  readonly address: StoreAddress;
  /** The place itself, as one process sees it. */
  open(options?: { readonly leaseMs?: number; readonly clock?: TestClock }): RemoteStore;
}

/** A kind of place, and why its tests are skipped. */
export interface Kind {
  readonly name: string;
  readonly skipped: string | undefined;
  /** One that nobody has used. */
  newPlace(): Promise<Place>;
}

let database: Promise<string> | undefined;
let workspaces = 0;

const postgres: Kind = {
  name: "PostgreSQL",
  skipped: noPostgres,
  async newPlace() {
    database ??= newDatabase();
    workspaces += 1;
    const { store } = readState(`${await database}?workspace=w${workspaces}`, { baseDir: "/", env: {} });
    if (store?.kind !== "postgres") throw new Error("no address of a database");
    return {
      address: store,
      open: ({ leaseMs = store.leaseMs, clock = systemClock } = {}) =>
        postgresStore({ ...store, leaseMs }, clock),
    };
  },
};

const s3: Kind = {
  name: "an object store",
  skipped: undefined,
  async newPlace() {
    workspaces += 1;
    const state = `s3://bucket/w${workspaces}?endpoint=${await s3Endpoint()}`;
    const { store } = readState(state, { baseDir: "/", env: s3Env });
    if (store?.kind !== "s3") throw new Error("no address of an object store");
    return {
      address: store,
      open: ({ leaseMs = store.leaseMs, clock = systemClock } = {}) => s3Store({ ...store, leaseMs }, clock),
    };
  },
};

/** Every kind of place beyond the machine. */
export const kinds: readonly Kind[] = [postgres, s3];

/** The kind's name; where its tests are skipped, with the reason. */
export const named = ({ name, skipped }: Kind): string =>
  skipped === undefined ? name : `${name} (skipped: ${skipped})`;

/** The store as a machine with this folder sees it. */
export function storeOn(
  place: Place,
  dir: string,
  options: {
    readonly leaseMs?: number;
    readonly clock?: TestClock;
    readonly keepsBodies?: boolean;
    readonly maxReports?: number;
  } = {},
): LedgerStore {
  const { keepsBodies = false, maxReports = 90, clock = systemClock, ...rest } = options;
  return remoteStore(place.open({ clock, ...rest }), { dir, keepsBodies, maxReports }, clock);
}

/** Opens a ledger, and gives what closes it so that the next can be opened. */
export type OpenLedger = () => Promise<{ readonly ledger: Ledger; close(): Promise<void> }>;

/** Ways to open one ledger again and again; one beyond the machine is opened on another machine each time. */
export const ledgerKinds = [
  {
    name: "in a folder",
    isSkipped: false,
    async newLedger() {
      const folder = temporaryFolder();
      return opening(() => folderStore(folder));
    },
  },
  ...kinds.map((kind) => ({
    name: `in ${named(kind)}`,
    isSkipped: kind.skipped !== undefined,
    async newLedger() {
      const place = await kind.newPlace();
      return opening(() => storeOn(place, temporaryFolder()));
    },
  })),
];

function opening(storeHere: () => LedgerStore): OpenLedger {
  return async () => {
    const lease = await storeHere().lease({ pipeline: "nightly" });
    let isOpen = true;
    const close = async () => {
      if (!isOpen) return;
      isOpen = false;
      ledger.close();
      await lease.release();
    };
    onTestFinished(close);
    const ledger = await lease.checkout();
    return { ledger, close };
  };
}
