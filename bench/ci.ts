import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { docsRepo, writeConfig } from "./kit/docs-repo.ts";
import { childFile, withFolder } from "./kit/folders.ts";
import type { Bench } from "./kit/model.ts";
import { type Ended, runNode, runProgram } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { count, interleave, medianOf, megabytes, milliseconds, ratio } from "./kit/stats.ts";

const exec = promisify(execFile);
const bare = "bare: git diff, both sides normalised";
const ours = "fin-ingest ci --base HEAD~1";
const diff = "git diff alone";
const program = "fin-ingest --help (starting the program)";

/** How long a pull request waits. */
export const ci: Bench = {
  name: "ci",
  title: "One change among many documents",
  method:
    "`fin-ingest ci --base HEAD~1` in a repository whose last commit changes one document. For comparison one Node process that runs `git diff --raw`, reads both sides with `git show` and normalises them with our own normaliser, loaded for that.",
  run: () =>
    withFolder(async (folder) => {
      const repo = await docsRepo(sized({ small: 5_000, usual: 100_000, full: 100_000 }));
      const rounds = sized({ small: 2, usual: 5, full: 15 });
      const config = writeConfig(folder, repo, "http://127.0.0.1:9");
      const samples = await interleave(
        {
          [bare]: () => succeeded(runNode([childFile("bare-change"), repo.folder])),
          [ours]: () => succeeded(runProgram(["ci", "--base", "HEAD~1", "-c", config], { cwd: repo.folder })),
          [diff]: () => gitDiff(repo.folder),
          [program]: () => succeeded(runProgram(["--help"])),
        },
        rounds,
      );
      const output = samples.get(ours)?.[0]?.stdout ?? "";
      if (!output.includes("about refunds")) throw new Error(`ci did not show the change: ${output}`);
      const ms = (name: string) => medianOf(samples, name, (sample) => sample.ms);
      const times = ms(ours) / ms(bare);
      return {
        setting: `${count(repo.documents)} documents, ${rounds} rounds.`,
        tables: [
          {
            head: ["run", "time", "CPU", "peak memory", "× bare"],
            rows: [bare, ours, diff, program].map((name) => [
              name,
              milliseconds(ms(name)),
              name === diff ? "" : milliseconds(medianOf(samples, name, (sample) => sample.cpuMs)),
              name === diff ? "" : megabytes(medianOf(samples, name, (sample) => sample.peakBytes)),
              ratio(ms(name) / ms(bare)),
            ]),
          },
        ],
        targets: [
          {
            what: "Time",
            wanted: "under 2 × bare",
            measured: `${ratio(times)} (${milliseconds(ms(ours))})`,
            met: times < 2,
            limit:
              times < 2
                ? undefined
                : `Starting the command line takes ${milliseconds(ms(program))} of it, git's diff ${milliseconds(ms(diff))}.`,
          },
        ],
      };
    }),
};

async function succeeded(running: Promise<Ended>): Promise<Ended> {
  const ended = await running;
  if (ended.code !== 0) throw new Error(`ended with ${ended.code}: ${ended.stderr.slice(-2000)}`);
  return ended;
}

async function gitDiff(cwd: string): Promise<Ended> {
  const begun = performance.now();
  const { stdout } = await exec("git", ["diff", "--raw", "-z", "--no-renames", "HEAD~1", "HEAD"], { cwd });
  return { ms: performance.now() - begun, cpuMs: 0, peakBytes: 0, code: 0, stdout, stderr: "" };
}
