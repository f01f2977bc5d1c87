import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

describe("backfill", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true });
    await company.run("nightly");
    company.writes();
  });
  afterEach(() => company.close());

  it("sends every document again and removes nothing", async () => {
    company.remove("docs/guide-1.md");
    const { report } = await company.report("backfill");
    expect(report.sources[0]?.counts).toMatchObject({ update: 8, hide: 0, delete: 0 });
    expect(company.writes()).toHaveLength(8);
    expect(company.library()["guide-1.md"]).toBe("customers");
  });

  it("--only takes the documents a glob names", async () => {
    await company.run("backfill", "--only", "internal/**");
    expect(company.writes().map(({ externalId }) => externalId)).toEqual(["internal/refunds.md"]);
  });

  it("--since takes the documents that changed since", async () => {
    company.write("docs/guide-2.md", "# Guide 2\n\nNew.\n");
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await company.run("backfill", "--since", tomorrow);
    expect(company.writes()).toEqual([]);
    await company.run("backfill", "--since", "1h");
    expect(company.writes().map(({ externalId }) => externalId)).toContain("guide-2.md");
  });

  it("continues where it was interrupted", async () => {
    company.emulator.faults.set([
      {
        match: { method: "POST", path: "/ai/external_pages", from: 5 },
        fault: { kind: "status", status: 401 },
      },
    ]);
    expect((await company.run("backfill", "--concurrency", "1")).code).toBe(1);
    company.emulator.faults.clear();
    const sent = company
      .writes()
      .slice(0, 4)
      .map(({ externalId }) => externalId);
    const { code } = await company.report("backfill", "--concurrency", "1");
    expect(code).toBe(0);
    const rest = company.writes().map(({ externalId }) => externalId);
    expect(rest).toHaveLength(5);
    expect(rest.filter((id) => sent.includes(id))).toEqual([]);
  });
});

describe("state rebuild", () => {
  it("finds the pages in Intercom again: no second source, no duplicate, each page sent once", async () => {
    const company = await startCompany({ inProcess: true });
    try {
      await company.run("nightly");
      (await import("node:fs")).rmSync(`${company.dir}/.fin-ingest`, { recursive: true });
      expect((await company.run("state", "rebuild")).code).toBe(0);
      company.writes();
      const { report } = await company.report("nightly");
      expect(report.sources[0]?.counts).toMatchObject({ create: 0, update: 9 });
      expect(company.writes().every(({ method }) => method === "POST")).toBe(true);
      expect(Object.keys(company.library())).toHaveLength(9);
      expect([...company.emulator.state.sources()]).toHaveLength(1);
    } finally {
      await company.close();
    }
  });
});
