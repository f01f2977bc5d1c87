import { rmSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

describe("removals, as Intercom's request log shows them", () => {
  let company: Company;
  afterEach(() => company.close());

  const start = async (documents: number, settings?: string) => {
    company = await startCompany({
      inProcess: true,
      documents,
      ...(settings === undefined ? {} : { settings }),
    });
    await company.run("nightly");
    company.writes();
  };
  const removeGuides = (from: number, to: number) => {
    for (let n = from; n <= to; n++) company.remove(`docs/guide-${n}.md`);
  };
  const nightly = async (...flags: string[]) => {
    const { code, report } = await company.report("nightly", ...flags);
    const [source] = report.sources;
    return { code, outcome: report.run.outcome, holds: source?.holds ?? [], counts: source?.counts };
  };
  const held = async (rule: string, ...flags: string[]) => {
    const { code, outcome, holds } = await nightly(...flags);
    expect({ code, outcome, rules: holds.map((hold) => hold.rule) }).toMatchObject({
      code: 4,
      outcome: "held",
    });
    expect(holds.map((hold) => hold.rule)).toContain(rule);
    expect(company.writes()).toEqual([]);
    return holds.find((hold) => hold.rule === rule);
  };

  it("over the cap everything is held, on every run, until exactly that set is approved", async () => {
    await start(20);
    removeGuides(1, 6);
    const hold = await held("removal-cap");
    expect(hold?.externalIds).toHaveLength(6);
    await held("removal-cap");
    const hash = /--approve-removals (\w+)/.exec(hold?.resolve ?? "")?.[1] ?? "";
    removeGuides(7, 7);
    await held("removal-cap", "--approve-removals", hash);
    company.write("docs/guide-7.md", "# Guide 7\n\nHow to do thing 7, step by step.\n");
    expect((await nightly("--approve-removals", hash)).counts).toMatchObject({ hide: 6, hold: 0 });
    expect(
      company
        .writes()
        .map(({ externalId }) => externalId)
        .sort(),
    ).toEqual([1, 2, 3, 4, 5, 6].map((n) => `guide-${n}.md`));
  });

  it("a hash that no hold has is warned of, with those that wait", async () => {
    await start(20);
    const approve = async (verb: string, hash: string) =>
      company.run(verb, "--approve-removals", hash).then(({ code, stderr }) => ({ code, stderr }));
    expect((await approve("nightly", "0123456789ab")).stderr).toContain(
      "--approve-removals 0123456789ab approved nothing, because no hold has that hash: no removal waits",
    );
    removeGuides(1, 6);
    const hold = await held("removal-cap");
    const hash = /--approve-removals (\w+)/.exec(hold?.resolve ?? "")?.[1] ?? "";
    for (const verb of ["plan", "nightly"]) {
      const { code, stderr } = await approve(verb, "0123456789ab");
      expect({ verb, code }).toEqual({ verb, code: 4 });
      expect(stderr).toContain(`approved nothing, because no hold has that hash: what waits has ${hash} (`);
    }
    for (const verb of ["plan", "nightly"])
      expect((await approve(verb, hash)).stderr).not.toContain("approved nothing");
    expect(company.writes()).toHaveLength(6);
  });

  it("uploads never wait for a hold, and status shows it", async () => {
    await start(20);
    removeGuides(1, 6);
    company.write("docs/guide-9.md", "# Guide 9\n\nNew words.\n");
    expect((await nightly()).code).toBe(4);
    expect(company.writes()).toMatchObject([{ externalId: "guide-9.md" }]);
    const { stdout } = await company.run("status");
    expect(stdout).toContain("removal-cap");
    expect(stdout).toContain("--approve-removals");
  });

  it("less than half of the last listing is not believed, nor on the next run", async () => {
    await start(9);
    removeGuides(1, 6);
    await held("listing-halved");
    await held("listing-halved");
    expect((await nightly("--allow-empty")).holds.map(({ rule }) => rule)).toEqual(["removal-cap"]);
  });

  it("an edited selection removes nothing until the change is accepted", async () => {
    await start(9);
    company.configure((text) =>
      text.replace("    path: ./docs", "    path: ./docs\n    exclude: ['guide-1.md']"),
    );
    await held("scope-changed");
    await held("scope-changed", "--allow-empty");
    // The file is still there, so its absence is inferred: a second listing must miss it a day later.
    const accepted = await nightly("--accept-scope-change");
    expect(accepted).toMatchObject({ code: 0, holds: [], counts: { hide: 0 } });
    expect(await nightly()).toMatchObject({ code: 0, holds: [], counts: { hide: 0 } });
    expect(company.writes()).toEqual([]);
  });

  it("a rule that excludes documents is a change of selection, too", async () => {
    await start(9);
    company.configure((text) =>
      text.replace("    rules:", "    rules:\n      - {path: 'guide-2.md', exclude: true}"),
    );
    await held("scope-changed");
    expect((await nightly("--accept-scope-change")).counts).toMatchObject({ hide: 1 });
  });

  it("a page whose document has its folder in its id now goes once the new one was sent, whatever the cap", async () => {
    await start(3);
    const text = (n: number) =>
      `---\nid: topic-${n}\n---\n# Topic ${n}\n\nWhat there is to know of topic ${n}.\n`;
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
    for (const n of numbers) company.write(`docs/topic-${n}.md`, text(n));
    await nightly();
    company.writes();
    for (const n of numbers) {
      company.remove(`docs/topic-${n}.md`);
      company.write(`docs/topics/topic-${n}.md`, text(n));
    }
    expect(await nightly()).toMatchObject({ code: 0, holds: [], counts: { create: 8, hide: 0 } });
    expect(company.library()).toMatchObject({ "topic-1": "customers", "topics/topic-1": "customers" });
    await nightly();
    expect(await nightly()).toMatchObject({ code: 0, holds: [] });
    expect(company.library()).toMatchObject({ "topic-1": "nobody", "topics/topic-1": "customers" });
  });

  it("ids that change all at once are not taken for deletions, nor on the next run", async () => {
    await start(9);
    for (let n = 1; n <= 9; n++) company.remove(`docs/guide-${n}.md`);
    for (let n = 1; n <= 9; n++)
      company.write(`docs/new/guide-${n}.md`, `# Guide ${n}\n\nHow to do thing ${n}.\n`);
    const first = await nightly();
    expect(first.code).toBe(4);
    expect(first.holds.map(({ rule }) => rule)).toContain("ids-changed");
    expect(company.writes()).toHaveLength(9);
    await held("ids-changed");
    expect(company.library()).toMatchObject({ "guide-1.md": "customers", "new/guide-1.md": "customers" });
  });

  it("after a rebuilt ledger nothing is removed until two later complete listings", async () => {
    await start(9);
    rmSync(path.join(company.dir, ".fin-ingest"), { recursive: true });
    await company.run("state", "rebuild");
    removeGuides(1, 1);
    for (const left of [2, 1]) {
      const { code, holds } = await nightly();
      expect(code).toBe(4);
      expect(holds).toMatchObject([
        { rule: "ledger-rebuilt", message: expect.stringContaining(`${left} more`) },
      ]);
    }
    company.writes();
    expect((await nightly()).counts).toMatchObject({ hide: 1 });
  });

  it("keep and hide-only are kept to", async () => {
    await start(9, "    removals: keep\n");
    removeGuides(1, 1);
    expect(await nightly()).toMatchObject({ code: 0, counts: { hide: 0, delete: 0 } });
    company.configure((text) => text.replace("removals: keep", "removals: {mode: hide-only, grace: 0s}"));
    expect((await nightly()).counts).toMatchObject({ hide: 1 });
    expect((await nightly()).counts).toMatchObject({ hide: 0, delete: 0 });
    expect(company.library()["guide-1.md"]).toBe("nobody");
  });
});
