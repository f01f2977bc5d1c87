import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type Resident, startResident } from "../e2e/resident.ts";
import { temporary } from "./repository.ts";

const published = path.resolve(import.meta.dirname, "../../dist/bundle/ci.js");

/**
 * For a file of tests: a folder for PATH, whose fin-ingest-ci is already loaded. So is the one that a job starts by its
 * file, with `node`; `node` starts everything else as ever. Gives the path of the folder.
 */
export function useResidentPrograms(): () => string {
  let resident: Resident;
  let folder: string;
  beforeAll(async () => {
    resident = await startResident();
    folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-resident-"));
    const job = quoted(resident.command("fin-ingest-ci"));
    writeScript(path.join(folder, "fin-ingest-ci"), `exec ${job} "$@"`);
    writeNode(folder, job);
  });
  afterAll(() => {
    resident.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** A folder for PATH whose fin-ingest-ci is the published one, as in the image, in processes of its own; so is a job's. */
export function publishedPrograms(): string {
  const folder = temporary();
  chmodSync(published, 0o755);
  symlinkSync(published, path.join(folder, "fin-ingest-ci"));
  writeNode(folder, quoted([process.execPath, published]));
  return folder;
}

/** Another program in the place of the compiled one for jobs. */
function writeNode(folder: string, job: string): void {
  const compiled = "*/dist/deploy/ci/main.js";
  writeScript(
    path.join(folder, "node"),
    `case "$1" in ${compiled}) shift; exec ${job} "$@" ;; *) exec "${process.execPath}" "$@" ;; esac`,
  );
}

const writeScript = (file: string, text: string): void =>
  writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });

const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(" ");
