import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newDatabase, noPostgres } from "../ledger/stores/postgres-server.ts";
import { s3Endpoint, s3Env } from "../ledger/stores/s3-server.ts";
import { type CliResult, startCli } from "./cli.ts";
import { runHere } from "./cli-here.ts";
import { type Company, startCompany } from "./company.ts";

const places = [
  {
    kind: "PostgreSQL",
    name: noPostgres === undefined ? "PostgreSQL" : `PostgreSQL (skipped: ${noPostgres})`,
    isSkipped: noPostgres !== undefined,
    newState: async () => `${await newDatabase()}?workspace=acme`,
    words: /workspace acme/,
  },
  {
    kind: "an object store",
    name: "an object store",
    isSkipped: false,
    async newState() {
      return `s3://bucket/prefix-${Math.random().toString(36).slice(2)}?endpoint=${await s3Endpoint()}`;
    },
    words: /s3:\/\/bucket\/prefix/,
  },
];

/**
 * What a state beyond the machine is for, by the real program.
 * @param isTold which of them, by the kind of the state
 * @param kinds of states that are told of
 */
export function stateStories(
  isTold: (kind: string, name: string) => boolean,
  kinds: readonly string[] = places.map(({ kind }) => kind),
): void {
  describe.each(places.filter(({ kind }) => kinds.includes(kind)))(
    "a state in $name, by the real program",
    ({ kind, isSkipped, newState, words }) => {
      const test = (name: string, tell: () => Promise<void>) => {
        if (isTold(kind, name)) it.skipIf(isSkipped)(name, tell);
      };
      let company: Company;
      let state: string;
      beforeEach(async () => {
        if (isSkipped) return;
        company = await startCompany({ documents: 3 });
        state = await newState();
        keepIn(state);
      });
      afterEach(() => company?.close());

      const keepIn = (where: string) =>
        company.configure((text) => `state: "${where}"\n${text.replace(/^state: .*\n/, "")}`);
      const envOn = (machine: string) => ({
        INTERCOM_ACCESS_TOKEN: company.emulator.token,
        INTERCOM_BASE_URL: company.emulator.url,
        XDG_CACHE_HOME: path.join(company.dir, machine),
        ...s3Env,
      });
      /** A command line on a machine, which has a disk of its own. */
      const on = (machine: string, ...args: string[]): Promise<CliResult> =>
        runHere(args, { cwd: company.dir, env: envOn(machine) });
      const ok = async (machine: string, ...args: string[]) => {
        const result = await on(machine, ...args);
        expect(result, result.stderr).toMatchObject({ code: 0 });
        return result.stdout;
      };
      const startOn = (machine: string, ...args: string[]) =>
        startCli(args, { cwd: company.dir, env: envOn(machine) });

      test("night after night on machines without a disk, and every verb that reads", async () => {
        company.configure((text) => `${text.replace("intercom:", "keep_bodies: 5\nintercom:")}`);
        const first = JSON.parse(await ok("a", "nightly", "--json"));
        expect(first.sources[0].counts).toMatchObject({ create: 4, fail: 0 });
        expect(company.writes()).toHaveLength(5);
        const second = JSON.parse(await ok("b", "nightly", "--json"));
        expect(second.sources[0].counts).toMatchObject({ unchanged: 4, create: 0, update: 0 });
        expect(company.writes()).toEqual([]);
        company.write("docs/guide-2.md", "# Guide 2\n\nAnother way to do it.\n");
        const third = JSON.parse(await ok("c", "nightly", "--json"));
        expect(third.sources[0].counts).toMatchObject({ update: 1, unchanged: 3 });
        expect(company.writes()).toMatchObject([{ method: "POST", externalId: "guide-2.md" }]);

        const status = JSON.parse(await ok("d", "status", "--json"));
        expect(status).toMatchObject({ running: null, sources: [{ name: "docs", live: 4 }] });
        expect(status.runs).toHaveLength(3);
        const runs = JSON.parse(await ok("d", "runs", "--json"));
        expect(runs.runs.map(({ hasReport }: { hasReport: boolean }) => hasReport)).toEqual([
          true,
          true,
          true,
        ]);
        expect(await ok("e", "runs", "show", "last")).toContain("guide-2.md");
        expect(await ok("e", "runs", "diff", "last~1", "last")).toContain("guide-2.md");
        expect(await ok("e", "explain", "guide-2.md")).toContain("guide-2.md");
        expect((await ok("e", "state", "export")).trim().split("\n")).toHaveLength(4);
        expect(await ok("e", "state", "audit")).toMatch(/docs/);
        expect(
          JSON.parse(await ok("e", "ask", "How is thing 1 done?", "--json")).results.length,
        ).toBeGreaterThan(0);
        expect(await ok("f", "undo", "last")).toContain("guide-2.md");
        await ok("f", "undo", "last", "--yes");
        expect(company.writes()).toMatchObject([{ method: "POST", externalId: "guide-2.md" }]);
        expect(await ok("g", "retire", "docs").catch(String)).toBeDefined();
      });

      test("of two runners at once one runs; the other ends with 5 and says who, where and since when", async () => {
        company.emulator.faults.set([{ match: { nth: 3 }, fault: { kind: "hang", when: "before" } }]);
        const first = startOn("a", "nightly", "--no-progress");
        await expect.poll(() => company.emulator.faults.list().some(({ fired }) => fired > 0)).toBe(true);
        const second = await on("b", "nightly", "--no-progress");
        expect(second.code).toBe(5);
        expect(second.stderr).toMatch(words);
        expect(second.stderr).toMatch(
          new RegExp(`nightly, process ${first.child.pid} on \\S+, since 2\\d{3}-\\d\\d-\\d\\dT`),
        );
        expect(JSON.parse(await ok("c", "status", "--json")).running).toMatchObject({ pid: first.child.pid });
        first.child.kill("SIGKILL");
        await first.done;
      });

      test("killed in the middle, the next machine finds what was open and makes the library whole", async () => {
        keepIn(`${state}${state.includes("?") ? "&" : "?"}lease=5s`);
        company.emulator.faults.set([
          { match: { externalId: "guide-2.md" }, fault: { kind: "hang", when: "after" } },
        ]);
        const first = startOn("a", "nightly", "--no-progress", "--concurrency", "1");
        await expect.poll(() => company.emulator.faults.list().some(({ fired }) => fired > 0)).toBe(true);
        first.child.kill("SIGKILL");
        await first.done;
        company.emulator.faults.clear();
        company.writes();
        await expect.poll(async () => (await on("b", "nightly", "--no-progress")).code).toBe(0);
        expect(Object.keys(company.library()).sort()).toEqual([
          "guide-1.md",
          "guide-2.md",
          "guide-3.md",
          "internal/refunds.md",
        ]);
        // What was certainly done is not done again.
        expect(company.writes().map(({ externalId }) => externalId)).toContain("guide-2.md");
        expect(JSON.parse(await ok("c", "nightly", "--json")).sources[0].counts).toMatchObject({
          unchanged: 4,
        });
        expect(company.writes()).toEqual([]);
      });

      test("stopped past its lease and continued, a runner writes nothing more, not even again what was refused", async () => {
        keepIn(`${state}${state.includes("?") ? "&" : "?"}lease=5s`);
        company.emulator.faults.set([
          { match: { externalId: "guide-2.md" }, fault: { kind: "status", status: 503, retryAfter: 5 } },
        ]);
        const first = startOn("a", "nightly", "--no-progress", "--concurrency", "1");
        await expect.poll(() => company.emulator.faults.list().some(({ fired }) => fired > 0)).toBe(true);
        // It waits to send guide-2.md once more.
        first.child.kill("SIGSTOP");
        company.emulator.faults.clear();
        company.write("docs/guide-2.md", "# Guide 2\n\nAnother way to do it.\n");
        await expect.poll(async () => (await on("b", "nightly", "--no-progress")).code).toBe(0);
        const seen = company.emulator.log.last;
        first.child.kill("SIGCONT");
        const { code, stderr } = await first.done;
        expect(stderr).toContain("the lease of");
        expect(code).toBe(5);
        expect(company.emulator.log.since(seen).filter(({ method }) => method !== "GET")).toEqual([]);
        expect(Object.keys(company.library())).toHaveLength(4);
      });

      test("a folder is moved there and back, and nothing of it is another", async () => {
        keepIn(".fin-ingest");
        await ok("a", "nightly");
        company.write("docs/guide-2.md", "# Guide 2\n\nAnother way to do it.\n");
        await ok("a", "nightly");
        company.writes();
        const facts = async (machine: string) => [
          await ok(machine, "state", "export"),
          JSON.parse(await ok(machine, "status", "--json")),
          JSON.parse(await ok(machine, "runs", "--json")),
          await ok(machine, "runs", "show", "last"),
        ];
        const before = await facts("a");
        const key = path.join(company.dir, ".fin-ingest/fingerprint-key");
        const reports = readdirSync(path.join(company.dir, ".fin-ingest/runs"));
        keepIn(state);
        expect(await ok("a", "state", "push")).toMatch(/4 pages of 1 source/);
        expect(await facts("b")).toEqual(before);
        expect(JSON.parse(await ok("b", "nightly", "--json")).sources[0].counts).toMatchObject({
          unchanged: 4,
        });
        expect(company.writes()).toEqual([]);
        const after = await facts("c");
        const older = await on("a", "state", "push");
        expect(older).toMatchObject({ code: 2, stderr: expect.stringContaining("it is newer") });
        expect(await ok("a", "state", "pull")).toContain("is kept as");
        rmSync(key, { force: true });
        await ok("a", "state", "pull", "--folder", "elsewhere");
        for (const folder of [".fin-ingest", "elsewhere"]) {
          keepIn(folder);
          expect(await facts("d")).toEqual(after);
          expect(readdirSync(path.join(company.dir, folder, "runs"))).toEqual(
            expect.arrayContaining(reports),
          );
        }
        expect(JSON.parse(await ok("d", "nightly", "--json")).sources[0].counts).toMatchObject({
          unchanged: 4,
        });
        expect(company.writes()).toEqual([]);
      });

      test("a lost ledger is rebuilt there", async () => {
        await ok("a", "nightly");
        expect(await ok("b", "state", "rebuild")).toContain("4 pages found");
        company.writes();
        await ok("c", "nightly");
        expect(company.writes()).toHaveLength(4);
        await ok("a", "nightly");
        expect(company.writes()).toEqual([]);
      });
    },
  );
}
