import type { PageSettled } from "../answers/index/settled.ts";
import type { Clock } from "../clock.ts";
import type { Config, SourceConfig } from "../config/types.ts";
import type { ContentLibrary } from "../intercom/types.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Log } from "../log/log.ts";
import type { Normalizer } from "../normalize/index.ts";
import type { Keeper } from "../runs/keeper.ts";
import type { Counts, RunReport } from "./run-report.ts";

/** Everything a pipeline works with; made by the CLI, replaced part by part in tests. */
export interface RunContext {
  readonly config: Config;
  /** The selected sources (`--source`), in configuration order. */
  readonly sources: readonly SourceConfig[];
  readonly ledger: Ledger;
  readonly library: ContentLibrary;
  /** One for all sources: a worker takes a good part of a second to start. */
  readonly normalizer: Normalizer;
  readonly clock: Clock;
  readonly log: Log;
  /** Fires when nothing new may begin: the user stops the run. */
  readonly signal: AbortSignal;
  /** Fires, with the same reason and never before `signal`, when what is under way may no longer finish. */
  readonly cutOff?: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly limits: RunLimits;
  readonly overrides: Overrides;
  /** Every set of removals that a hash could approve is added while the run is planned. */
  readonly removalSets?: RemovalSet[];
  /** Told where a page's fate is settled, so that what answers are looked for in is what Intercom has. */
  readonly settled?: PageSettled;
  /** Keeps what is replaced, for `undo`; absent: nothing is kept. */
  readonly keeper?: Keeper | undefined;
  /** Keeps the report of the run once it has ended; never throws. */
  readonly keepReport?: (report: RunReport) => void;
  /** Puts what was indexed on disk, where it can be asked; nothing may be settled afterwards. Absent: nothing is indexed. */
  readonly closeIndex?: () => void;
}

/** What the user lifts for this one run, by flag; rules that no flag lifts are not here. */
export interface Overrides {
  /** `--approve-removals HASH`: exactly the set of removals that a hold named with this hash. */
  readonly approveRemovals?: string;
  /** `--approve-uploads HASH`, repeatable: exactly these bodies, although they collapsed or equal many others. */
  readonly approveUploads?: readonly string[];
  /** `--allow-empty`: the listing may be much smaller than the last complete one, or name other documents. */
  readonly allowEmpty?: boolean;
  /** `--accept-scope-change`: what the source selects was changed on purpose. */
  readonly acceptScopeChange?: boolean;
}

/** Removals that `--approve-removals` can approve. */
export interface RemovalSet {
  readonly source: string;
  readonly hash: string;
  readonly isHeld: boolean;
}

export interface RunLimits {
  /** Concurrent requests to Intercom. */
  readonly concurrency: number;
  /** Documents loaded at most per source; removals are off when it cuts. */
  readonly limit?: number;
  /** Monotonic milliseconds after which nothing new is begun (`--max-duration`). */
  readonly deadline?: number;
}

/** What a run is doing, for the progress line; sent often, displayed as often as the terminal wants. */
export type Progress =
  | { readonly source: string; readonly phase: "listing"; readonly listed: number }
  | {
      readonly source: string;
      readonly phase: "syncing" | "removing";
      /** Documents whose version alone does not decide. */
      readonly total: number;
      readonly finished: number;
      readonly counts: Counts;
    }
  | { readonly source: string; readonly phase: "done"; readonly counts: Counts };

/** Whether the run's time budget (`--max-duration`) is spent: nothing new is begun then. */
export const isOutOfTime = ({ clock, limits }: Pick<RunContext, "clock" | "limits">): boolean =>
  limits.deadline !== undefined && clock.monotonic() >= limits.deadline;
