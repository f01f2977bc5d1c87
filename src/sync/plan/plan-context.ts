import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { ListingEntry } from "../../connector-kit/listing.ts";
import type { SourceRow } from "../../ledger/ledger.ts";
import type { RunContext } from "../context.ts";
import type { LibrarySearch } from "../lifecycle/search.ts";
import type { ScanOptions } from "../list/enumeration.ts";

/** What a pipeline wants of a source. */
export interface PlanMode {
  /** Whether the pages of absent documents may be removed. */
  readonly removals: boolean;
  /** Adopts what Intercom has of a source that the ledger knows nothing of; absent: such pages are left as they are. */
  readonly search?: LibrarySearch;
  /** Sees every entry of the listing, which is read although the ledger may know that nothing changed. */
  readonly onEntry?: (entry: ListingEntry) => void;
  /** Load and send every wanted document whatever is remembered of it. */
  readonly resend?: {
    readonly wanted: NonNullable<ScanOptions["wanted"]>;
    /** Epoch milliseconds, when only documents changed since then are wanted. */
    readonly changedSince?: number;
  };
}

/** What the steps of planning one source work with. */
export interface PlanContext {
  readonly run: RunContext;
  readonly source: SourceConfig;
  readonly io: Io;
  readonly mode: PlanMode;
  /** The ledger as it was before anything was sent, so that a plan and the run that follows it decide alike. */
  readonly before: LedgerState;
}

export interface LedgerState {
  readonly source: SourceRow | undefined;
  readonly pages: { readonly live: number; readonly hidden: number };
}
