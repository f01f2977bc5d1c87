import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { type Company, startCompany } from "./company.ts";

const hour = 60 * 60 * 1000;

describe("Intercom's Date as the second witness of the time", () => {
  let company: Company;
  /** How far Intercom's clock is ahead of this machine's. */
  let ahead = 0;
  afterEach(() => company.close());

  const start = async (grace: string) => {
    ahead = 0;
    company = await startCompany({
      inProcess: true,
      settings: `    removals: {mode: sync, grace: ${grace}}\n`,
      emulator: { clock: { ...systemClock, now: () => Date.now() + ahead } },
    });
    await company.run("nightly");
    company.writes();
  };
  const nightly = async () => {
    const { code, report } = await company.report("nightly");
    return { code, holds: report.sources.flatMap(({ holds }) => holds) };
  };

  it.each([2 * hour, -2 * hour, 8 * 24 * hour])("a clock that is %i ms apart deletes nothing", async (ms) => {
    await start("0s");
    company.remove("docs/guide-3.md");
    expect((await nightly()).code).toBe(0);
    company.writes();
    ahead = ms;
    for (const _ of [1, 2])
      expect(await nightly()).toMatchObject({
        code: 4,
        holds: [{ rule: "clock", externalIds: ["guide-3.md"] }],
      });
    expect(company.writes()).toEqual([]);
    expect(company.library()["guide-3.md"]).toBe("nobody");
    ahead = 0;
    expect((await nightly()).code).toBe(0);
    expect(company.library()).not.toHaveProperty("guide-3.md");
  });

  it("hides nothing with a wrong clock either, uploads go on, and a right clock ends it", async () => {
    await start("7d");
    company.remove("docs/guide-3.md");
    company.write("docs/guide-4.md", "# Guide 4\n\nNew words.\n");
    ahead = 2 * hour;
    expect(await nightly()).toMatchObject({ code: 4, holds: [{ rule: "clock" }] });
    expect(company.writes()).toMatchObject([{ externalId: "guide-4.md" }]);
    ahead = 0;
    expect(await nightly()).toMatchObject({ code: 0, holds: [] });
    expect(company.library()["guide-3.md"]).toBe("nobody");
  });

  it("less than an hour is not a reason to hold", async () => {
    await start("7d");
    company.remove("docs/guide-3.md");
    ahead = -hour / 2;
    expect(await nightly()).toMatchObject({ code: 0, holds: [] });
    expect(company.library()["guide-3.md"]).toBe("nobody");
  });

  it("a slow clock does not shorten the grace of what ci hides: the later time counts", async () => {
    await start("7d");
    company.remove("docs/guide-3.md");
    company.commit("without guide 3");
    ahead = 10 * 24 * hour;
    expect((await company.run("ci", "--base", "HEAD~1", "--apply")).code).toBe(0);
    const { stdout } = await company.run("state", "export");
    const row = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .find(({ externalId }) => externalId === "guide-3.md");
    expect(row).toMatchObject({ state: "hidden" });
    expect(row.hiddenAt).toBeGreaterThan(Date.now() + 9 * 24 * hour);
  });

  it("a retired source is deleted by a right clock alone", async () => {
    await start("0s");
    company.write("manual/a.md", "# A\n\nWhat a does.\n");
    const whole = (text: string) =>
      `${text}  manual:\n    connector: docs-repo\n    url: https://manual.example.com\n    visible_to: customers\n    path: ./manual\n    removals: {mode: sync, grace: 0s}\n`;
    company.configure(whole);
    await company.run("nightly");
    company.configure((text) => text.slice(0, text.indexOf("  manual:\n")));
    await company.run("retire", "manual", "--yes");
    ahead = 2 * hour;
    expect(await nightly()).toMatchObject({ code: 4, holds: [{ rule: "clock", externalIds: ["a.md"] }] });
    expect(company.library()["a.md"]).toBe("nobody");
    ahead = 0;
    expect((await nightly()).code).toBe(0);
    expect(company.library()).not.toHaveProperty("a.md");
  });
});
