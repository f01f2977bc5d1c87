import { afterEach, describe, expect, it } from "vitest";
import type { FaultRuleInput } from "../../src/emulator/index.ts";
import { type Company, startCompany } from "./company.ts";

const pages = { method: "POST", path: "/ai/external_pages" };
const documents = 6;

/** Intercom's part of the failure catalogue: what goes wrong in the first run, and what the first run exits with. */
const faults: [string, FaultRuleInput, number][] = [
  [
    "429 with its headers",
    { match: { ...pages, nth: 2 }, fault: { kind: "status", status: 429, rate: { resetIn: 1 } } },
    0,
  ],
  [
    "429 without any header",
    { match: { ...pages, nth: 2 }, fault: { kind: "status", status: 429, rate: "none" } },
    0,
  ],
  [
    "429 whose Reset is past",
    { match: { ...pages, nth: 2 }, fault: { kind: "status", status: 429, rate: { resetIn: -3600 } } },
    0,
  ],
  [
    "500 although the write took effect",
    { match: { ...pages, nth: 3 }, fault: { kind: "status", status: 500, when: "after" } },
    0,
  ],
  [
    "502 before anything happened",
    { match: { ...pages, nth: 3 }, fault: { kind: "status", status: 502 } },
    0,
  ],
  [
    "a connection cut after the write",
    { match: { ...pages, nth: 3 }, fault: { kind: "reset", when: "after" } },
    0,
  ],
  [
    "a connection cut in the answer",
    { match: { ...pages, nth: 3 }, fault: { kind: "reset", when: "mid-answer" } },
    0,
  ],
  ["truncated JSON", { match: { ...pages, nth: 3 }, fault: { kind: "truncated" } }, 0],
  ["HTML answered as 200", { match: { ...pages, nth: 3 }, fault: { kind: "html" } }, 0],
  [
    "an answer about another page",
    { match: { ...pages, nth: 3 }, fault: { kind: "echo", fields: { external_id: "x" } } },
    0,
  ],
  [
    "a page too large for Intercom",
    { match: { ...pages, nth: 3 }, fault: { kind: "status", status: 413 } },
    3,
  ],
  [
    "a source created, and no answer",
    {
      match: { path: "/ai/content_import_sources", method: "POST" },
      fault: { kind: "reset", when: "after" },
      times: 1,
    },
    0,
  ],
  ["401 in the middle", { match: { ...pages, nth: 3 }, fault: { kind: "status", status: 401 } }, 1],
];

describe("Intercom fails", () => {
  let company: Company;
  afterEach(() => company.close());
  const desired = () =>
    [...Array.from({ length: documents }, (_, n) => `guide-${n + 1}.md`), "internal/refunds.md"].sort();

  it.each(faults)(
    "%s: nothing lost, nothing twice, converged by the next run",
    async (_name, fault, code) => {
      company = await startCompany({ documents });
      company.emulator.faults.set([fault]);
      const first = await company.run("nightly");
      expect(company.emulator.log.all().some(({ fault }) => fault !== undefined)).toBe(true);
      expect(first.code, first.stderr).toBe(code);
      company.emulator.faults.clear();
      expect((await company.run("nightly")).code).toBe(0);
      expect(
        company.emulator.state
          .pages()
          .map(({ externalId }) => externalId)
          .sort(),
      ).toEqual(desired());
      expect(company.emulator.state.sources()).toHaveLength(1);
      company.writes();
      await company.run("nightly");
      expect(company.writes()).toEqual([]);
    },
  );

  it("a source deleted in the middle of a run stops it, and is never made anew", async () => {
    company = await startCompany({ documents });
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

  it("a hidden page that somebody deleted by hand is done with: no error, nothing sent again", async () => {
    company = await startCompany({ documents, settings: "    removals: {mode: sync, grace: 0s}\n" });
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
    company = await startCompany({ documents });
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
