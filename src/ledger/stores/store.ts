import type { Ledger } from "../ledger.ts";
import type { Holder } from "../lock.ts";
import type { Replacement } from "../replace.ts";
import type { FileKind } from "./files.ts";

/** Where the ledger of one workspace is kept: a folder of this machine, a database or an object store. */
export interface LedgerStore {
  /** For people, without secrets. */
  readonly place: string;
  /**
   * Lets one run write, and keeps every other from it.
   * @throws TryLaterError (exit code 5) when another run does, naming that run
   */
  lease(what: { readonly pipeline: string }): Promise<Lease>;
  /** The run that writes now; undefined: none. Writes nothing. */
  holder(): Promise<Holder | undefined>;
  /**
   * The ledger as it is, for reading only; the caller closes it.
   * @param files which files beside it are read, too; they are in the state folder then
   */
  read(files?: readonly FileKind[]): Promise<Ledger>;
}

/** What a run that writes has of a store. */
export interface Lease extends Ledgers {
  /** Asks nobody, so it costs nothing before each request. @throws LeaseLost where another run may have begun */
  mustHold(): void;
  /**
   * Ends the run: sends what is not sent yet, closes the ledger and lets others write.
   * @throws LeaseLost, Unreachable, where nobody was told of it before
   */
  release(): Promise<void>;
}

/** The ledger that a run writes to. */
export interface Ledgers {
  /**
   * The ledger, to write; the caller closes it, before the lease is released.
   * @param files which files beside it are read, too; they are in the state folder then
   * @throws LedgerError where it cannot be trusted
   */
  checkout(files?: readonly FileKind[]): Promise<Ledger>;
  /** The ledger as it is, to read only, even where it cannot be trusted; the caller closes it. */
  peek(): Promise<Ledger>;
  /** A new ledger to take the place of the one that is kept; before any `checkout`. */
  replace(): Promise<Replacement>;
}
