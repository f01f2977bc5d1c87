import type { StatusHealth } from "../status/health.ts";
import type { Hold } from "../sync/changes.ts";
import type { HiddenPage } from "../sync/explain/hidden.ts";
import { statusHealthLines } from "./answers/health-text.ts";
import { block, type Context, contextOf, holdLines, type TextOptions } from "./blocks.ts";
import { hiddenLines } from "./hidden.ts";
import { count, duration, minute, number } from "./numbers.ts";
import { table } from "./table.ts";
import { oneLine, painter } from "./terminal-text.ts";

/** What the ledger records of past runs; the JSON of `status --json`. */
export interface Status {
  /** The run in progress. */
  readonly running: {
    readonly pipeline: string;
    readonly pid: number;
    readonly host: string;
    readonly since: string;
  } | null;
  readonly sources: readonly SourceStatus[];
  /** Sources with pages that no configuration names. */
  readonly orphans: readonly { readonly name: string; readonly live: number; readonly hidden: number }[];
  /** Every hidden page, why it is hidden, and when it is deleted. */
  readonly hidden: readonly HiddenPage[];
  /** What the last run of each source held; the same as in `sources`. */
  readonly holds: readonly (Hold & { readonly source: string })[];
  readonly runs: readonly RunStatus[];
  /** With `--health`. */
  readonly health?: StatusHealth;
}

export interface SourceStatus {
  readonly name: string;
  readonly url: string;
  readonly sourceId: number | null;
  readonly live: number;
  readonly hidden: number;
  /** Pages under its Content Import Source that it did not send, as the last audit found them. */
  readonly foreign: number;
  /** ISO time of the last complete listing. */
  readonly lastComplete: string | null;
  /** ISO time at which a backfill began that has not ended. */
  readonly openBackfill: string | null;
  /** Held by the last run of the source. */
  readonly holds: readonly Hold[];
}

export interface RunStatus {
  readonly id: string;
  readonly pipeline: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly outcome: string | null;
  /** Why it ended before its time, where a signal ended it: "stopped by SIGTERM". */
  readonly stopped: string | null;
  /** `create 12 · fail 1`, all sources together. */
  readonly counts: string | null;
}

/** Sources, then runs, then what is held, the most urgent last. Times are UTC. */
export function statusText(status: Status, options: TextOptions): string {
  const paint = painter(options.colours);
  const sources = table(
    [
      { heading: "SOURCE" },
      { heading: "LIVE", cut: "never", align: "right" },
      { heading: "HIDDEN", cut: "never", align: "right" },
      { heading: "LAST COMPLETE LISTING", cut: "never" },
      { heading: "URL" },
    ],
    status.sources.map((source) => [
      oneLine(source.name),
      number(source.live),
      number(source.hidden),
      source.lastComplete === null ? "never" : minute(source.lastComplete),
      oneLine(source.url),
    ]),
    options.width,
  );
  const runs = table(
    [
      { heading: "RUN" },
      { heading: "STARTED", cut: "never" },
      { heading: "TOOK", cut: "never", align: "right" },
      { heading: "OUTCOME", cut: "never" },
      { heading: "CHANGES" },
    ],
    status.runs.map((run) => [
      run.pipeline,
      minute(run.startedAt),
      took(run),
      outcomeOf(run, status),
      run.counts ?? "",
    ]),
    options.width,
    (cell, row, column) => (column === 3 && row >= 0 && cell.trim() !== "ok" ? paint("alarm", cell) : cell),
  );
  const { running } = status;
  const context = contextOf(options);
  const held = status.sources.filter(({ holds }) => holds.length > 0);
  return `${[
    ...sources,
    "",
    ...(status.runs.length > 0 ? runs : ["No run yet: fin-ingest nightly is the first."]),
    ...status.sources.flatMap(({ name, openBackfill }) =>
      openBackfill === null
        ? []
        : [
            "",
            `${oneLine(name)}: a backfill begun ${minute(openBackfill)} has not ended; call it again to go on.`,
          ],
    ),
    ...status.sources.flatMap(({ name, foreign }) => foreignLines(name, foreign, context)),
    ...status.orphans.flatMap((orphan) => orphanLines(orphan, context)),
    ...hiddenLines(status.hidden, context),
    ...held.flatMap(({ name, holds }) => [
      "",
      `${oneLine(name)}: held`,
      ...holds.flatMap((hold) => holdLines(hold, context)),
    ]),
    ...(status.health ? statusHealthLines(status.health, options.width) : []),
    ...(running
      ? [
          "",
          `Running: ${running.pipeline}, process ${running.pid} on ${running.host}, since ${minute(running.since)}.`,
        ]
      : []),
  ].join("\n")}\n`;
}

function foreignLines(name: string, foreign: number, context: Context): string[] {
  if (foreign === 0) return [];
  const sentence = `${count(foreign, "page")} in Intercom under this source ${foreign === 1 ? "is" : "are"} not its own`;
  const advice = `fin-ingest adopt --source ${name} --dry-run shows which are its documents; fin-ingest retire ${name} hides the others`;
  return ["", `${oneLine(name)}: foreign`, ...block("?", "alarm", sentence, advice, context)];
}

function orphanLines({ name, live, hidden }: Status["orphans"][number], context: Context): string[] {
  const also = hidden > 0 ? `, ${number(hidden)} hidden` : "";
  const sentence = `no configuration names it, and ${count(live, "page")} still ${live === 1 ? "answers" : "answer"}${also}`;
  const advice = `fin-ingest retire ${name}, or moved_from: ${name} on the source that replaces it`;
  return ["", `${oneLine(name)}: orphan`, ...block("!", "alarm", sentence, advice, context)];
}

function outcomeOf(run: RunStatus, { running }: Status): string {
  if (run.outcome !== null) return run.stopped ?? run.outcome;
  return running ? "running" : "broken off";
}

export function took({ startedAt, finishedAt }: RunStatus): string {
  return finishedAt === null ? "" : duration(Date.parse(finishedAt) - Date.parse(startedAt));
}
