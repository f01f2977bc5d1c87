import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredPage } from "../../src/emulator/model.ts";
import type { AuditReport } from "../../src/sync/run-report.ts";
import { type Company, startCompany } from "./company.ts";

let company: Company;
beforeEach(async () => {
  company = await startCompany({ inProcess: true });
  expect((await company.run("nightly")).code).toBe(0);
  company.writes();
});
afterEach(() => company.close());

const page = (externalId: string): StoredPage => {
  const found = company.emulator.state.pages().find((one) => one.externalId === externalId);
  if (!found) throw new Error(`${externalId} is not in Intercom`);
  return found;
};
const edit = (externalId: string, change: Partial<StoredPage>) =>
  company.emulator.state.replacePage({ ...page(externalId), ...change });
const editsOf = (report: { sources: readonly { audit?: AuditReport }[] }) =>
  report.sources[0]?.audit?.findings.filter(({ kind }) => kind === "edited-by-hand") ?? [];

describe("a page that somebody edited in Intercom", () => {
  it("is named and put back in the same run, and nothing else is sent", async () => {
    const sent = ["guide-1.md", "guide-2.md", "guide-4.md"].map(page);
    edit("guide-1.md", { title: "Ours now" });
    edit("guide-2.md", {
      html: "<p>Refunds without asking</p>",
      updatedAt: page("guide-2.md").updatedAt + 60,
    });
    edit("guide-4.md", {
      url: "https://elsewhere.example.com/4",
      updatedAt: page("guide-4.md").updatedAt + 86400,
    });
    const { code, report } = await company.report("nightly");
    expect(code).toBe(0);
    expect(editsOf(report).map(({ externalId }) => externalId)).toEqual(
      expect.arrayContaining(["guide-1.md", "guide-2.md", "guide-4.md"]),
    );
    expect(report.sources[0]?.counts).toMatchObject({ update: 3, unchanged: 6, hold: 0 });
    expect(
      company
        .writes()
        .map(({ externalId }) => externalId)
        .sort(),
    ).toEqual(["guide-1.md", "guide-2.md", "guide-4.md"]);
    for (const { externalId, title, html, url } of sent)
      expect(page(externalId)).toMatchObject({ title, html, url });
    expect(editsOf((await company.report("nightly")).report)).toEqual([]);
    expect(company.writes()).toEqual([]);
  });

  it("is named by `state audit` in words, without a write", async () => {
    edit("guide-1.md", { title: "Ours now", html: "<p>Other</p>" });
    const { stdout } = await company.run("state", "audit");
    expect(stdout).toContain("audit guide-1.md: its title and text were edited in Intercom; it is put back");
    expect(stdout).not.toContain("all as sent");
    expect(company.writes()).toEqual([]);
  });

  it("is left where the source says so", async () => {
    company.configure((text) => text.replace("    rules:", "    content: keep-ui-changes\n    rules:"));
    edit("guide-1.md", { title: "Ours now" });
    for (let night = 0; night < 2; night++) {
      const { code, report } = await company.report("nightly");
      expect([code, editsOf(report).length]).toEqual([0, 1]);
    }
    expect([company.writes(), page("guide-1.md").title]).toEqual([[], "Ours now"]);
  });

  it("is not one that the API wrote: then the ledger may be an older copy, and removals wait", async () => {
    const later = page("guide-1.md").updatedAt + 86400;
    edit("guide-1.md", { title: "Ours now", updatedAt: later, lastIngestedAt: later });
    const { code, report } = await company.report("nightly");
    expect(code).toBe(4);
    expect(report.sources[0]?.holds).toMatchObject([{ rule: "ledger-stale" }]);
  });
});

it("an Intercom that normalises html edits nothing", async () => {
  company.emulator.html.normalized = "at-once";
  for (let n = 1; n <= 8; n++) company.write(`docs/guide-${n}.md`, `# Guide ${n}\n\nAnother way for ${n}.\n`);
  await company.run("nightly");
  expect(page("guide-1.md").html).toContain("intercom-align-left");
  company.writes();
  expect(editsOf((await company.report("nightly")).report)).toEqual([]);
  expect(company.writes()).toEqual([]);
});
