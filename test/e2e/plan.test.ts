import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

describe("plan and apply", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true });
  });
  afterEach(() => company.close());

  it("writes nothing, and says with --detailed-exitcode whether there is anything to do", async () => {
    const before = await company.run("plan", "--detailed-exitcode");
    expect(before.code).toBe(2);
    expect(before.stdout).toContain("Plan: 9 to create");
    // It looks whether Intercom has pages that this ledger does not know.
    expect(company.emulator.log.all().map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /ai/content_import_sources",
    ]);
    await company.run("nightly");
    expect((await company.run("plan", "--detailed-exitcode")).code).toBe(0);
  });

  it("prints the same plan twice", async () => {
    const [first, second] = [await company.run("plan"), await company.run("plan")];
    expect(second.stdout).toBe(first.stdout);
  });

  it("applies what was planned, and only that", async () => {
    await company.run("nightly");
    company.write("docs/guide-1.md", "# Guide 1\n\nPlanned words.\n");
    company.remove("docs/guide-2.md");
    expect((await company.run("plan", "--out", "changes.jsonl")).code).toBe(0);
    company.write("docs/guide-1.md", "# Guide 1\n\nLater words.\n");
    company.writes();
    const { code, report } = await company.report("apply", "changes.jsonl");
    expect(code).toBe(0);
    expect(report.sources[0]?.counts).toMatchObject({ update: 1, hide: 1 });
    expect(
      company
        .writes()
        .map(({ externalId }) => externalId)
        .sort(),
    ).toEqual(["guide-1.md", "guide-2.md"]);
    const page = [...company.emulator.state.pages()].find(({ externalId }) => externalId === "guide-1.md");
    expect(page?.html).toContain("Planned words");
  });

  it("can be made and applied before anything was ever sent", async () => {
    await company.run("plan", "--out", "changes.jsonl");
    expect((await company.run("apply", "changes.jsonl")).code).toBe(0);
    expect(Object.keys(company.library())).toHaveLength(9);
  });

  it("is refused once the ledger has moved on, and writes nothing", async () => {
    await company.run("nightly");
    company.write("docs/guide-1.md", "# Guide 1\n\nPlanned words.\n");
    await company.run("plan", "--out", "changes.jsonl");
    await company.run("nightly");
    company.writes();
    const stale = await company.run("apply", "changes.jsonl");
    expect(stale.code).toBe(2);
    expect(stale.stderr).toContain("another run has changed the ledger");
    expect(company.writes()).toEqual([]);
  });
});
