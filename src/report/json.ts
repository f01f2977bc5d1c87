import type { Failure } from "../errors.ts";
import type { ReportedChange, RunReport } from "../sync/run-report.ts";

/** Changes that are written in one piece. */
const CHANGES_PER_PIECE = 200;

/** The report as the one JSON document of a run, in pieces: only a few of its changes are in memory at a time. */
export function* reportJson(report: RunReport): Generator<string> {
  // In the place of a source's changes.
  const placeholder = crypto.randomUUID();
  const sources = report.sources.map((source) => ({
    ...source,
    changes: source.changes.length > 0 ? [placeholder] : [],
  }));
  const parts = json({ ...report, sources }).split(JSON.stringify(placeholder));
  yield parts[0] ?? "";
  const changed = report.sources.filter(({ changes }) => changes.length > 0);
  for (const [at, { changes }] of changed.entries()) {
    yield* inPieces(changes);
    yield parts[at + 1] ?? "";
  }
}

/** The items of the list, indented as in the report. */
function* inPieces(changes: Iterable<ReportedChange>): Generator<string> {
  const indent = " ".repeat(8);
  let piece: string[] = [];
  let before = "";
  for (const change of changes) {
    piece.push(JSON.stringify(change, undefined, 2).replaceAll("\n", `\n${indent}`));
    if (piece.length < CHANGES_PER_PIECE) continue;
    yield before + piece.join(`,\n${indent}`);
    before = `,\n${indent}`;
    piece = [];
  }
  if (piece.length > 0) yield before + piece.join(`,\n${indent}`);
}

/** The document on stdout when a run with `--json` could not make its report. */
export function errorJson(failure: Failure & { readonly exitCode: number }): string {
  return json({ error: failure });
}

/** Two-space JSON with a line end; `</` and line separators are not escaped: it is not for HTML. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
