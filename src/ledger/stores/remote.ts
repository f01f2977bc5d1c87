import { FinIngestError, TryLaterError } from "../../errors.ts";
import type { Holder } from "../lock.ts";
import type { StoredRow } from "./rows.ts";

/** A place beyond this machine where the ledger of one workspace is kept: a database or an object store. */
export interface RemoteStore {
  /** For people, without secrets. */
  readonly place: string;
  /** Tells this store's workspace from every other. */
  readonly identity: string;
  /**
   * Takes the lease of the workspace.
   * @throws TryLaterError when another run has it, naming that run
   */
  acquire(me: Holder): Promise<RemoteLease>;
  /** Who has the lease now; undefined: nobody. Writes nothing. */
  holder(): Promise<Holder | undefined>;
  /**
   * Reads what the ledger is, or what became of it since a revision, as it was at one moment.
   * @returns false where nothing was ever stored
   */
  read(since: number | undefined, begin: BeginReading): Promise<boolean>;
  /** Names of files under a prefix, sorted. */
  listFiles(prefix: string): Promise<readonly string[]>;
  /** Undefined where there is none of this name. */
  readFile(name: string): Promise<Uint8Array | undefined>;
  /** What it cost so far, for the log. */
  readonly costs: Costs;
  close(): Promise<void>;
}

/** Requests, and bytes of content, since the store was opened. */
export interface Costs {
  requests: number;
  bytesSent: number;
  bytesRead: number;
}

/** What is about to be read. */
export interface Reading {
  /** Grows with every commit. */
  readonly revision: number;
  /** Version of the ledger that the rows belong to (`migrations`). */
  readonly version: number;
  /** True: what follows is all rows, and no other counts. False: those that changed since. */
  readonly whole: boolean;
}

/** Called once before the first row; gives what takes the rows, some at a time. */
export type BeginReading = (reading: Reading) => (rows: readonly StoredRow[]) => void;

/** What a commit writes; all of it or nothing. */
export interface Changes {
  readonly version: number;
  /** These rows take the place of all that there are. */
  readonly whole: boolean;
  readonly rows: Iterable<readonly StoredRow[]>;
}

/** The right to write, as long as nobody else can have it. */
export interface RemoteLease {
  /** Milliseconds for which it is given after each renewal. */
  readonly ttlMs: number;
  /** When the last renewal that succeeded was asked for, in monotonic milliseconds. */
  readonly renewedAt: number;
  /**
   * Stores changes. Repeating a commit of which nobody knows whether it took effect is
   * harmless.
   * @returns the revision it made
   * @throws LeaseLost when the lease is another's, or has run out; then nothing was written
   * @throws Unreachable when the store did not answer
   */
  commit(changes: Changes): Promise<number>;
  /** @throws LeaseLost, Unreachable */
  renew(): Promise<void>;
  /** Makes what was stored small again; called at the end of a run. `rows` reads the ledger as it was last committed. */
  tidy(version: number, rows: () => Iterable<readonly StoredRow[]>): Promise<void>;
  /** Keeps a small file beside the ledger, such as the report of a run. */
  writeFile(name: string, bytes: Uint8Array): Promise<void>;
  removeFiles(names: readonly string[]): Promise<void>;
  release(): Promise<void>;
}

/** The store did not answer; the same may succeed a moment later. */
export class Unreachable extends FinIngestError {
  override readonly name = "Unreachable";
}

/** This run may not write any more: its lease ran out, and another run may have begun. */
export class LeaseLost extends TryLaterError {
  constructor(place: string, now: Holder | undefined) {
    super(
      `the lease of ${place} is gone: ${now ? `${holderText(now)} has it` : "it ran out while this process did not renew it"}`,
      {
        hint: "Nothing was sent since then but what was under way. Run again: what was recorded is remembered.",
      },
    );
  }
}

export const holderText = ({ pipeline, pid, host, since }: Holder): string =>
  `${pipeline}, process ${pid} on ${host}, since ${since}`;

/** Another run has the lease. */
export function heldByAnother(place: string, holder: Holder, ttlMs: number): TryLaterError {
  return new TryLaterError(`another run holds the lease of ${place}: ${holderText(holder)}`, {
    hint: `Wait for it to end and run again. The lease of a run that was killed ends ${ttlMs / 1000} s after its last sign of life.`,
  });
}
