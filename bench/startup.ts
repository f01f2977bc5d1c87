import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { documentText } from "./kit/docs-repo.ts";
import { mainFile, publishedFile, withFolder } from "./kit/folders.ts";
import type { Bench, Findings, Target } from "./kit/model.ts";
import { bareEnv } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { interleave, medianOf, milliseconds, ratio } from "./kit/stats.ts";

const bare = "node -e 0";
/** What is shown without a document, and how much longer than Node alone it may take. */
const shown: Readonly<Record<string, number>> = {
  "--version": 2,
  "--help": 2,
  "nightly --help": 2.5,
  connectors: 2.5,
};
/** What it costs to have a command line read by a library at all. */
const library = "yargs imported from its package, and nothing else";
const preview = "preview one.md";
const compiledPreview = `${preview}, unbundled: the same program as it is compiled, a file a module`;

/** How long a user waits before anything appears. */
export const startup: Bench = {
  name: "startup",
  title: "Start-up",
  method:
    "The time from the start of a process to its end, as measured by the process that started it, of the program as it is published. `node -e 0` is Node alone; no program can be faster. A preview of one document of 1.5 kB is compared with that of the same program before it is bundled.",
  run: () =>
    withFolder(async (folder) => {
      const file = path.join(folder, "one.md");
      writeFileSync(file, documentText(1, 100));
      const variants: Readonly<Record<string, readonly string[]>> = {
        [bare]: ["-e", "0"],
        ...Object.fromEntries(
          Object.keys(shown).map((words) => [`fin-ingest ${words}`, [publishedFile, ...words.split(" ")]]),
        ),
        [library]: ["--input-type=module", "-e", `import ${JSON.stringify(import.meta.resolve("yargs"))}`],
        [preview]: [publishedFile, "preview", file],
        [compiledPreview]: [mainFile, "preview", file],
      };
      const rounds = sized({ small: 5, usual: 15, full: 40 });
      const samples = await interleave(
        Object.fromEntries(Object.entries(variants).map(([name, args]) => [name, () => elapsed(args)])),
        rounds,
      );
      return findings((name) => medianOf(samples, name, (sample) => sample), Object.keys(variants), rounds);
    }),
};

function findings(ms: (name: string) => number, names: readonly string[], rounds: number): Findings {
  const previewTimes = ms(preview) / ms(compiledPreview);
  return {
    setting: `${rounds} rounds.`,
    tables: [
      {
        head: ["command", "time", "× node -e 0"],
        rows: names.map((name) => [name, milliseconds(ms(name)), ratio(ms(name) / ms(bare))]),
      },
    ],
    targets: [
      ...Object.entries(shown).map(([words, most]): Target => {
        const name = `fin-ingest ${words}`;
        const times = ms(name) / ms(bare);
        return {
          what: name,
          wanted: `at most ${most} × node -e 0`,
          measured: ratio(times),
          met: times <= most,
          limit: times <= most ? undefined : limitOf(name, ms(name) - ms(bare), ms(library) / ms(bare)),
        };
      }),
      {
        what: `fin-ingest ${preview}`,
        wanted: "at most 0.6 × unbundled",
        measured: ratio(previewTimes),
        met: previewTimes <= 0.6,
      },
    ],
  };
}

function limitOf(name: string, own: number, libraryTimes: number): string {
  const beside = `${milliseconds(own)} beside Node's own start: Node's loader of ECMAScript modules`;
  return /^fin-ingest --/.test(name)
    ? `${beside}, and the first output.`
    : `${beside}, and yargs, of which 150 kB are read, compiled and run once. Imported from its package it takes ${ratio(libraryTimes)} without doing anything.`;
}

async function elapsed(args: readonly string[]): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, { stdio: "ignore", env: bareEnv() });
  await once(child, "close");
  if (child.exitCode !== 0) throw new Error(`${args.join(" ")} ended with ${child.exitCode}`);
  return performance.now() - begun;
}
