import type { NetChange } from "../runs/net-changes.ts";
import type { TextOptions } from "./blocks.ts";
import { changeLine } from "./change-line.ts";
import { count, minute } from "./numbers.ts";
import { type RunStatus, took } from "./status.ts";
import { table } from "./table.ts";
import { oneLine, painter } from "./terminal-text.ts";

/** A past run; the JSON of `runs --json`. */
export interface PastRun extends RunStatus {
  /** Whether its report is kept, so that it can be shown and compared. */
  readonly hasReport: boolean;
}

/** Characters of an id that tell runs apart. */
const ID_LENGTH = 8;

/** Past runs, the newest first. Times are UTC. */
export function runsText(runs: readonly PastRun[], { width, colours }: TextOptions): string {
  if (runs.length === 0) return "No run yet: fin-ingest nightly is the first.\n";
  const paint = painter(colours);
  const lines = table(
    [
      { heading: "ID", cut: "never" },
      { heading: "RUN", cut: "never" },
      { heading: "STARTED", cut: "never" },
      { heading: "TOOK", cut: "never", align: "right" },
      { heading: "OUTCOME", cut: "never" },
      { heading: "CHANGES" },
    ],
    runs.map((run) => [
      run.hasReport ? run.id.slice(0, ID_LENGTH) : "",
      run.pipeline,
      minute(run.startedAt),
      took(run),
      run.stopped ?? run.outcome ?? "not ended",
      run.counts ?? "",
    ]),
    width,
    (cell, row, column) => (column === 4 && row >= 0 && cell.trim() !== "ok" ? paint("alarm", cell) : cell),
  );
  return `${lines.join("\n")}\n`;
}

/** What the runs between two states did, page by page. */
export function netChangesText(
  changes: readonly NetChange[],
  runs: number,
  { width, colours }: TextOptions,
): string {
  const paint = painter(colours);
  const sources = [...new Set(changes.map(({ source }) => source))];
  const lines = sources.flatMap((source) => [
    paint("strong", oneLine(source)),
    ...changes
      .filter((change) => change.source === source)
      .map((change) => changeLine({ ...change, error: null }, width, paint)),
    "",
  ]);
  const summary = `${count(changes.length, "page")} changed over ${count(runs, "run")}.`;
  return `${[...lines, summary].join("\n")}\n`;
}
