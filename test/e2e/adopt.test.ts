import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

describe("pages that a hand-written uploader made", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true, documents: 5 });
    company.write("docs/faq.md", "# FAQ\n\nWhat people ask first.\n");
    company.write("docs/billing/faq.md", "# FAQ\n\nWhat people ask of bills.\n");
    const now = Math.floor(Date.now() / 1000) - 86_400;
    const source = company.emulator.state.addSource({
      syncBehavior: "api",
      status: "active",
      url: "https://docs.example.com",
      audienceIds: [],
      createdAt: now,
      updatedAt: now,
      lastSyncedAt: now,
    });
    const theirs = (externalId: string, title: string, url?: string) =>
      company.emulator.state.addPage({
        sourceId: source.id,
        externalId,
        title,
        html: `<p>${title}, as it was sent by hand.</p>`,
        url,
        locale: "en",
        agent: true,
        copilot: true,
        salesAgent: false,
        audienceIds: [],
        createdAt: now,
        updatedAt: now,
        lastIngestedAt: now,
      });
    theirs("guide-1.md", "Guide 1, by hand");
    theirs("cms-2", "Another title", "http://docs.example.com/guide-2/");
    theirs("cms-3", "guide  3", "https://old.example.com/3");
    theirs("cms-faq", "FAQ");
    theirs("cms-9", "Nothing of ours");
  });
  afterEach(() => company.close());

  const adopt = async (...flags: string[]) => {
    const { code, stdout } = await company.run("adopt", ...flags, "--json");
    return { code, ...JSON.parse(stdout).sources[0] };
  };
  const expected = {
    matches: [
      { externalId: "guide-1.md", document: "guide-1.md", by: "external_id" },
      { externalId: "cms-2", document: "guide-2.md", by: "url" },
      { externalId: "cms-3", document: "guide-3.md", by: "title" },
    ],
    ambiguous: [{ externalId: "cms-faq", by: "title", documents: ["billing/faq.md", "faq.md"] }],
    left: [{ externalId: "cms-9" }],
    incomplete: null,
  };
  const rules = async () => {
    const { code, report } = await company.report("nightly");
    const holds = report.sources.flatMap((source) => source.holds);
    return {
      code,
      rules: holds.map(({ rule }) => rule),
      ids: holds.flatMap(({ externalIds }) => externalIds).sort(),
    };
  };

  it("a dry run names what matches by id, url and title, what is ambiguous and what is left", async () => {
    expect(await adopt("--dry-run")).toMatchObject({ code: 0, ...expected });
    const text = (await company.run("adopt", "--dry-run")).stdout;
    expect(text).toContain("replace cms-2 (Another title) by guide-2.md, which has the same url");
    expect(text).toContain("ambiguous cms-faq (FAQ)");
    expect(text).toContain("3 pages to adopt, 1 ambiguous, 1 left");
    expect(company.writes()).toEqual([]);
    expect((await company.run("state", "export")).stdout).toBe("");
  });

  it("takes them over: one page per document in the end, and what is not certain stays", async () => {
    expect(await adopt()).toMatchObject({ code: 0, ...expected });
    expect(company.writes()).toEqual([]);
    const before = company.emulator.state.pages().find(({ externalId }) => externalId === "guide-1.md")?.id;

    expect(await rules()).toMatchObject({ code: 4, rules: ["foreign-pages"], ids: ["cms-9", "cms-faq"] });
    // Their own pages are there before the old ones stop answering.
    expect(company.library()).toMatchObject({ "cms-2": "customers", "guide-2.md": "customers" });
    expect(await rules()).toMatchObject({ code: 4, rules: ["foreign-pages"] });
    expect(company.library()).toMatchObject({
      "guide-1.md": "customers",
      "guide-2.md": "customers",
      "cms-2": "nobody",
      "cms-3": "nobody",
      "cms-faq": "customers",
      "cms-9": "customers",
    });
    const after = company.emulator.state.pages().filter(({ externalId }) => externalId === "guide-1.md");
    expect(after.map(({ id, html }) => [id, html.includes("step by step")])).toEqual([[before, true]]);
  });

  it("without it everything of another scheme is held; retire hides what is left", async () => {
    expect(await rules()).toMatchObject({ code: 4, rules: ["foreign-pages"] });
    expect(company.library()).toMatchObject({ "cms-2": "customers", "cms-9": "customers" });
    await adopt();
    await company.run("nightly");
    const shown = await company.run("retire", "docs");
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain("cms-9");
    expect(shown.stdout).not.toContain("guide-1.md");
    company.writes();
    expect((await company.run("retire", "docs", "--yes")).code).toBe(0);
    expect(
      company
        .writes()
        .map(({ externalId }) => externalId)
        .sort(),
    ).toEqual(["cms-9", "cms-faq"]);
    expect(company.library()).toMatchObject({
      "cms-9": "nobody",
      "cms-faq": "nobody",
      "faq.md": "customers",
    });
    expect(await rules()).toEqual({ code: 0, rules: [], ids: [] });
    const status = JSON.parse((await company.run("status", "--json")).stdout);
    expect(status.sources[0]).toMatchObject({ foreign: 0 });
  });

  it("what an audit finds later carries a resolution, and status counts it", async () => {
    await adopt();
    await company.run("nightly");
    await company.run("retire", "docs", "--yes");
    await company.run("nightly");
    const [page] = company.emulator.state.pages();
    if (!page) throw new Error("no page");
    const { id: _, ...rest } = page;
    company.emulator.state.addPage({ ...rest, externalId: "by-hand", title: "By hand", updatedAt: 1 });
    const { code, report } = await company.report("nightly");
    expect(code).toBe(0);
    expect(report.sources[0]?.audit?.findings).toMatchObject([
      { kind: "foreign", externalId: "by-hand", resolve: expect.stringContaining("adopt --source docs") },
    ]);
    expect((await company.run("nightly")).stdout).toContain("retire docs");
    const status = JSON.parse((await company.run("status", "--json")).stdout);
    expect(status.sources[0]).toMatchObject({ foreign: 1 });
    expect((await company.run("status")).stdout).toContain(
      "1 page in Intercom under this source is not its own",
    );
  });

  it("says where there is nothing to adopt", async () => {
    rmSync(path.join(company.dir, ".fin-ingest"), { recursive: true, force: true });
    company.configure((text) =>
      text.replace("url: https://docs.example.com", "url: https://new.example.com"),
    );
    expect(await adopt()).toMatchObject({ code: 0, sourceId: null, matches: [] });
    expect((await company.run("adopt")).stdout).toContain("nothing to adopt");
  });
});
