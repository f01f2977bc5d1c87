import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

let company: Company;
beforeEach(async () => {
  company = await startCompany({ inProcess: true });
});
afterEach(() => company.close());

const json = async (...args: string[]) => {
  const { stdout, stderr, code } = await company.run(...args, "--json");
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
};

describe("runs", () => {
  it("lists runs, shows the report of one, and says what changed between two", async () => {
    const { report: first } = await company.report("nightly");
    company.write("docs/guide-1.md", "# Guide 1\n\nAnother way to do thing 1, step by step.\n");
    company.remove("docs/guide-2.md");
    const { report: second } = await company.report("nightly");
    company.write("docs/guide-1.md", "# Guide 1\n\nA third way to do thing 1, step by step.\n");
    await company.report("nightly");

    const { runs } = await json("runs");
    expect(runs).toHaveLength(3);
    expect(runs[2]).toMatchObject({ id: first.run.id, pipeline: "nightly", outcome: "ok", hasReport: true });
    expect(await json("runs", "show", "last~1")).toEqual(JSON.parse(JSON.stringify(second)));
    expect(await json("runs", "show", first.run.id.slice(0, 8))).toMatchObject({ run: { id: first.run.id } });

    const { changes } = await json("runs", "diff", "last~2", "last");
    expect(
      changes.map((change: { externalId: string; kind: string }) => [change.externalId, change.kind]),
    ).toEqual([
      ["guide-1.md", "update"],
      ["guide-2.md", "hide"],
    ]);
    expect(changes[0].runs).toHaveLength(2);
    // In whichever order they are named.
    expect((await json("runs", "diff", "last", "last~2")).changes).toEqual(changes);
    expect((await json("runs", "diff", "last", "last")).changes).toEqual([]);
  });

  it("keeps no secret of the configuration, and no report of what only looks", async () => {
    company.write("docs/token.md", `# The token\n\nIt is ${company.emulator.token} for everybody.\n`);
    await company.run("plan");
    await company.run("nightly", "--dry-run");
    expect((await json("runs")).runs).toEqual([]);
    await company.run("nightly");
    expect(JSON.stringify(await json("runs", "show", "last"))).not.toContain(company.emulator.token);
  });

  it.each([
    [["runs", "show", "nothing"], "no report of a run"],
    [["runs", "diff", "last"], "runs diff takes two ids"],
    [["runs", "--report", "x.html"], "--report goes with runs show"],
    [["runs", "shwo"], "show"],
  ])("%j is a mistake", async (args, message) => {
    const { code, stderr } = await company.run(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it("a folder that cannot be written fails no run", async () => {
    await company.run("nightly");
    writeFileSync(path.join(company.dir, "docs/new.md"), "# New\n\nHow to do it anew, step by step.\n");
    const { rmSync } = await import("node:fs");
    rmSync(path.join(company.dir, ".fin-ingest/runs"), { recursive: true });
    writeFileSync(path.join(company.dir, ".fin-ingest/runs"), "in the way");
    const { code, stderr } = await company.run("nightly");
    expect(stderr).toContain("the report of this run could not be kept");
    expect(code).toBe(0);
  });
});

describe("--report", () => {
  it("writes one file, of a run, a plan or a past run, and escapes what documents say", async () => {
    const file = path.join(company.dir, "report.html");
    const hostile = '"><script>alert(1)</script>';
    company.write("docs/hostile.md", `# ${hostile}\n\nText of a page that wants more, step by step.\n`);
    for (const args of [["plan"], ["nightly", "--dry-run"], ["nightly"], ["runs", "show", "last"]]) {
      const { code, stderr } = await company.run(...args, "--report", "report.html");
      expect({ args, code, stderr }).toMatchObject({ code: 0 });
      const html = readFileSync(file, "utf8");
      expect(html).toContain("guide-1.md");
      expect(html).toContain("default-src &#39;none&#39;");
      expect(html.match(/<script/g)).toHaveLength(1);
      expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\/(?!docs\.example\.com)/);
      writeFileSync(file, "");
    }
  });

  it("that cannot be written is a mistake, after the run has done its work", async () => {
    const { code, stderr } = await company.run("nightly", "--report", "no/such/folder.html");
    expect(stderr).toMatch(/error: --report no\/such\/folder\.html: there is no folder \S+no\/such\n/);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^create \d/);
    expect(code).toBe(2);
    expect(company.library()["guide-1.md"]).toBe("customers");
  });
});
