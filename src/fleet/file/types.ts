/** What a job runs: the verb of the same name. */
export const pipelines = ["nightly", "backfill"] as const;
export type Pipeline = (typeof pipelines)[number];

/** A fleet file as the program uses it: complete and checked. */
export interface Fleet {
  /** Absolute. */
  readonly file: string;
  /** PostgreSQL's connection string. */
  readonly database: string;
  /** Beginning of the names of the two schemas in the database. */
  readonly schema: string;
  readonly policy: RetryPolicy;
  /** `--max-duration` of each run. */
  readonly maxDuration?: string;
  /** Absent: each run converts its files itself. */
  readonly conversions?: ConversionSettings;
  readonly workspaces: readonly Workspace[];
  /** For the redaction. */
  readonly secrets: readonly string[];
}

/** One Intercom workspace of the fleet. */
export interface Workspace {
  readonly name: string;
  /** Its configuration, as `-c` takes it: absolute, `FLEET#NAME` where it stands in the fleet file. */
  readonly config: string;
  /** `--env`. */
  readonly environment?: string;
  readonly schedules: readonly Schedule[];
  /** Opens its own pages of `fleet status --serve`; absent: nothing does. */
  readonly statusToken?: string;
}

export interface Schedule {
  readonly cron: string;
  /** IANA name. */
  readonly timezone: string;
  readonly pipeline: Pipeline;
}

/** How the files of all workspaces are converted. */
export interface ConversionSettings {
  /** Files at once on each worker; absent: as many as its machine has processors. */
  readonly concurrency?: number;
  /** Seconds that a result is kept. */
  readonly expireS: number;
}

/** What follows an attempt that did not end well. */
export interface RetryPolicy {
  /** Attempts that may fail, or whose worker may be lost, before a run is given up. */
  readonly retries: number;
  /** Seconds before the first further attempt; each one waits twice as long, an hour at most. */
  readonly retryDelayS: number;
  /** Seconds until a run that was told to try later is tried again. */
  readonly laterS: number;
}
