import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runChild } from "../../src/fleet/worker/child.ts";

/** Runs a script in the place of the program, and collects what it says. */
async function runScript(script: string, signal = new AbortController().signal) {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-child-"));
  const program = process.argv[1] ?? "";
  onTestFinished(() => {
    process.argv[1] = program;
    rmSync(dir, { recursive: true });
  });
  process.argv[1] = path.join(dir, "program.mjs");
  writeFileSync(process.argv[1], script);
  const said: string[] = [];
  const ended = await runChild({
    workspace: { name: "acme", config: path.join(dir, "config.yaml"), schedules: [] },
    pipeline: "nightly",
    env: { PATH: process.env.PATH },
    logFormat: "json",
    say: (line) => said.push(line),
    signal,
  });
  return { ended, said };
}

it("hears a run line by line, whatever separators the lines have in them, and to its last word", async () => {
  const title = "one\u2028line\u2029of é";
  const { ended, said } = await runScript(
    `process.stderr.write(${JSON.stringify(`{"title":"${title}"}\nerror: the disk is full\u2028again`)});
     process.exitCode = 3;`,
  );
  expect(said).toEqual([`{"title":"${title}"}`, "error: the disk is full\u2028again"]);
  expect(ended).toEqual({ kind: "exited", code: 3, lastWords: "the disk is full\u2028again" });
});

it("says how a run that says nothing ended", async () => {
  expect(await runScript("")).toEqual({ ended: { kind: "exited", code: 0 }, said: [] });
  expect(await runScript("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);")).toEqual({
    ended: { kind: "killed", signal: "SIGKILL" },
    said: [],
  });
});

it("hands a run back that is told to end", async () => {
  const { ended } = await runScript("setInterval(() => {}, 1000);", AbortSignal.timeout(500));
  expect(ended).toEqual({ kind: "handed-back" });
});
