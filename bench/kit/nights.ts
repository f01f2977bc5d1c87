import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { RunReport } from "../../src/sync/run-report.ts";
import type { FillTask } from "../children/fill-ledger.ts";
import { docsRepo, writeConfig } from "./docs-repo.ts";
import { withUnmetered } from "./emulator.ts";
import { childFile, withFolder } from "./folders.ts";
import type { Table } from "./model.ts";
import { ask, type Ended, runNode, runProgram } from "./process.ts";
import { interleave, medianOf, megabytes, milliseconds, ratio } from "./stats.ts";

const exec = promisify(execFile);

/** A run of the program, or of what it is compared with; `report` where the program gave one. */
export interface Night extends Ended {
  readonly report?: RunReport["sources"][number];
}

/** Of each run its samples, by its name in `nightNames`. */
export type Nights = ReadonlyMap<string, readonly Night[]>;

export const nightNames = {
  bare: "bare: git ls-tree -r, rows in a loop",
  folder: "nightly, source: a folder in a work tree",
  repository: "nightly, source: a repository (fetched)",
  folderBefore: "the night before, which sends a page in 10,000: a folder",
  repositoryBefore: "the night before: a repository",
  lsFiles: "git ls-files -m -o --exclude-standard alone",
} as const;

/** Long enough for a million documents, on a busy machine, too. */
const TIMEOUT_MS = 1_800_000;

/**
 * Nights over a committed docs repository with a ledger that knows every document of it: once the night that sends what
 * is due, then in turns the nights that find nothing to do and what they are compared with.
 */
export function measureNights(documents: number, rounds: number): Promise<Nights> {
  return withFolder(async (folder) => {
    const repo = await docsRepo(documents);
    return withUnmetered(async ({ url, sourceId }) => {
      const configs = {
        folder: writeConfig(path.join(folder, "folder"), repo, url),
        remote: writeConfig(path.join(folder, "remote"), repo, url, `repository: ${repo.folder}`),
      };
      const ledger = path.join(path.dirname(configs.folder), ".fin-ingest", "ledger.sqlite");
      const task = { repo, sourceId, ...configs } satisfies FillTask;
      await ask("fill-ledger", task, { timeoutMs: TIMEOUT_MS });
      // A night that sends pages reads every row; those after it find the listing as it left it.
      const nightsBefore = await interleave(
        {
          [nightNames.folderBefore]: () => night(configs.folder),
          [nightNames.repositoryBefore]: () => night(configs.remote),
        },
        1,
      );
      const nights = await interleave(
        {
          [nightNames.bare]: () => runNode([childFile("bare-night"), repo.folder, ledger]),
          [nightNames.folder]: () => night(configs.folder),
          [nightNames.repository]: () => night(configs.remote),
          [nightNames.lsFiles]: () => gitLsFiles(repo.folder),
        },
        rounds,
      );
      return new Map<string, readonly Night[]>([...nights, ...nightsBefore]);
    });
  });
}

async function night(config: string): Promise<Night> {
  const ended = await runProgram(["nightly", "-c", config, "--json"], { timeoutMs: TIMEOUT_MS });
  if (ended.code !== 0) throw new Error(`nightly ended with ${ended.code}: ${ended.stderr.slice(-2000)}`);
  const { sources }: RunReport = JSON.parse(ended.stdout);
  const [report] = sources;
  return report ? { ...ended, report } : ended;
}

async function gitLsFiles(cwd: string): Promise<Ended> {
  const begun = performance.now();
  const args = ["ls-files", "-m", "-o", "--exclude-standard", "-z"];
  const { stdout } = await exec("git", args, { cwd, maxBuffer: 2 ** 30 });
  return { ms: performance.now() - begun, cpuMs: 0, peakBytes: 0, code: 0, stdout, stderr: "" };
}

export const nightMs = (nights: Nights, name: string): number => medianOf(nights, name, ({ ms }) => ms);
export const nightPeak = (nights: Nights, name: string): number =>
  medianOf(nights, name, ({ peakBytes }) => peakBytes);
/** How often as long as the least that would do. */
export const timesBare = (nights: Nights, name: string): number =>
  nightMs(nights, name) / nightMs(nights, nightNames.bare);

/** A row a run. */
export function nightsTable(nights: Nights): Table {
  const ofProgram = (name: string, text: string) => (name === nightNames.lsFiles ? "" : text);
  return {
    head: ["run", "time", "CPU", "peak memory", "× bare"],
    rows: Object.values(nightNames).map((name) => [
      name,
      milliseconds(nightMs(nights, name)),
      ofProgram(name, milliseconds(medianOf(nights, name, ({ cpuMs }) => cpuMs))),
      ofProgram(name, megabytes(nightPeak(nights, name))),
      ratio(timesBare(nights, name)),
    ]),
  };
}
