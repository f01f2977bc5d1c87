import { availableParallelism } from "node:os";
import path from "node:path";
import { defaultLimits } from "../src/normalize/index.ts";
import type { RunReport } from "../src/sync/run-report.ts";
import type { EmulatorTask, StartedEmulator } from "./children/emulators.ts";
import type { StageAnswer, StageTask } from "./children/first-run-stages.ts";
import { docsRepo, sourceUrl, writeConfig } from "./kit/docs-repo.ts";
import { withFolder } from "./kit/folders.ts";
import type { Bench, Target } from "./kit/model.ts";
import { ask, type Ended, request, runProgram, start, stop } from "./kit/process.ts";
import { sized } from "./kit/scale.ts";
import { count, figure, megabytes, milliseconds, ratio } from "./kit/stats.ts";

const stages: Readonly<Record<keyof StageAnswer, string>> = {
  list: "list (git, every body read once for its metadata)",
  load: "load",
  normalize: "normalise, as a run does it: in workers",
  secrets: "search for secrets",
  upload: "upload, 25 at once",
  remember: "remember, 25 at once: an intent on disk before each request, then the row",
};

/** More than any run needs: without rate headers the client would keep to Intercom's documented limit. */
const NO_LIMIT = 100_000_000;

interface Measured {
  readonly documents: number;
  readonly run: Ended;
  /** Of the emulator, during the run. */
  readonly emulatorCpuMs: number;
}

/** The run that takes longest. */
export const firstRun: Bench = {
  name: "first-run",
  title: "A first run",
  method:
    "`fin-ingest nightly` on a docs repository of small Markdown documents, from an empty state folder, against an emulator whose allowance is never used up, at two sizes; peak memory is the program's own process with its workers. For comparison each stage alone, on the first documents of the same repository: no run can be faster than its slowest stage.",
  run: () =>
    withFolder(async (folder) => {
      const sizes = sized({ small: [500, 2_000], usual: [1_000, 5_000], full: [10_000, 100_000] });
      const sample = sized({ small: 300, usual: 1_000, full: 5_000 });
      const measured: Measured[] = [];
      let alone: StageAnswer | undefined;
      for (const documents of sizes) {
        const emulators = start("emulators");
        try {
          const emulator = await request<StartedEmulator>(emulators, {
            do: "start",
            per10s: NO_LIMIT,
            delayMs: 0,
            source: sourceUrl,
          } satisfies EmulatorTask);
          const repo = await docsRepo(documents);
          const config = writeConfig(path.join(folder, String(documents)), repo, emulator.url);
          const cpuOfEmulator = async () =>
            (await request<{ cpuMs: number }>(emulators, { do: "cpu" } satisfies EmulatorTask)).cpuMs;
          const before = await cpuOfEmulator();
          const run = await completeRun(config, documents);
          measured.push({ documents, run, emulatorCpuMs: (await cpuOfEmulator()) - before });
          const { sourceId } = emulator;
          alone = await ask<StageAnswer>("first-run-stages", {
            config,
            sourceId,
            documents: sample,
          } satisfies StageTask);
        } finally {
          await stop(emulators);
        }
      }
      const [less, more] = measured;
      if (!less || !more || !alone) throw new Error("nothing was measured");
      return findings(less, more, alone, sample);
    }),
};

async function completeRun(config: string, documents: number): Promise<Ended> {
  const run = await runProgram(["nightly", "-c", config, "--json"], { timeoutMs: 3_600_000 });
  const { sources }: RunReport = JSON.parse(run.stdout);
  const created = sources[0]?.counts.create;
  if (run.code !== 0 || created !== documents)
    throw new Error(`nightly ended with ${run.code}, ${created} pages: ${run.stderr.slice(-2000)}`);
  return run;
}

/** Why a run is slower than its slowest stage. */
function timeLimit(
  { run, documents, emulatorCpuMs }: Measured,
  alone: StageAnswer,
  slowest: keyof StageAnswer,
) {
  const cores = availableParallelism();
  const [own, emulator] = [run.cpuMs / documents, emulatorCpuMs / documents];
  const floor = (own + emulator) / cores;
  const main = alone.load + alone.secrets + alone.upload + alone.remember;
  return [
    `A document takes ${figure(own)} ms of CPU time in the program, its listing, start-up and compilation included, and ${figure(emulator)} ms in the emulator: on the ${cores} cores that they share no less than ${figure(floor)} ms, ${ratio(floor / alone[slowest])} the slowest stage (${slowest}) alone, of the run's ${figure(run.ms / documents)} ms.`,
    `The rest is waiting: listing (${figure(alone.list)} ms) ends before anything is sent, and load, secrets, upload and remember (a wait for the disk), ${figure(main)} ms together, share the main thread.`,
  ].join(" ");
}

function findings(less: Measured, more: Measured, alone: StageAnswer, sample: number) {
  const names = Object.keys(stages).filter((name): name is keyof StageAnswer => name in alone);
  const slowest = names.reduce((one, other) => (alone[other] > alone[one] ? other : one));
  const perDocument = more.run.ms / more.documents;
  const times = perDocument / alone[slowest];
  const maxBytes = (250 + 75 * defaultLimits.workers) * 1e6;
  const growth = more.run.peakBytes / less.run.peakBytes;
  const targets: Target[] = [
    {
      what: "Peak memory",
      wanted: `at most ${megabytes(maxBytes)} (${defaultLimits.workers} worker${defaultLimits.workers === 1 ? "" : "s"})`,
      measured: megabytes(more.run.peakBytes),
      met: more.run.peakBytes <= maxBytes,
    },
    {
      what: `Peak memory, ${count(more.documents)} against ${count(less.documents)} documents`,
      wanted: "flat: at most 1.15 ×",
      measured: ratio(growth),
      met: growth <= 1.15,
      limit:
        growth <= 1.15
          ? undefined
          : `It grows by ${count((more.run.peakBytes - less.run.peakBytes) / (more.documents - less.documents))} bytes a document: a name and a blob id for each file of the repository, in which links are looked up, and a heap that is collected the later the larger it is.`,
    },
    {
      what: "Time",
      wanted: "at most 1.15 × its slowest stage alone",
      measured: `${ratio(times)} (${slowest})`,
      met: times <= 1.15,
      limit: times <= 1.15 ? undefined : timeLimit(more, alone, slowest),
    },
  ];
  return {
    setting: `${count(less.documents)} and ${count(more.documents)} documents; stages on ${count(sample)}.`,
    tables: [
      {
        head: ["run", "time", "documents/s", "CPU", "peak memory"],
        rows: [less, more].map(({ documents, run }) => [
          `${count(documents)} documents`,
          milliseconds(run.ms),
          count((documents / run.ms) * 1000),
          milliseconds(run.cpuMs),
          megabytes(run.peakBytes),
        ]),
      },
      {
        title: "Each stage alone",
        head: ["stage", "ms a document", "documents/s"],
        rows: names.map((name) => [stages[name], figure(alone[name]), count(1000 / alone[name])]),
      },
    ],
    targets,
  };
}
