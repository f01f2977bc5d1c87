import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { readState } from "../../src/config/read/state.ts";
import { postgresStore } from "../../src/ledger/stores/postgres/store.ts";
import { remoteStore } from "../../src/ledger/stores/remote-store.ts";
import { runCli } from "../e2e/cli.ts";
import { startCompany } from "../e2e/company.ts";
import { newDatabase, noPostgres } from "../ledger/stores/postgres-server.ts";
import { s3Env, startS3 } from "../ledger/stores/s3-server.ts";
import { pageRow } from "../ledger/support.ts";

const why = noPostgres === undefined ? "" : ` (skipped: ${noPostgres})`;
const PAGES = 100_000;
const ROUNDS = 5;

function folder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-state-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Run before the program; what else a machine does is not in it. */
const sayCpuTime = `import { writeSync } from "node:fs"; process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  writeSync(2, "cpu " + Math.round((user + system) / 1000) + "\\n");
});`;

/** Milliseconds of CPU time of this process, and of a clock. */
async function measured(work: () => Promise<void>): Promise<{ cpu: number; wall: number }> {
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: Math.round((user + system) / 1000), wall: Math.round(performance.now() - begun) };
}

it.skipIf(noPostgres !== undefined)(
  `a ledger of ${PAGES} pages is read from PostgreSQL in 2 s${why}`,
  async () => {
    const { store } = readState(`${await newDatabase()}?lease=5m`, { baseDir: "/", env: {} });
    if (store?.kind !== "postgres") throw new Error("no address of a database");
    const on = (dir: string) =>
      remoteStore(
        postgresStore(store, systemClock),
        { dir, keepsBodies: false, maxReports: 90 },
        systemClock,
      );
    const first = await on(folder()).lease({ pipeline: "nightly" });
    const ledger = await first.checkout();
    for (let n = 0; n < PAGES; n += 1) {
      const hash = n.toString(16).padStart(64, "0");
      const name = `guides/chapter-${n % 97}/page-${n}.md`;
      const more = {
        intercomId: `${n}`,
        version: hash.slice(24),
        revision: hash,
        fingerprint: hash,
        bodyHash: hash,
      };
      ledger.putPage(
        "docs",
        pageRow(name, { ...more, url: `https://docs.example.com/${name}`, path: name, sentAt: 1e12 }),
      );
      if (n % 2_000 === 0) await ledger.flush();
    }
    await first.release();
    const times: { cpu: number; wall: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const lease = await on(folder()).lease({ pipeline: "nightly" });
      times.push(
        await measured(async () => {
          expect((await lease.checkout()).countPages("docs").live).toBe(PAGES);
        }),
      );
      await lease.release();
    }
    console.log(`${PAGES} pages from PostgreSQL:`, times);
    // What else this machine does is not in the CPU time.
    expect(Math.min(...times.map(({ cpu }) => cpu))).toBeLessThan(2_000);
  },
);

it.skipIf(noPostgres !== undefined)(
  `an unchanged night costs at most half as much again as with a folder${why}`,
  async () => {
    const company = await startCompany({
      documents: 2_000,
      emulator: { ratePer10s: Number.POSITIVE_INFINITY },
    });
    const s3 = await startS3();
    onTestFinished(async () => {
      await company.close();
      await s3.close();
    });
    const states = {
      folder: ".fin-ingest",
      PostgreSQL: await newDatabase(),
      "an object store": `s3://bucket/x?endpoint=${s3.url}`,
    };
    const env = {
      INTERCOM_ACCESS_TOKEN: company.emulator.token,
      INTERCOM_BASE_URL: company.emulator.url,
      XDG_CACHE_HOME: path.join(company.dir, "caches"),
      ...s3Env,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(sayCpuTime)}`,
    };
    const night = async (state: string) => {
      company.configure((text) => `state: "${state}"\n${text.replace(/^state: .*\n/, "")}`);
      const { code, stderr } = await runCli(["nightly", "--no-progress", "--verbose"], {
        cwd: company.dir,
        env,
      });
      expect(code, stderr).toBe(0);
      return { ms: Number(/^cpu (\d+)$/m.exec(stderr)?.[1]), cost: /state: .*/.exec(stderr)?.[0] };
    };
    const found: Record<string, number[]> = {};
    await night(states.folder);
    for (const state of [states.PostgreSQL, states["an object store"]]) {
      company.configure((text) => `state: "${state}"\n${text.replace(/^state: .*\n/, "")}`);
      const { code, stderr } = await runCli(["state", "push"], { cwd: company.dir, env });
      expect(code, stderr).toBe(0);
    }
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [name, state] of Object.entries(states)) {
        const { ms, cost } = await night(state);
        found[name] = [...(found[name] ?? []), ms];
        if (round === 1 && cost) console.log(`${name}: ${cost}`);
      }
    const least = Object.fromEntries(
      Object.entries(found).map(([name, times]) => [name, Math.min(...times)]),
    );
    console.log("an unchanged night of 2,000 documents, ms of CPU time, the least of", ROUNDS, least);
    expect((least.PostgreSQL ?? Number.NaN) / (least.folder ?? Number.NaN)).toBeLessThan(1.5);
  },
);
