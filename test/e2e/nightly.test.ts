import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { runCli } from "./cli.ts";
import { type Company, startCompany } from "./company.ts";

describe("nightly, as Intercom's request log shows it", () => {
  let company: Company;
  beforeEach(async () => {
    company = await startCompany({ inProcess: true });
  });
  afterEach(() => company.close());

  it("sends every document once, then nothing, then only what was edited", async () => {
    const first = await company.report("nightly");
    expect(first.code).toBe(0);
    expect(first.report.sources[0]?.counts).toMatchObject({ create: 9, skip: 1, fail: 0 });
    expect(company.writes()).toHaveLength(10);
    expect(company.library()).toMatchObject({
      "guide-1.md": "customers",
      "internal/refunds.md": "teammates",
    });
    expect(company.library()).not.toHaveProperty("draft.md");

    const second = await company.report("nightly");
    expect(second.report.sources[0]?.counts).toMatchObject({ unchanged: 9, create: 0, update: 0 });
    expect(company.writes()).toEqual([]);

    company.write("docs/guide-2.md", "# Guide 2\n\nAnother way to do it.\n");
    const third = await company.report("nightly");
    expect(third.report.sources[0]?.changes).toMatchObject([
      { kind: "skip", externalId: "draft.md" },
      { kind: "update", externalId: "guide-2.md", title: "Guide 2", reasons: ["content"], error: null },
    ]);
    expect(company.writes()).toMatchObject([{ method: "POST", externalId: "guide-2.md" }]);
  });

  it("ends stderr with the summary line and prints one JSON document on stdout", async () => {
    const { report, stderr } = await company.report("nightly");
    expect(report.run).toMatchObject({ pipeline: "nightly", outcome: "ok" });
    expect(stderr.trim().split("\n").at(-1)).toMatch(/^create 9 · skip 1 · [\d.]+m?s$/);
  });

  it("an edit that changes nothing Fin reads is not a write", async () => {
    await company.run("nightly");
    company.writes();
    company.write("docs/guide-1.md", "# Guide 1\n\n\nHow to do thing 1,\nstep by step.\n<!-- reviewed -->\n");
    expect((await company.report("nightly")).report.sources[0]?.counts).toMatchObject({
      update: 0,
      unchanged: 9,
    });
    expect(company.writes()).toEqual([]);
  });

  it("hides what is gone, un-hides what reappears", async () => {
    await company.run("nightly");
    company.writes();
    company.remove("docs/guide-3.md");
    const gone = await company.report("nightly");
    expect(gone.report.sources[0]?.counts.hide).toBe(1);
    expect(company.writes()).toEqual([
      { method: "POST", externalId: "guide-3.md", agent: false, copilot: false },
    ]);
    expect(company.library()["guide-3.md"]).toBe("nobody");

    expect((await company.report("nightly")).report.sources[0]?.counts).toMatchObject({ hide: 0, delete: 0 });
    expect(company.writes()).toEqual([]);

    company.write("docs/guide-3.md", "# Guide 3\n\nHow to do thing 3, step by step.\n");
    expect((await company.report("nightly")).report.sources[0]?.changes).toContainEqual(
      expect.objectContaining({ kind: "update", externalId: "guide-3.md", reasons: ["reappeared"] }),
    );
    expect(company.library()["guide-3.md"]).toBe("customers");
  });

  it("hides a page at once whose author makes it a draft", async () => {
    await company.run("nightly");
    company.write("docs/guide-4.md", "---\ndraft: true\n---\n\n# Guide 4\n");
    expect((await company.report("nightly")).report.sources[0]?.counts.hide).toBe(1);
    expect(company.library()["guide-4.md"]).toBe("nobody");
  });

  it("a folder that vanished is a failed listing, not an empty one", async () => {
    await company.run("nightly");
    company.writes();
    company.configure((text) => text.replace("./docs", "./dosc"));
    const { code } = await company.run("nightly");
    expect(code).toBe(2);
    expect(company.writes()).toEqual([]);
  });

  it("one page that Intercom refuses fails alone: exit 3, and the next run sends it again", async () => {
    company.emulator.faults.set([
      {
        match: { method: "POST", externalId: "guide-5.md" },
        fault: { kind: "status", status: 422 },
        times: 1,
      },
    ]);
    const first = await company.report("nightly");
    expect(first.code).toBe(3);
    expect(first.report.sources[0]?.counts).toMatchObject({ create: 8, fail: 1 });
    expect(first.report.sources[0]?.changes).toContainEqual(
      expect.objectContaining({
        kind: "fail",
        externalId: "guide-5.md",
        error: expect.objectContaining({ requestId: expect.any(String) }),
      }),
    );
    company.writes();
    expect((await company.report("nightly")).code).toBe(0);
    expect(company.writes()).toMatchObject([{ method: "POST", externalId: "guide-5.md" }]);
  });

  it("a second run that starts while one is under way leaves with exit 5 and says who runs", async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const busy = await startCompany({
      inProcess: true,
      emulator: { clock: { ...systemClock, sleep: () => released } },
    });
    onTestFinished(() => busy.close());
    busy.emulator.faults.set([
      { match: { method: "POST", path: "/ai/external_pages" }, fault: { kind: "delay", ms: 1 } },
    ]);
    const first = busy.run("nightly");
    while (busy.emulator.log.last < 3) await new Promise((resolve) => setTimeout(resolve, 50));
    const { token, url } = busy.emulator;
    const second = await runCli(["nightly"], {
      cwd: busy.dir,
      env: { INTERCOM_ACCESS_TOKEN: token, INTERCOM_BASE_URL: url },
    });
    expect(second.code).toBe(5);
    expect(second.stderr).toMatch(/nightly, process \d+/);
    release();
    expect((await first).code).toBe(0);
  });
});

describe("nightly without a grace", () => {
  it("hides first and deletes in the next run", async () => {
    const company = await startCompany({
      inProcess: true,
      settings: "    removals: {mode: sync, grace: 0s}\n",
    });
    try {
      await company.run("nightly");
      company.remove("docs/guide-3.md");
      company.writes();
      await company.run("nightly");
      expect(company.writes()).toMatchObject([{ method: "POST", externalId: "guide-3.md", agent: false }]);
      expect((await company.report("nightly")).report.sources[0]?.counts.delete).toBe(1);
      expect(company.writes()).toMatchObject([{ method: "DELETE" }]);
      expect(company.library()).not.toHaveProperty("guide-3.md");
      expect((await company.report("nightly")).report.sources[0]?.counts.delete).toBe(0);
      expect(company.writes()).toEqual([]);
    } finally {
      await company.close();
    }
  });
});
