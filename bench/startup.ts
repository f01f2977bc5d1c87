import { spawn } from "node:child_process";
import { once } from "node:events";
import { mainFile } from "./kit/folders.ts";
import type { Bench } from "./kit/model.ts";
import { bareEnv } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { interleave, medianOf, milliseconds, ratio } from "./kit/stats.ts";

const variants: Readonly<Record<string, readonly string[]>> = {
  "node -e 0": ["-e", "0"],
  "fin-ingest --version": [mainFile, "--version"],
  "fin-ingest --help": [mainFile, "--help"],
  "fin-ingest nightly --help": [mainFile, "nightly", "--help"],
  "fin-ingest connectors": [mainFile, "connectors"],
};
const bare = "node -e 0";

/** How long a user waits before anything appears. */
export const startup: Bench = {
  name: "startup",
  title: "Start-up",
  method:
    "The time from the start of a process to its end, as measured by the process that started it. `node -e 0` is Node alone; no program can be faster.",
  async run() {
    const rounds = sized({ small: 5, usual: 15, full: 40 });
    const samples = await interleave(
      Object.fromEntries(Object.entries(variants).map(([name, args]) => [name, () => elapsed(args)])),
      rounds,
    );
    const ms = (name: string) => medianOf(samples, name, (sample) => sample);
    const times = (name: string) => ms(name) / ms(bare);
    return {
      setting: `${rounds} rounds.`,
      tables: [
        {
          head: ["command", "time", "× node -e 0"],
          rows: Object.keys(variants).map((name) => [name, milliseconds(ms(name)), ratio(times(name))]),
        },
      ],
      targets: ["fin-ingest --version", "fin-ingest --help"].map((name) => ({
        what: name,
        wanted: "at most 2 × node -e 0",
        measured: ratio(times(name)),
        met: times(name) <= 2,
        limit: times(name) <= 2 ? undefined : limitOf(name, ms(name) - ms(bare)),
      })),
    };
  },
};

const limitOf = (name: string, ms: number): string =>
  name.endsWith("--help")
    ? `${milliseconds(ms)} beside Node's own start: most of it is reading and compiling yargs and its own dependencies.`
    : `${milliseconds(ms)} beside Node's own start: the loader of ECMAScript modules and package.json.`;

async function elapsed(args: readonly string[]): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: "ignore", env: bareEnv() });
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`${args.join(" ")} ended with ${child.exitCode}`);
  return performance.now() - begun;
}
