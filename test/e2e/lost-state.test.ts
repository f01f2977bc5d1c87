import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

describe("lost state: a ledger that knows nothing of a source which has pages", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true });
    await company.run("nightly");
    company.writes();
  });
  afterEach(() => company.close());

  const loseState = () => rmSync(path.join(company.dir, ".fin-ingest"), { recursive: true });
  const nightly = async () => {
    const { code, report } = await company.report("nightly");
    const holds = report.sources.flatMap((source) => source.holds);
    return {
      code,
      rules: holds.map(({ rule }) => rule),
      ids: holds.flatMap(({ externalIds }) => externalIds),
    };
  };
  const removalsSent = () =>
    company.writes().filter(({ agent, copilot }) => agent === false && copilot === false);

  it("a new machine adopts the pages, holds for two complete listings, then hides what is gone", async () => {
    loseState();
    company.remove("docs/guide-3.md");
    for (const _ of [1, 2]) {
      expect(await nightly()).toEqual({ code: 4, rules: ["ledger-rebuilt"], ids: ["guide-3.md"] });
      expect(removalsSent()).toEqual([]);
      expect(company.library()["guide-3.md"]).toBe("customers");
    }
    expect((await nightly()).code).toBe(0);
    expect(company.library()).toMatchObject({ "guide-3.md": "nobody", "guide-4.md": "customers" });
    expect(company.emulator.state.pageCount).toBe(9);
    expect(company.emulator.state.sources()).toHaveLength(1);
  });

  it("says so on each of the two runs, also when nothing is gone", async () => {
    loseState();
    expect([(await nightly()).code, (await nightly()).code, (await nightly()).code]).toEqual([4, 4, 0]);
    expect(company.library()).not.toHaveProperty("draft.md");
  });

  it("a fresh CI container: what git names is carried out at once, and a later nightly adopts the rest", async () => {
    loseState();
    company.remove("docs/guide-3.md");
    company.commit("without guide 3");
    const ci = await company.run("ci", "--base", "HEAD~1", "--apply");
    expect(ci.code).toBe(0);
    expect(company.library()["guide-3.md"]).toBe("nobody");
    company.remove("docs/guide-4.md");
    expect(await nightly()).toMatchObject({ code: 4, ids: ["guide-4.md"] });
    company.remove("docs/guide-5.md");
    company.commit("without guides 4 and 5");
    expect((await company.run("ci", "--base", "HEAD~1", "--apply")).code).toBe(0);
    expect(company.library()).toMatchObject({ "guide-4.md": "nobody", "guide-5.md": "nobody" });
  });

  it("a container that keeps no state never removes, and never stops saying so", async () => {
    company.remove("docs/guide-3.md");
    for (const _ of [1, 2, 3]) {
      loseState();
      expect(await nightly()).toMatchObject({ code: 4, ids: ["guide-3.md"] });
    }
    expect(company.library()["guide-3.md"]).toBe("customers");
  });

  it("a renamed source: its pages go on under the new name, and what is gone is hidden after two listings", async () => {
    company.configure((text) => text.replace("  docs:\n", "  manual:\n"));
    company.remove("docs/guide-3.md");
    expect(await nightly()).toEqual({ code: 4, rules: ["ledger-rebuilt"], ids: ["guide-3.md"] });
    // The ledger knew under the old name what was sent: nothing is sent again.
    expect(company.writes()).toEqual([]);
    expect((await nightly()).code).toBe(4);
    expect((await nightly()).code).toBe(0);
    expect(company.writes()).toMatchObject([{ externalId: "guide-3.md", agent: false, copilot: false }]);
    expect(company.emulator.state.sources()).toHaveLength(1);
  });

  it("a plan holds what nightly would hold, and changes nothing", async () => {
    loseState();
    company.remove("docs/guide-3.md");
    for (const _ of [1, 2]) {
      const { code, report } = await company.report("plan");
      expect(code).toBe(4);
      expect(report.sources[0]?.holds).toMatchObject([
        { rule: "ledger-rebuilt", externalIds: ["guide-3.md"] },
      ]);
      expect(report.sources[0]?.counts).toMatchObject({ update: 8, create: 0, hide: 0 });
    }
    expect(company.writes()).toEqual([]);
    expect((await company.run("status", "--json")).stdout).toContain('"live": 0');
  });

  it("a plan of a renamed source names no orphan that the run would adopt", async () => {
    company.configure((text) => text.replace("  docs:\n", "  manual:\n"));
    const { report } = await company.report("plan");
    expect(report.sources.flatMap(({ holds }) => holds.map(({ rule }) => rule))).toEqual(["ledger-rebuilt"]);
  });

  it("a saved plan that is applied on a new machine does not end the search", async () => {
    loseState();
    company.remove("docs/guide-3.md");
    await company.run("plan", "--out", "changes.jsonl");
    await company.run("apply", "changes.jsonl");
    expect((await nightly()).ids).toEqual(["guide-3.md"]);
  });

  it("pages of another id scheme are foreign: named and held on every run, never touched", async () => {
    const [source] = company.emulator.state.sources();
    for (const page of company.emulator.state.pages())
      company.emulator.state.replacePage({ ...page, externalId: `cms-${page.id}` });
    loseState();
    for (const _ of [1, 2, 3]) {
      const { code, rules, ids } = await nightly();
      expect({ code, rules }).toEqual({ code: 4, rules: ["foreign-pages"] });
      expect(ids).toHaveLength(9);
      expect(company.writes().filter(({ externalId }) => externalId?.startsWith("cms-"))).toEqual([]);
    }
    expect(company.emulator.state.countPages(source?.id ?? 0)).toBe(18);
    const status = JSON.parse((await company.run("status", "--json")).stdout);
    expect(status.sources[0]).toMatchObject({ name: "docs", foreign: 9 });
  });

  it("a plan without a token still works, and says what it cannot know", async () => {
    loseState();
    company.configure((text) =>
      text.replace("  token: ${INTERCOM_ACCESS_TOKEN}\n  base_url: ${INTERCOM_BASE_URL}\n", "  region: us\n"),
    );
    const seen = company.emulator.log.last;
    const { code } = await company.report("plan");
    expect([code, company.emulator.log.last]).toEqual([0, seen]);
  });
});
