import type { PageSettled } from "../answers/index/settled.ts";
import type { Clock } from "../clock.ts";
import type { Config, SourceConfig } from "../config/types.ts";
import type { ContentLibrary } from "../intercom/types.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Log } from "../log/log.ts";
import type { Normalizer } from "../normalize/worker/normalizer.ts";
import type { ChangeKind } from "./changes.ts";
import type { Counts } from "./run-report.ts";

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
  /** Told where a page's fate is settled, so that what answers are looked for in is what Intercom has. */
  readonly settled?: PageSettled;
}

/** What the user lifts for this one run, by flag; SAFETY rules that no flag lifts are not here. */
export interface Overrides {
  /** `--approve-removals HASH`: exactly the set of removals that a hold showed under this hash. */
  readonly approveRemovals?: string;
  /** `--approve-uploads HASH`, repeatable: exactly these bodies, although they collapsed or are like many others. */
  readonly approveUploads?: readonly string[];
  /** `--allow-empty`: the listing may be much smaller, or other, than the last complete one. */
  readonly allowEmpty?: boolean;
  /** `--accept-scope-change`: what the source selects was changed on purpose. */
  readonly acceptScopeChange?: boolean;
}

export interface RunLimits {
  /** Requests to Intercom under way at once. */
  readonly concurrency: number;
  /** Documents loaded at most per source; removals are off when it cuts. */
  readonly limit?: number;
  /** Monotonic milliseconds at which no new work is begun (`--max-duration`). */
  readonly deadline?: number;
}

/** What is going on, for the live line; sent often, shown as often as the terminal likes. */
export type Progress =
  | { readonly source: string; readonly phase: "listing"; readonly listed: number }
  | {
      readonly source: string;
      readonly phase: "syncing" | "removing";
      /** Documents that need a look beyond their version. */
      readonly total: number;
      readonly finished: number;
      readonly counts: Counts;
    }
  | { readonly source: string; readonly phase: "done"; readonly counts: Counts };

export const noCounts: Counts = {
  create: 0,
  update: 0,
  unchanged: 0,
  hide: 0,
  delete: 0,
  hold: 0,
  skip: 0,
  fail: 0,
} satisfies Record<ChangeKind, number>;

/** Whether the run's time budget (`--max-duration`) is spent: nothing new is begun then. */
export const isOutOfTime = ({ clock, limits }: Pick<RunContext, "clock" | "limits">): boolean =>
  limits.deadline !== undefined && clock.monotonic() >= limits.deadline;
