import { afterEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

const pages = { method: "POST", path: "/ai/external_pages" };
const documents = 6;

describe("Intercom fails", () => {
  let company: Company;
  afterEach(() => company.close());

  it("a source deleted in the middle of a run stops it, and is never created again", async () => {
    company = await startCompany({ inProcess: true, documents });
    await company.run("nightly");
    for (let n = 1; n <= documents; n++)
      company.write(`docs/guide-${n}.md`, `# Guide ${n}\n\nNew words for thing ${n}.\n`);
    company.emulator.faults.set([{ match: { ...pages, nth: 2 }, fault: { kind: "source-deleted" } }]);
    expect((await company.run("nightly", "--concurrency", "1")).code).toBe(1);
    company.emulator.faults.clear();
    company.writes();
    const next = await company.run("nightly");
    expect(next.code).toBe(1);
    expect(next.stderr).toContain("no longer in Intercom");
    expect(company.writes()).toEqual([]);
  });

  it("a hidden page that somebody deleted by hand is finished: no error, nothing sent again", async () => {
    company = await startCompany({
      inProcess: true,
      documents,
      settings: "    removals: {mode: sync, grace: 0s}\n",
    });
    await company.run("nightly");
    company.remove("docs/guide-1.md");
    await company.run("nightly");
    const page = company.emulator.state.pages().find(({ externalId }) => externalId === "guide-1.md");
    company.emulator.state.removePage(page?.id ?? "");
    expect((await company.run("nightly")).code).toBe(0);
    company.writes();
    expect((await company.run("nightly")).code).toBe(0);
    expect(company.writes()).toEqual([]);
    expect(company.library()).not.toHaveProperty("guide-1.md");
  });

  it("a listing that points to another host is refused, and the token never goes there", async () => {
    company = await startCompany({ inProcess: true, documents });
    await company.run("nightly");
    const other = await (await import("../../src/emulator/index.ts")).startEmulator();
    try {
      company.emulator.faults.set([
        {
          match: { method: "GET", path: "/ai/external_pages*" },
          fault: { kind: "next", url: `${other.url}/ai/external_pages?page=2` },
        },
      ]);
      expect((await company.run("state", "rebuild")).code).toBe(1);
      expect(other.log.all()).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
