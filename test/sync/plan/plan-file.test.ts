import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlanHeader, type PlannedChange, planLine, readPlan } from "../../../src/sync/plan/plan-file.ts";
import { samplePage } from "../samples.ts";

const header: PlanHeader = {
  kind: "fin-ingest plan",
  format: 1,
  lineage: "L",
  serial: 3,
  createdAt: "2026-01-01T00:00:00.000Z",
  sources: [{ name: "s", url: "https://docs.example.com", revision: "r" }],
};
const target = { externalId: "b.md", intercomId: "12", title: "B" };
const changes: PlannedChange[] = [
  { source: "s", change: { kind: "create", page: samplePage({ html: "<p>line\nbreak \u2028</p>" }) } },
  { source: "s", change: { kind: "update", page: samplePage(), reasons: ["content", "title"] } },
  { source: "s", change: { kind: "unchanged", externalId: "c.md", remember: { version: "v2" } } },
  { source: "s", change: { kind: "skip", externalId: "d.md", why: "draft" } },
  { source: "s", change: { kind: "fail", externalId: "e.md", error: { message: "unreadable" } } },
  {
    source: "s",
    change: { kind: "hold", hold: { rule: "removal-cap", message: "m", resolve: "r", externalIds: ["x"] } },
  },
  { source: "s", change: { kind: "hide", target, evidence: "confirmed", why: "gone" } },
  { source: "s", change: { kind: "delete", target, evidence: "explicit", why: "gone" } },
];

describe("plan files", () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "plan-"));
  });
  afterAll(() => rm(dir, { recursive: true }));
  const write = async (text: string) => {
    const file = path.join(dir, "plan.jsonl");
    await writeFile(file, text);
    return file;
  };

  it("come back as they were written", async () => {
    const read = await readPlan(await write([header, ...changes].map(planLine).join("")));
    const back: PlannedChange[] = [];
    for await (const change of read.changes) back.push(change);
    expect(read.header).toEqual(header);
    expect(back).toEqual(changes);
  });

  it.each([
    ["an empty file", "", "it is empty"],
    ["something else", "hello\n", "line 1: not JSON"],
    ["another format", `${JSON.stringify({ ...header, format: 2 })}\n`, "line 1: format"],
  ])("refuse %s, by line", async (_name, text, message) => {
    await expect(readPlan(await write(text))).rejects.toThrow(message);
  });

  it("refuse a broken line when it is reached, by line", async () => {
    const { changes } = await readPlan(
      await write(`${planLine(header)}{"source":"s","change":{"kind":"create"}}\n`),
    );
    await expect(changes[Symbol.asyncIterator]().next()).rejects.toThrow("line 2");
  });

  it("refuse a file that is not there", async () => {
    await expect(readPlan(path.join(dir, "none"))).rejects.toMatchObject({ exitCode: 2 });
  });
});
