import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { askFleet } from "../../src/fleet/conversions/asking.ts";
import { Bell } from "../../src/fleet/conversions/bell.ts";
import { conversionKey, type SharedFile, sharedSizes } from "../../src/fleet/conversions/conversion.ts";
import { convertFiles } from "../../src/fleet/conversions/convert.ts";
import { installFleet, type OpenFleet } from "../../src/fleet/open.ts";
import { pagesRevision } from "../../src/revision/index.ts";
import { compiledMain, startCli } from "../e2e/cli.ts";
import { noPostgres, type Postgres, startPostgres } from "../fleet/postgres.ts";
import { lines, pdf } from "../normalize/read/support/pdf.ts";
import { fleetOf, headline, openHere } from "./fleet-kit.ts";
import { scaled } from "./kit.ts";

const counts = [1, 2, 4] as const;
const log = { debug() {}, info() {}, warn: (message: string) => process.stderr.write(`${message}\n`) };

/** A manual of so many pages: half a second of CPU time. */
function manual(n: number, pages = 100): SharedFile {
  const line = `Manual ${n}: the agent keeps its settings in one file, and reads it again when it changes.`;
  const page = (at: number) =>
    lines(
      Array.from({ length: 45 }, (_, row) => `${at}.${row} ${line}`),
      { x: 50, y: 780 },
      16,
    );
  return { mediaType: "application/pdf", body: pdf(Array.from({ length: pages }, (_, at) => page(at))) };
}

/** Seconds of CPU time that a process has had: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

interface Processes {
  readonly open: OpenFleet;
  readonly pids: readonly number[];
  /** Kills one, and starts another in its place. */
  killOldest(): Promise<void>;
  close(): Promise<void>;
}

const manuals = (from: number, count: number): SharedFile[] =>
  Array.from({ length: count }, (_, n) => manual(from + n));

/** @returns the seconds until the store has all of them */
async function convertAll(
  { conversions, conversionJobs }: OpenFleet,
  files: readonly SharedFile[],
): Promise<number> {
  const revision = pagesRevision();
  const before = (await conversions.counts()).stored;
  const from = performance.now();
  for (const file of files) {
    const key = conversionKey(revision, file);
    await conversionJobs.ask({ key, revision, mediaType: file.mediaType }, file);
  }
  while ((await conversions.counts()).stored < before + files.length) await sleep(50);
  return (performance.now() - from) / 1000;
}

const ratios = (rates: readonly number[]): string =>
  rates
    .slice(1)
    .map((rate, at) => `${counts[at]} → ${counts[at + 1]}: ${(rate / (rates[at] ?? rate)).toFixed(2)} ×`)
    .join(", ");

describe.skipIf(noPostgres)(`conversions by more workers${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  beforeAll(async () => {
    // As it is installed: commits reach the disk.
    server = await startPostgres({ fsync: "on" });
  });
  afterAll(() => server?.remove());

  /** One worker process after the other, each with one conversion at a time. */
  async function processesOf(count: number): Promise<Processes> {
    const database = server.createDatabase();
    const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-conversions-"));
    const settings = `database: ${database}\nconversions: {concurrency: 1}\nworkspaces: {}\n`;
    writeFileSync(path.join(dir, "fleet.yaml"), settings);
    await installFleet(fleetOf(database), log);
    const open = await openHere(database);
    const start = () =>
      startCli(["fleet", "worker"], { cwd: dir, main: compiledMain, timeoutMs: 3_600_000 }, () => {});
    const workers = Array.from({ length: count }, start);
    return {
      open,
      pids: workers.flatMap(({ child }) => child.pid ?? []),
      async killOldest() {
        const oldest = workers.shift();
        workers.push(start());
        oldest?.child.kill("SIGKILL");
        await oldest?.done;
      },
      async close() {
        for (const { child } of workers) child.kill("SIGTERM");
        await Promise.all(workers.map(({ done }) => done));
        await open.close();
        rmSync(dir, { recursive: true, force: true });
      },
    };
  }

  it("1, 2 and 4 worker processes on CPU-bound PDFs", async () => {
    const perRound = scaled(32, 8);
    const [rates, said]: [number[], string[]] = [[], []];
    for (const count of counts) {
      const { open, pids, close } = await processesOf(count);
      try {
        // What a worker loads with its first file is not what is measured.
        await convertAll(open, manuals(10_000, count * 4));
        const before = pids.map(cpuOf);
        const load = loadavg()[0] ?? 0;
        const seconds = await convertAll(open, manuals(0, perRound));
        const cpu = pids.reduce((sum, pid, at) => sum + cpuOf(pid) - (before[at] ?? 0), 0);
        rates.push(perRound / seconds);
        said.push(
          `${count}: ${seconds.toFixed(1)} s, ${(cpu / perRound).toFixed(2)} s of CPU each, ${(cpu / seconds).toFixed(2)} processors had, load ${load.toFixed(0)}`,
        );
      } finally {
        await close();
      }
    }
    console.log(
      `${headline("fleet-conversions", 0)}: ${perRound} PDFs of 100 pages by real workers, ${availableParallelism()} processors. ${said.join("; ")}. ${ratios(rates)}`,
    );
    // Where each worker has a processor, and the database and this process have one; a busy machine shows nothing.
    for (const [at, count] of counts.entries())
      if (at > 0 && count < availableParallelism() && (loadavg()[0] ?? 0) < count + 1)
        expect((rates[at] ?? 0) / (rates[at - 1] ?? 1)).toBeGreaterThan(1.8);
  });

  it("workers that are killed while they convert leave nothing undone", async () => {
    const [each, kills] = [4, scaled(6, 2)];
    const count = each * kills + 2;
    const { open, killOldest, close } = await processesOf(3);
    const { conversions } = open;
    try {
      const seconds = convertAll(open, manuals(0, count));
      // Keyed to what was converted, so that work goes on however slow the machine is.
      for (let killed = 0; killed < kills; ) {
        await sleep(20);
        const { stored, running } = await conversions.counts();
        if (running === 0 || stored < each * killed) continue;
        await killOldest();
        killed++;
      }
      console.log(
        `${headline("fleet-conversions", 0)}: ${count} PDFs in ${(await seconds).toFixed(0)} s while ${kills} workers were killed`,
      );
      expect(await conversions.counts()).toEqual({ waiting: 0, running: 0, stored: count });
      for (const file of manuals(0, count)) {
        const found = await conversions.find(conversionKey(pagesRevision(), file));
        expect(found).toMatchObject({ kind: "made", conversion: { kind: "pages" } });
      }
    } finally {
      await close();
    }
  });

  /** Workers in this process whose conversions wait. @returns seconds on the clock, and of CPU time, for each file */
  async function waited(count: number, waitMs: number, files: readonly SharedFile[]) {
    const database = server.createDatabase();
    await installFleet(fleetOf(database), log);
    const stop = new AbortController();
    const opened = await Promise.all(Array.from({ length: count }, () => openHere(database)));
    const workers = opened.map(({ conversions: store, conversionJobs: jobs }) => {
      const [asked, settled] = [new Bell(systemClock), new Bell(systemClock)];
      const shared = { store, jobs, revision: "soak", asked, settled, clock: systemClock, log };
      const convert = async ({ body }: { readonly body: string | Uint8Array }) => {
        await sleep(waitMs);
        return [{ html: `<p>${Buffer.from(body).toString().trim()}</p>`, warnings: [] }];
      };
      const done = convertFiles({ ...shared, converter: { convert }, expireS: 3600 }, 1, stop.signal);
      return { done, ask: (file: SharedFile) => askFleet(shared, file) };
    });
    try {
      const [from, cpu] = [performance.now(), process.cpuUsage()];
      const left = [...files];
      // Runs ask through one worker alone, each for eight files at a time.
      const runs = Array.from({ length: count * 8 }, async () => {
        for (let file = left.pop(); file; file = left.pop())
          expect(await workers[0]?.ask(file)).toMatchObject({ kind: "pages" });
      });
      await Promise.all(runs);
      const { user, system } = process.cpuUsage(cpu);
      const each = {
        ms: (performance.now() - from) / files.length,
        cpuMs: (user + system) / 1000 / files.length,
      };
      return each;
    } finally {
      stop.abort();
      await Promise.all(workers.map(({ done }) => done));
      for (const open of opened) await open.close();
    }
  }

  it("the queue and the store alone: conversions that wait instead of computing", async () => {
    const files = Array.from(
      { length: scaled(32, 16) },
      (_, n): SharedFile => ({
        mediaType: "application/pdf",
        body: Buffer.from(String(n).padEnd(sharedSizes.least * 4)),
      }),
    );
    const [rates, said]: [number[], string[]] = [[], []];
    for (const count of counts) {
      const each = await waited(count, 1_000, files);
      rates.push(1 / each.ms);
      said.push(`${count}: ${each.ms.toFixed(0)} ms each`);
    }
    const bare = await waited(1, 0, files);
    console.log(
      `${headline("fleet-conversions", 0)}: the queue alone, ${files.length} files of 128 kB that take a second without a processor. ${said.join("; ")}. ${ratios(rates)}. A file that takes no time: ${bare.ms.toFixed(1)} ms, ${bare.cpuMs.toFixed(1)} ms of CPU in the worker`,
    );
    for (const at of [1, 2]) expect((rates[at] ?? 0) / (rates[at - 1] ?? 1)).toBeGreaterThan(1.8);
  });
});
