import type { z } from "zod";
import type { Io } from "./io.ts";
import type { ListingEntry } from "./listing.ts";

/**
 * Knows one kind of system. A factory-free plain object: `list` is the whole job, `check` helps with set-up,
 * `confirm` is a capability that some systems lack.
 */
export interface Connector<Options = unknown> {
  readonly type: string;
  /** One line for `fin-ingest connectors`. */
  readonly summary: string;
  /** Strict object; secrets are made with `secret()` so that they can be redacted. */
  readonly options: z.ZodType<Options>;
  /**
   * Changes whenever it may make another document of what its system answers. Absent: as its files do, which are found
   * by `type`; a connector that is named by its path gets that of its module.
   */
  readonly revision?: () => string;
  /** The pace its system documents; a source's `requests_per_second` replaces it. Absent: as fast as they come. */
  readonly requestsPerSecond?: number;
  /** Complete, or throws; what it could not see it yields as a gap. */
  list(options: Options, io: Io): AsyncIterable<ListingEntry>;
  check(options: Options, io: Io): Promise<CheckResult[]>;
  /** Is this one document really gone? A refusal (403) is "unknown". */
  confirm?(options: Options, io: Io, externalId: string): Promise<Presence>;
}

/** One thing `check` looked at. "unknown" is not "failed". */
export interface CheckResult {
  readonly what: string;
  readonly result: "ok" | "failed" | "unknown";
  readonly detail: string;
  /** Where to mend it, when it failed. */
  readonly hint?: string | undefined;
}

export type Presence = "present" | "gone" | "unknown";
