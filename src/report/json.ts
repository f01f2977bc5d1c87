import type { Failure, RunReport } from "../model.ts";

/** The report as the one JSON document of a run. */
export function reportJson(report: RunReport): string {
  return json(report);
}

/** What stands on stdout when a run with `--json` could not make its report. */
export function errorJson(failure: Failure & { readonly exitCode: number }): string {
  return json({ error: failure });
}

/** Two-space JSON with a line end; `</` and line separators are left as they are: it is not for HTML. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
