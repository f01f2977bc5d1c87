import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

describe("a ledger, seen from the command line", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true, documents: 4 });
    await company.run("nightly");
    company.writes();
  });
  afterEach(() => company.close());

  it("damaged: what reads says so, what is attended stops, and nightly rebuilds it without removing anything", async () => {
    const file = path.join(company.dir, ".fin-ingest/ledger.sqlite");
    const bytes = readFileSync(file);
    const at = bytes.indexOf("guide-2.md");
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    company.remove("docs/guide-3.md");

    const stopped = await company.run("ci", "--base", "HEAD", "--apply");
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toMatch(/damaged[\s\S]*state rebuild/);
    expect(company.writes()).toEqual([]);

    const { code, stderr, report } = await company.report("nightly");
    expect(code).toBe(4);
    expect(stderr).toMatch(/rebuilt/);
    expect(report.sources[0]?.counts).toMatchObject({ update: 4, hide: 0, delete: 0 });
    expect(company.writes().every(({ agent, copilot }) => agent === true || copilot === true)).toBe(true);
    expect(company.library()["guide-3.md"]).toBe("customers");
  });

  it("state audit tells what was changed by hand and changes nothing; nightly mends it", async () => {
    const page = company.emulator.state.pages().find(({ externalId }) => externalId === "guide-1.md");
    company.emulator.state.removePage(page?.id ?? "");
    const text = await company.run("state", "audit");
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(/guide-1\.md: somebody deleted it/);
    const json = JSON.parse((await company.run("state", "audit", "--json")).stdout);
    expect(json.sources[0]).toMatchObject({ name: "docs", audit: { counts: { "deleted-by-hand": 1 } } });
    expect(company.writes()).toEqual([]);

    const { report } = await company.report("nightly");
    expect(report.sources[0]?.audit?.findings).toMatchObject([{ externalId: "guide-1.md" }]);
    expect(company.library()).toHaveProperty(["guide-1.md"]);
  });
});
