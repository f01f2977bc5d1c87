import { randomUUID } from "node:crypto";
import type { Failure } from "../errors.ts";
import type { ReportedChange, RunReport } from "../sync/run-report.ts";

/** Changes that are written at once. */
const changesAtOnce = 200;

/** The report as the one JSON document of a run, in pieces: of its changes only a few are in memory at a time. */
export function* reportJson(report: RunReport): Generator<string> {
  // Stands where a source's changes belong.
  const mark = randomUUID();
  const sources = report.sources.map((source) => ({
    ...source,
    changes: source.changes.length > 0 ? [mark] : [],
  }));
  const parts = json({ ...report, sources }).split(JSON.stringify(mark));
  yield parts[0] ?? "";
  const changed = report.sources.filter(({ changes }) => changes.length > 0);
  for (const [at, { changes }] of changed.entries()) {
    yield* inPieces(changes);
    yield parts[at + 1] ?? "";
  }
}

/** The items of the list, as deep as it stands in the report. */
function* inPieces(changes: Iterable<ReportedChange>): Generator<string> {
  const indent = " ".repeat(8);
  let piece: string[] = [];
  let before = "";
  for (const change of changes) {
    piece.push(JSON.stringify(change, undefined, 2).replaceAll("\n", `\n${indent}`));
    if (piece.length < changesAtOnce) continue;
    yield before + piece.join(`,\n${indent}`);
    before = `,\n${indent}`;
    piece = [];
  }
  if (piece.length > 0) yield before + piece.join(`,\n${indent}`);
}

/** What stands on stdout when a run with `--json` could not make its report. */
export function errorJson(failure: Failure & { readonly exitCode: number }): string {
  return json({ error: failure });
}

/** Two-space JSON with a line end; `</` and line separators are left as they are: it is not for HTML. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
