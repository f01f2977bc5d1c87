import type { z } from "zod";
import type { Io } from "./io.ts";
import type { ListingEntry } from "./listing.ts";

/**
 * Knows one kind of system. A plain object: `list` is the whole job, `check` helps with set-up, and `confirm` is a
 * capability that some systems lack.
 */
export interface Connector<Options = unknown> {
  readonly type: string;
  /** One line for `fin-ingest connectors`. */
  readonly summary: string;
  /** A strict object; secrets are made with `secret()`, so that they are redacted. */
  readonly options: z.ZodType<Options>;
  /**
   * Changes whenever it may make another document of what its system answers. Absent: derived from its files, which are
   * found by `type`; a connector that is named by its path gets the revision of its module.
   */
  readonly revision?: () => string;
  /**
   * Names of the options that select documents, such as `include`: `list` tells `io.selected` what each pattern in them
   * selected. Absent: none.
   */
  readonly patterns?: readonly string[];
  /**
   * Folder of the recipes that a source can name in `recipe`: settings of known systems, as YAML, which lie below the
   * source's own. Absent: none.
   */
  readonly recipes?: string;
  /** The rate limit that its system documents; a source's `requests_per_second` replaces it. Absent: no limit. */
  readonly requestsPerSecond?: number;
  /** Complete, or throws; what it could not see is a gap. */
  list(options: Options, io: Io): AsyncIterable<ListingEntry>;
  check(options: Options, io: Io): Promise<CheckResult[]>;
  /** Whether one document is really gone. A refusal (403) is "unknown". */
  confirm?(options: Options, io: Io, externalId: string): Promise<Presence>;
}

/** The result of one step of `check`. "unknown" is not "failed". */
export interface CheckResult {
  readonly what: string;
  readonly result: "ok" | "failed" | "unknown";
  readonly detail: string;
  /** Where to fix it, when it failed. */
  readonly hint?: string | undefined;
}

export type Presence = "present" | "gone" | "unknown";
