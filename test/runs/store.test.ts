import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { reportJson } from "../../src/report/json.ts";
import { findRun } from "../../src/runs/find.ts";
import { MAX_REPORTS } from "../../src/runs/run-files.ts";
import { keepReport, keptReports, readReport } from "../../src/runs/store.ts";
import type { ReportedChange, RunReport } from "../../src/sync/run-report.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-runs-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const idOf = (n: number) => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;
const changes = (n: number): ReportedChange[] =>
  Array.from({ length: n }, (_, at) => ({
    kind: "create",
    externalId: `page-${at}`,
    title: `Ünïcode </script> ${at}`,
    url: null,
    reasons: [],
    audience: { before: null, after: "customers" },
    error: null,
  }));
const report = (n: number, many = 1): RunReport => ({
  run: {
    id: idOf(n),
    pipeline: "nightly",
    outcome: "ok",
    startedAt: new Date(1_700_000_000_000 + n * 1000).toISOString(),
    finishedAt: new Date(1_700_000_000_500 + n * 1000).toISOString(),
  },
  sources: [
    {
      name: "docs",
      sourceId: 1,
      counts: { create: many, update: 0, unchanged: 0, hide: 0, delete: 0, hold: 0, skip: 0, fail: 0 },
      requests: { read: 0, write: many, retried: 0, rateLimited: 0 },
      changes: changes(many),
      gaps: [],
      holds: [],
      rules: [],
      error: null,
    },
  ],
});
const keep = (one: RunReport) => keepReport(folder, one.run, reportJson(one));

describe("reports in the state folder", () => {
  it("come back as they were, however many changes they have", () => {
    const long = report(1, 1_234);
    keep(long);
    const [kept] = keptReports(folder);
    expect(kept && readReport(kept)).toEqual(long);
  });

  it("are the user's alone", () => {
    keep(report(1));
    const [kept] = keptReports(folder);
    expect(statSync(path.join(folder, "runs")).mode & 0o777).toBe(0o700);
    expect(statSync(kept?.file ?? "").mode & 0o777).toBe(0o600);
  });

  it("are as many as the newest runs, and the newest comes first", () => {
    for (let n = 0; n < MAX_REPORTS + 3; n += 1) keep(report(n));
    const ids = keptReports(folder).map(({ id }) => id);
    expect(ids).toHaveLength(MAX_REPORTS);
    expect([ids[0], ids.at(-1)]).toEqual([idOf(MAX_REPORTS + 2), idOf(3)]);
  });

  it("leave nothing behind, and other files alone", () => {
    keep(report(1));
    writeFileSync(path.join(folder, "runs", "notes.txt"), "mine");
    keep(report(2));
    expect(readdirSync(path.join(folder, "runs")).filter((name) => !name.endsWith(".json.gz"))).toEqual([
      "notes.txt",
    ]);
    expect(keptReports(folder)).toHaveLength(2);
  });

  it("are none where no run has been", () => {
    expect(keptReports(path.join(folder, "nowhere"))).toEqual([]);
  });

  it.each([["not gzip at all"], ["{}"]])("that are damaged are named: %j", (text) => {
    keep(report(1));
    const [kept] = keptReports(folder);
    if (!kept) throw new Error("nothing was kept");
    writeFileSync(kept.file, text);
    expect(() => readReport(kept)).toThrow(`the report ${kept.file} cannot be read`);
  });
});

describe("the run that is meant", () => {
  const reports = [3, 2, 1].map((n) => ({ id: idOf(n), file: `${n}` }));
  it.each([
    ["last", "3"],
    ["last~1", "2"],
    ["last~2", "1"],
    ["00000002", "2"],
    [idOf(1).toUpperCase(), "1"],
  ])("%s", (name, file) => {
    expect(findRun(reports, name).file).toBe(file);
  });
  it.each([
    ["last~3", 'no report of a run "last~3" is kept'],
    ["0000000", "3 runs have an id that begins with 0000000"],
    ["00", 'no report of a run "00" is kept'],
    ["", 'no report of a run "" is kept'],
  ])("%j is none", (name, message) => {
    expect(() => findRun(reports, name)).toThrow(message);
  });
});
