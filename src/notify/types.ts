import type { Failure } from "../errors.ts";
import type { Hold } from "../sync/changes.ts";
import type { RunReport } from "../sync/run-report.ts";

/** What people can be told of: `notify.on`. */
export const notifyEvents = ["hold", "fail", "recovered", "first-success"] as const;
export type NotifyEvent = (typeof notifyEvents)[number];

/** How a chat service wants its messages. */
export const webhookFormats = ["slack", "teams", "discord", "json"] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

export interface NotifySettings {
  readonly webhook?: { readonly url: string; readonly format: WebhookFormat };
  /** An SMTP URL: `smtps://user:password@host?from=…&to=…`. */
  readonly email?: string;
  readonly on: readonly NotifyEvent[];
}

export interface MetricsSettings {
  /** Absolute path of a file for node_exporter's textfile collector. */
  readonly file?: string;
  /** Base address of an OTLP receiver; `/v1/metrics` is added. */
  readonly otlp?: string;
}

/** Where the end of a run is told. */
export interface TellSettings {
  readonly notify?: NotifySettings;
  readonly ping?: string;
  readonly metrics?: MetricsSettings;
}

/** A run that has ended, as people are told of it. */
export interface EndedRun {
  /** Its name in a fleet; absent: the run is not one of a fleet's. */
  readonly workspace?: string;
  readonly pipeline: string;
  readonly exitCode: number;
  /** Absent where it ended before it began: no token, no configuration of a source. */
  readonly report?: RunReport;
  /** What ended it early. */
  readonly failure?: Failure;
}

/** What one message says. */
export interface Message {
  readonly event: NotifyEvent;
  readonly title: string;
  readonly points: readonly MessagePoint[];
  /** Counts and time of the run. */
  readonly summary: string | undefined;
}

export interface MessagePoint {
  readonly source?: string;
  readonly what: string;
  /** A command or a setting that resolves it. */
  readonly resolve?: string;
  readonly hold?: Hold["rule"];
}
