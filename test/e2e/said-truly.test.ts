import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Status } from "../../src/report/status.ts";
import { runHere } from "./cli-here.ts";
import { type Company, startCompany } from "./company.ts";

describe("what is said is true", () => {
  let company: Company;
  afterEach(() => company.close());

  const start = async (options: Parameters<typeof startCompany>[0] = {}) => {
    company = await startCompany({ inProcess: true, ...options });
    await company.run("nightly");
    company.writes();
  };
  const status = async () => JSON.parse((await company.run("status", "--json")).stdout) as Status;
  const moveUrl = () =>
    company.configure((text) => text.replace("https://docs.example.com\n", "https://moved.example.com\n"));

  it("plan refuses a changed url as nightly does, before anything is listed; other sources go on", async () => {
    const other = `  other:
    connector: docs-repo
    url: https://other.example.com
    visible_to: teammates
    path: ./docs/internal
`;
    await start({ settings: other });
    moveUrl();
    company.write("docs/guide-1.md", "# Guide 1\n\nNew words.\n");
    company.write("docs/internal/refunds.md", "# Refunds\n\nUp to 60 euros.\n");
    const refusal =
      /its pages are under https:\/\/docs\.example\.com, but the\s+configuration now says url: https:\/\/moved/;
    const plan = await company.run("plan");
    expect(plan.code).toBe(2);
    expect(plan.stdout).toMatch(refusal);
    expect(plan.stdout).toContain("Plan: 1 to update.");
    const { code, report } = await company.report("nightly");
    expect(code).toBe(2);
    expect(report.sources.map(({ error, counts }) => [error !== null, counts.update])).toEqual([
      [true, 0],
      [false, 1],
    ]);
    expect(company.writes().map(({ externalId }) => externalId)).toEqual(["refunds.md"]);
    const planned = await company.report("plan");
    expect(planned.code).toBe(2);
    expect(planned.report.sources[0]?.error?.message).toMatch(/its pages are under/);
    expect((await company.run("plan", "--source", "other")).code).toBe(0);
    for (const verb of ["nightly", "backfill"]) expect((await company.run(verb, "--dry-run")).code).toBe(2);
  });

  it("the same url otherwise written is the same", async () => {
    await start();
    company.configure((text) => text.replace("https://docs.example.com\n", "https://DOCS.example.com/\n"));
    expect((await company.run("plan")).code).toBe(0);
  });

  it("status names hidden pages, why, and when each is deleted", async () => {
    await start({ settings: "    removals: {grace: 3d}\n" });
    expect(await status()).toMatchObject({ orphans: [], hidden: [], holds: [] });
    company.remove("docs/guide-1.md");
    company.write("docs/guide-2.md", "---\ndraft: true\n---\n\n# Guide 2\n\nNot now.\n");
    await company.run("nightly");
    company.configure((text) => `${text}    max_removals: {percent: 0, at_least: 1}\n`);
    company.remove("docs/guide-3.md");
    company.remove("docs/guide-4.md");
    await company.run("nightly");
    const { hidden, holds } = await status();
    expect(
      hidden.map(({ source, externalId, title, why }) => [source, externalId, title, why]).sort(),
    ).toEqual([
      ["docs", "guide-1.md", "Guide 1", "gone from the source"],
      ["docs", "guide-2.md", "Guide 2", "draft: true"],
    ]);
    for (const { hiddenAt, deleteAt } of hidden) {
      expect(new Date(hiddenAt ?? "").toISOString()).toBe(hiddenAt);
      expect(Date.parse(deleteAt ?? "") - Date.parse(hiddenAt ?? "")).toBe(3 * 24 * 60 * 60 * 1000);
    }
    expect(holds).toMatchObject([{ source: "docs", rule: "removal-cap" }]);
    const { stdout } = await company.run("status");
    expect(stdout).toContain("docs: 2 hidden pages\n");
    expect(stdout).toMatch(
      / {2}- Guide 2 \(guide-2\.md\): draft: true\n {4}hidden since \d{4}-\d\d-\d\d \d\d:\d\d, deleted from \d{4}-\d\d-\d\d \d\d:\d\d on\n/,
    );
    company.configure((text) => text.replace("{grace: 3d}", "hide-only"));
    expect((await status()).hidden.map(({ deleteAt }) => deleteAt)).toEqual([null, null]);
    // What came back is not hidden, and what it was hidden for is forgotten.
    company.write("docs/guide-1.md", "# Guide 1\n\nBack.\n");
    await company.run("nightly");
    expect((await status()).hidden.map(({ externalId }) => externalId)).toEqual(["guide-2.md"]);
  });

  it("hidden pages that a rebuild found say so", async () => {
    await start();
    company.remove("docs/guide-1.md");
    await company.run("nightly");
    await company.run("state", "rebuild");
    expect((await status()).hidden).toMatchObject([
      { externalId: "guide-1.md", why: "it was hidden when the ledger found it in Intercom" },
    ]);
  });

  it("a source sets how much may go", async () => {
    await start({ documents: 20 });
    for (let n = 1; n <= 6; n++) company.remove(`docs/guide-${n}.md`);
    expect((await company.run("nightly")).code).toBe(4);
    expect(company.writes()).toEqual([]);
    company.configure((text) => `${text}    max_removals: {percent: 30}\n`);
    const { code, report } = await company.report("nightly");
    expect(code).toBe(0);
    expect(report.sources[0]?.counts).toMatchObject({ hide: 6, hold: 0 });
    expect(company.writes().every(({ agent, copilot }) => agent === false && copilot === false)).toBe(true);
    company.configure((text) => text.replace("{percent: 30}", "{percent: 1, at_least: 2}"));
    for (let n = 7; n <= 9; n++) company.remove(`docs/guide-${n}.md`);
    const held = await company.report("nightly");
    expect(held.code).toBe(4);
    expect(held.report.sources[0]?.holds).toMatchObject([
      { rule: "removal-cap", message: expect.stringContaining("at most 2") },
    ]);
    expect(company.writes()).toEqual([]);
  });

  it("stubs that differ in title are sent; a login page in the place of documents is held", async () => {
    await start();
    for (let n = 1; n <= 322; n++)
      company.write(`docs/stub-${n}.md`, `# Part ${n}\n\nThis part is written soon.\n`);
    for (let n = 1; n <= 30; n++)
      company.write(`docs/page-${n}.md`, `---\ntitle: Page ${n}\n---\n\nPlease sign in to continue.\n`);
    const { code, report } = await company.report("nightly");
    expect(code).toBe(4);
    expect(report.sources[0]?.counts).toMatchObject({ create: 322, hold: 1 });
    expect(report.sources[0]?.holds).toMatchObject([{ rule: "sameness" }]);
    expect(report.sources[0]?.holds[0]?.externalIds).toHaveLength(30);
    expect(company.writes().filter(({ externalId }) => externalId?.startsWith("page-"))).toEqual([]);
    expect(Object.keys(company.library()).filter((id) => id.startsWith("stub-"))).toHaveLength(322);
  });

  it("after a rename, pages that are sent again are not said to be created", async () => {
    await start();
    company.configure((text) => text.replace("  docs:\n", "  handbook:\n").replace(/ {2}token: .*\n/, ""));
    company.write("docs/new.md", "# New\n\nWords.\n");
    // Without a token, only the ledger can tell.
    const env = { INTERCOM_BASE_URL: company.emulator.url };
    const plan = await runHere(["plan"], { cwd: company.dir, env });
    expect(plan.stdout).toMatch(/~ sent again {2}customers {2}Guide 1/);
    expect(plan.stdout).toContain("Plan: 1 to create, 9 to send again, 1 held, 1 skipped.");
    // Customers were answered from all of them but the new one.
    expect(plan.stdout).toContain("Customers: answered from 1 more page.");
    const { report, stderr } = await company.report("backfill");
    const [source] = report.sources;
    expect(source?.counts).toMatchObject({ create: 10, update: 0 });
    expect(source?.changes).toContainEqual(
      expect.objectContaining({ kind: "create", externalId: "guide-1.md", reasons: ["sent again"] }),
    );
    expect(stderr).toMatch(/create 1 · sent again 9 · skip 1 ·/);
    expect(company.emulator.state.pageCount).toBe(10);
    const { stdout } = await company.run("status");
    expect(stdout).toContain("create 1 · sent again 9 · skip 1");
  });

  it("after a rebuild, pages are sent again", async () => {
    await start();
    await company.run("state", "rebuild");
    const { stdout } = await company.run("nightly");
    expect(stdout).toMatch(/~ sent again {2}customers {2}Guide 1/);
    expect(stdout).not.toContain("+ create");
  });

  it("on a new machine, pages are sent again", async () => {
    await start();
    rmSync(path.join(company.dir, ".fin-ingest"), { recursive: true });
    const { stdout } = await company.run("nightly");
    expect(stdout).toMatch(/~ sent again {2}customers {2}Guide 1/);
    expect(stdout).not.toContain("+ create");
    expect(company.emulator.state.pageCount).toBe(9);
  });

  it("status and explain know hidden pages of a source that was retired, and of one that nobody names", async () => {
    const other = `  other:
    connector: docs-repo
    url: https://other.example.com
    visible_to: teammates
    path: ./other
`;
    company = await startCompany({ inProcess: true, settings: other });
    company.write("other/a.md", "# Alpha\n\nWords.\n");
    company.write("other/b.md", "# Beta\n\nWords.\n");
    await company.run("nightly");
    company.remove("other/a.md");
    await company.run("nightly");
    company.configure((text) => text.replace(other, ""));
    expect((await status()).hidden).toMatchObject([{ source: "other", externalId: "a.md", deleteAt: null }]);
    expect((await company.run("status", "--source", "docs")).stdout).not.toContain("Alpha");
    expect((await company.run("explain", "b.md")).stdout).toMatch(
      /no configuration names its source[\s\S]*next run {3}nothing: no run does anything with it/,
    );
    expect((await company.run("retire", "other", "--yes")).code).toBe(0);
    const { hidden } = await status();
    expect(hidden.map(({ externalId, why, deleteAt }) => [externalId, why, deleteAt !== null])).toEqual([
      ["a.md", "gone from the source", true],
      ["b.md", "its source was retired", true],
    ]);
    expect((await company.run("explain", "b.md")).stdout).toMatch(
      /rule {7}its source was retired\n {2}answers {4}nobody\n[\s\S]*hidden {5}its source was retired; hidden since/,
    );
  });

  it("explain sees a source that takes over another one's pages as the run will", async () => {
    await start();
    company.configure((text) => text.replace("  docs:\n", "  handbook:\n    moved_from: docs\n"));
    const { stdout } = await company.run("explain", "guide-1.md");
    expect(stdout.match(/^ {2}source .*/gm)).toEqual(["  source     handbook"]);
    expect(stdout).toMatch(/ledger {5}live · page/);
    const { documents } = JSON.parse((await company.run("explain", "guide-1.md", "--json")).stdout);
    const { report } = await company.report("nightly");
    expect(documents[0].next).toMatchObject([{ kind: "unchanged" }]);
    expect(report.sources[0]?.counts).toMatchObject({ create: 0, update: 0, unchanged: 9 });
  });
});
