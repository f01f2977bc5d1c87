import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { FinIngestError } from "../errors.ts";
import type { RunReport } from "../sync/run-report.ts";
import { MAX_REPORTS, type RunFile, runFileName, runFiles } from "./run-files.ts";

const ENDING = ".json.gz";

/**
 * Keeps a run's report in the state folder, readable by the user alone, and drops the oldest beyond `MAX_REPORTS`.
 *
 * @param pieces the report as JSON, with secrets masked
 * @throws whatever the file system says
 */
export function keepReport(
  stateDir: string,
  { id, startedAt }: Pick<RunReport["run"], "id" | "startedAt">,
  pieces: Iterable<string>,
): void {
  const folder = folderOf(stateDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, runFileName(startedAt, id, ENDING));
  const unfinished = `${file}.tmp`;
  const fd = openSync(unfinished, "w", 0o600);
  try {
    // A file of several gzip members is their texts one after the other: https://www.rfc-editor.org/rfc/rfc1952#section-2.2
    for (const piece of pieces) writeSync(fd, gzipSync(piece));
  } finally {
    closeSync(fd);
  }
  renameSync(unfinished, file);
  for (const { file: old } of keptReports(stateDir).slice(MAX_REPORTS)) rmSync(old, { force: true });
}

/** The reports that are kept, the newest first. */
export function keptReports(stateDir: string): RunFile[] {
  return runFiles(folderOf(stateDir), ENDING);
}

/**
 * A report that was kept.
 * @throws FinIngestError where it cannot be read as one
 */
export function readReport({ file }: RunFile): RunReport {
  try {
    return stored.parse(JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")));
  } catch (error) {
    throw new FinIngestError(
      `the report ${file} cannot be read: ${error instanceof Error ? error.message : error}`,
      {
        hint: "It is a copy for people: delete it if it is damaged. The ledger does not need it.",
        cause: error,
      },
    );
  }
}

const folderOf = (stateDir: string): string => path.join(stateDir, "runs");

/** Enough to tell a report of ours from anything else. */
const shape = z.object({
  run: z.object({ id: z.string(), pipeline: z.string(), startedAt: z.string(), finishedAt: z.string() }),
  sources: z.array(
    z.object({
      name: z.string(),
      counts: z.record(z.string(), z.number()),
      requests: z.record(z.string(), z.number()),
      changes: z.array(
        z.object({
          kind: z.string(),
          externalId: z.string(),
          reasons: z.array(z.string()),
          audience: z.object({ before: z.string().nullable(), after: z.string().nullable() }),
        }),
      ),
      gaps: z.array(z.object({})),
      holds: z.array(z.object({ rule: z.string(), externalIds: z.array(z.string()) })),
    }),
  ),
});
const stored = z.custom<RunReport>((value) => shape.safeParse(value).success, "it is not a report of a run");
