import { cp, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startEmulator } from "../../src/emulator/index.ts";
import { tempFolder } from "./cli.ts";
import { runHere } from "./cli-here.ts";

const examples = path.resolve(import.meta.dirname, "../../examples");

/** The sample handbook against an emulator of this test's own. */
async function handbook() {
  const cwd = await tempFolder();
  await cp(path.join(examples, "handbook"), path.join(cwd, "handbook"), { recursive: true });
  await cp(path.join(examples, "handbook.yaml"), path.join(cwd, "config.yaml"));
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const env = { INTERCOM_ACCESS_TOKEN: emulator.token, INTERCOM_BASE_URL: emulator.url };
  return { cwd, emulator, env, run: (...args: string[]) => runHere(args, { cwd, env }) };
}

describe("a run", () => {
  test("tells its results on stdout and its sum as the last line of stderr", async () => {
    const { run } = await handbook();
    const check = await run("check");
    expect(check).toMatchObject({ code: 0 });
    expect(check.stdout).toMatch(/Intercom\n {2}ok/);
    const first = await run("nightly");
    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toMatch(/create 24 · skip 1 · \d+(\.\d)?s\n$/);
    expect(first.stdout).toMatch(/^handbook {2}source 1\n {2}\+ create/);
    const second = await run("nightly", "--json");
    expect(JSON.parse(second.stdout)).toMatchObject({
      run: { pipeline: "nightly", outcome: "ok" },
      sources: [
        { name: "handbook", sourceId: 1, counts: { create: 0, unchanged: 24 }, requests: { write: 0 } },
      ],
    });
    expect(second.stderr).toMatch(/unchanged 24 · skip 1 · \d+(\.\d)?s\n$/);
    expect(await run("nightly", "--quiet")).toMatchObject({ code: 0, stdout: "", stderr: "" });

    const status = JSON.parse((await run("status", "--json")).stdout);
    expect(status).toMatchObject({
      running: null,
      sources: [{ name: "handbook", live: 24, hidden: 0, holds: [] }],
    });
    expect(status.runs.map(({ outcome }: { outcome: string }) => outcome)).toEqual(["ok", "ok", "ok"]);
    const exported = (await run("state", "export")).stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(exported).toHaveLength(24);
    expect(exported[0]).toMatchObject({ source: "handbook", state: "live" });
  });

  test("a dry run shows, and does nothing", async () => {
    const { cwd, run, emulator } = await handbook();
    for (const verb of ["nightly", "backfill"]) {
      const { code, stdout } = await run(verb, "--dry-run");
      expect({ code, last: stdout.trimEnd().split("\n").at(-1) }).toEqual({
        code: 0,
        last: "Plan: 24 to create, 1 skipped.",
      });
    }
    expect(emulator.log.writes()).toEqual([]);
    expect(await readdir(cwd)).toEqual(["config.yaml", "handbook"]);
  });

  test("a saved plan is its owner's alone, and is carried out once", async () => {
    const { cwd, run } = await handbook();
    const plan = await run("plan", "--out", "plan.jsonl", "--detailed-exitcode");
    expect(plan.code).toBe(2);
    expect((await stat(path.join(cwd, "plan.jsonl"))).mode & 0o777).toBe(0o600);
    expect(await readdir(cwd)).toEqual(["config.yaml", "handbook", "plan.jsonl"]);
    expect((await run("apply", "plan.jsonl")).stderr).toMatch(/create 24 /);
    const again = await run("apply", "plan.jsonl");
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("plan.jsonl cannot be applied");
    expect((await run("plan", "--detailed-exitcode")).code).toBe(0);
  });

  test("plans come as text, JSON and Markdown", async () => {
    const { run } = await handbook();
    const json = JSON.parse((await run("plan", "--format", "json")).stdout);
    expect(json).toMatchObject({ run: { pipeline: "plan" }, sources: [{ counts: { create: 24, skip: 1 } }] });
    const markdown = (await run("plan", "--format", "markdown")).stdout;
    expect(markdown).toContain("## fin-ingest plan: ok");
    expect(markdown).toContain(
      "| create | [API authentication](https://help.parcelwise.example/api/authentication) |",
    );
  });

  test("lines for machines, without the token in them", async () => {
    const { env, run } = await handbook();
    const { stderr, stdout } = await run("nightly", "--log-format", "json", "--verbose", "--json");
    const logged = stderr.split("\n").filter((line) => line.startsWith("{"));
    for (const line of logged) expect(JSON.parse(line)).toHaveProperty("level");
    expect(stdout + stderr).not.toContain(env.INTERCOM_ACCESS_TOKEN);
  });

  test("rebuild knows the pages again", async () => {
    const { run } = await handbook();
    await run("nightly");
    const rebuilt = await run("state", "rebuild");
    expect(rebuilt.stdout).toMatch(/^handbook: 24 pages found under source 1\n/);
    expect((await run("nightly")).stderr).toMatch(/update 24 /);
    expect((await run("state", "rebuild", "--source", "handbook")).code).toBe(2);
  });
});
