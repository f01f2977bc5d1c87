import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { RunReport } from "../src/sync/run-report.ts";
import type { EmulatorTask, StartedEmulator } from "./children/emulators.ts";
import type { FillTask } from "./children/fill-ledger.ts";
import { docsRepo, sourceUrl, writeConfig } from "./kit/docs-repo.ts";
import { childFile, withFolder } from "./kit/folders.ts";
import type { Bench } from "./kit/model.ts";
import { ask, type Ended, request, runNode, runProgram, start, stop } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { count, interleave, medianOf, megabytes, milliseconds, ratio } from "./kit/stats.ts";

const exec = promisify(execFile);
const bare = "bare: git ls-tree -r, rows in a loop";
const folderNight = "nightly, source: a folder in a work tree";
const remoteNight = "nightly, source: a repository (fetched)";
const folderFirst = "the night before, which sends a page in 10,000: a folder";
const remoteFirst = "the night before: a repository";
const lsFiles = "git ls-files -m -o --exclude-standard alone";

/** The run that happens most often. */
export const unchanged: Bench = {
  name: "unchanged",
  title: "A night on which nothing changed",
  method:
    "A committed docs repository, a ledger that knows every document of it (written through the ledger's own methods, as a first run would leave it), and `fin-ingest nightly --json` against the emulator. For comparison the least that would do: one Node process that reads `git ls-tree -r` and every row of the ledger in a bare loop, and compares them by path. A source that is a folder must also ask git which files were edited or added; that command alone is the last row. The night before reads every document's row and sends a page in 10,000 (measured once); the nights after it recognise the listing by its digest.",
  run: () =>
    withFolder(async (folder) => {
      const repo = await docsRepo(sized({ small: 5_000, usual: 100_000, full: 100_000 }));
      const rounds = sized({ small: 1, usual: 2, full: 7 });
      const emulators = start("emulators");
      try {
        const emulator = await request<StartedEmulator>(emulators, {
          do: "start",
          per10s: null,
          delayMs: 0,
          source: sourceUrl,
        } satisfies EmulatorTask);
        const configs = {
          folder: writeConfig(path.join(folder, "folder"), repo, emulator.url),
          remote: writeConfig(path.join(folder, "remote"), repo, emulator.url, `repository: ${repo.folder}`),
        };
        const state = path.join(path.dirname(configs.folder), ".fin-ingest");
        const { sourceId } = emulator;
        await ask("fill-ledger", { repo, sourceId, ...configs } satisfies FillTask);
        // A night that sends pages reads every row; those after it find the listing as it left it.
        const firstNights = await interleave(
          { [folderFirst]: () => night(configs.folder), [remoteFirst]: () => night(configs.remote) },
          1,
        );
        const ledger = path.join(state, "ledger.sqlite");
        const samples = await interleave(
          {
            [bare]: () => runNode([childFile("bare-night"), repo.folder, ledger]),
            [folderNight]: () => night(configs.folder),
            [remoteNight]: () => night(configs.remote),
            [lsFiles]: () => gitLsFiles(repo.folder),
          },
          rounds,
        );
        return findings(new Map([...samples, ...firstNights]), repo.documents, rounds);
      } finally {
        await stop(emulators);
      }
    }),
};

interface Night extends Ended {
  readonly report?: RunReport["sources"][number];
}

async function night(config: string): Promise<Night> {
  const ended = await runProgram(["nightly", "-c", config, "--json"]);
  if (ended.code !== 0) throw new Error(`nightly ended with ${ended.code}: ${ended.stderr.slice(-2000)}`);
  const { sources }: RunReport = JSON.parse(ended.stdout);
  const [report] = sources;
  return report ? { ...ended, report } : ended;
}

async function gitLsFiles(cwd: string): Promise<Ended> {
  const begun = performance.now();
  const { stdout } = await exec("git", ["ls-files", "-m", "-o", "--exclude-standard", "-z"], { cwd });
  return { ms: performance.now() - begun, cpuMs: 0, peakBytes: 0, code: 0, stdout, stderr: "" };
}

function findings(samples: ReadonlyMap<string, readonly Night[]>, documents: number, rounds: number) {
  const ms = (name: string) => medianOf(samples, name, (sample) => sample.ms);
  const times = (name: string) => ms(name) / ms(bare);
  const reports = [folderNight, remoteNight].map((name) => samples.get(name)?.[0]?.report);
  const doneNothing = reports.every((report) => report?.counts.unchanged === documents);
  const writes = reports.reduce((sum, report) => sum + (report?.requests.write ?? 0), 0);
  const reads = reports.map((report) => report?.requests.read ?? 0);
  const audits = reports.filter((report) => report?.audit !== undefined).length;
  const target = (what: string, name: string, why: string) => ({
    what,
    wanted: "at most 2 × bare",
    measured: `${ratio(times(name))} (${milliseconds(ms(name))})`,
    met: times(name) <= 2,
    limit: times(name) <= 2 ? undefined : why,
  });
  return {
    setting: `${count(documents)} documents, ${rounds} rounds.`,
    tables: [
      {
        head: ["run", "time", "CPU", "peak memory", "× bare"],
        rows: [bare, folderNight, remoteNight, folderFirst, remoteFirst, lsFiles].map((name) => [
          name,
          milliseconds(ms(name)),
          name === lsFiles ? "" : milliseconds(medianOf(samples, name, (sample) => sample.cpuMs)),
          name === lsFiles ? "" : megabytes(medianOf(samples, name, (sample) => sample.peakBytes)),
          ratio(times(name)),
        ]),
      },
    ],
    targets: [
      target(
        "Time, folder",
        folderNight,
        `git ls-files on the work tree alone takes ${milliseconds(ms(lsFiles))}.`,
      ),
      target(
        "Time, repository",
        remoteNight,
        "Starting the program, two digests of the ledger's file (which must be what was last written), and the fetch, which asks the remote first.",
      ),
      {
        what: "Nothing is loaded, sent or audited",
        wanted: "all unchanged, 0 writes, no audit",
        measured: `${doneNothing ? "all" : "not all"} unchanged, ${writes} writes, ${audits} audits, ${reads.join(" and ")} listing requests`,
        met: doneNothing && writes === 0 && audits === 0,
      },
    ],
  };
}
