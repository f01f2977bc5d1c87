import { describe, expect, it, test } from "vitest";
import { nightly } from "../../../pipelines/nightly.ts";
import type { SourceConfig } from "../../../src/config/types.ts";
import type { StoredPage } from "../../../src/emulator/model.ts";
import { classifySalesAgent } from "../../../src/sync/audit/sales-agent.ts";
import type { RunContext } from "../../../src/sync/context.ts";
import { sampleRow } from "../samples.ts";
import { startWorld, type World } from "../world.ts";

const documents = Object.fromEntries(
  Array.from({ length: 8 }, (_, n) => [`${n}.md`, `# Guide ${n}\n\nHow to do thing ${n}.`]),
);

/** A company whose pages for customers are used by the sales agent, too. */
async function selling(version: string): Promise<World> {
  const emulator = { appVersion: version };
  const world = await startWorld({ documents, version, emulator, addresses: true });
  await world.nightly();
  for (const page of world.emulator.state.pages())
    world.emulator.state.replacePage({ ...page, salesAgent: true });
  world.emulator.log.clear();
  return world;
}

function stored(world: World, externalId: string): StoredPage {
  const page = world.emulator.state.pages().find((one) => one.externalId === externalId);
  if (!page) throw new Error(`${externalId} is not in Intercom`);
  return page;
}
const withSource = (world: World, over: Partial<SourceConfig>): Partial<RunContext> => {
  const sources = world.run.sources.map((source) => ({ ...source, ...over }));
  return { sources, config: { ...world.run.config, sources } };
};
const teammates = { visibleTo: "teammates" } as const;
const hideOnly = { removals: { mode: "hide-only", graceMs: 0 } } as const;
const salesFindings = async (world: World, over: Partial<RunContext> = {}) => {
  const { report } = await nightly({ ...world.run, ...over });
  const found = report.sources[0]?.audit;
  return { count: found?.counts["sales-agent"], findings: found?.findings ?? [] };
};

describe.each(["2.17", "Preview"])("version %s, which can set the flag", (version) => {
  it("switches it off where a page is hidden, and gives it back when the document returns", async () => {
    const world = await selling(version);
    const over = withSource(world, hideOnly);
    world.documents.delete("3.md");
    await world.nightly(over);
    expect(stored(world, "3.md")).toMatchObject({ agent: false, copilot: false, salesAgent: false });
    expect((await salesFindings(world, over)).findings).toEqual([]);
    world.documents.set("3.md", documents["3.md"] ?? "");
    await world.nightly(over);
    expect(stored(world, "3.md")).toMatchObject({ agent: true, copilot: true, salesAgent: true });
    expect(world.ledger.pageHistory("docs", "3.md")).not.toHaveProperty("salesAgent");
  });

  it("gives it back to a page that was deleted meanwhile", async () => {
    const world = await selling(version);
    world.documents.delete("3.md");
    await world.nightly();
    await world.nightly();
    expect(world.emulator.state.pages().some(({ externalId }) => externalId === "3.md")).toBe(false);
    world.documents.set("3.md", documents["3.md"] ?? "");
    await world.nightly();
    expect(stored(world, "3.md").salesAgent).toBe(true);
  });

  it("switches it off for teammates' pages, and gives it back when they are for customers again", async () => {
    const world = await selling(version);
    await world.nightly(withSource(world, teammates));
    expect(stored(world, "1.md")).toMatchObject({ agent: false, copilot: true, salesAgent: false });
    await world.nightly();
    expect(stored(world, "1.md")).toMatchObject({ agent: true, copilot: true, salesAgent: true });
  });

  it("does not switch on what was off before", async () => {
    const world = await selling(version);
    world.emulator.state.replacePage({ ...stored(world, "3.md"), salesAgent: false });
    world.documents.delete("3.md");
    await world.nightly();
    world.documents.set("3.md", documents["3.md"] ?? "");
    await world.nightly();
    expect(stored(world, "3.md").salesAgent).toBe(false);
  });

  it("leaves customers' pages as they are without an option, and as the option says with it", async () => {
    const world = await selling(version);
    world.documents.set("1.md", "# Guide 1\n\nAnother way.");
    await world.nightly();
    expect(stored(world, "1.md").salesAgent).toBe(true);
    await world.nightly(withSource(world, { salesAgent: false }));
    expect(world.emulator.state.pages().filter(({ salesAgent }) => salesAgent)).toEqual([]);
    world.emulator.log.clear();
    await world.nightly(withSource(world, { salesAgent: false }));
    expect(world.emulator.log.writes()).toEqual([]);
    await world.nightly(withSource(world, { salesAgent: true }));
    expect(world.emulator.state.pages().every(({ salesAgent }) => salesAgent)).toBe(true);
  });

  it("finds and switches off what was left on by an earlier version", async () => {
    const world = await selling(version);
    const over = withSource(world, hideOnly);
    world.documents.delete("3.md");
    await world.nightly(over);
    world.emulator.state.replacePage({ ...stored(world, "3.md"), salesAgent: true });
    expect(await salesFindings(world, over)).toMatchObject({
      count: 1,
      findings: [{ kind: "sales-agent", externalId: "3.md" }],
    });
    expect(stored(world, "3.md")).toMatchObject({ agent: false, copilot: false, salesAgent: false });
    expect(await salesFindings(world, over)).toEqual({ count: 0, findings: [] });
  });

  it("does the same for teammates' pages", async () => {
    const world = await selling(version);
    const over = withSource(world, teammates);
    await world.nightly(over);
    world.emulator.state.replacePage({ ...stored(world, "2.md"), salesAgent: true });
    expect((await salesFindings(world, over)).count).toBe(1);
    expect(stored(world, "2.md").salesAgent).toBe(false);
  });

  it("leaves customers' pages that were switched by hand where the source keeps such changes", async () => {
    const world = await selling(version);
    await world.nightly(withSource(world, { salesAgent: true }));
    world.emulator.state.replacePage({ ...stored(world, "2.md"), salesAgent: false });
    const keeping = withSource(world, { salesAgent: true, keepsUiChanges: true });
    expect((await salesFindings(world, keeping)).count).toBe(1);
    world.documents.set("2.md", "# Guide 2\n\nAnother way.");
    await world.nightly(keeping);
    expect(stored(world, "2.md")).toMatchObject({
      salesAgent: false,
      html: expect.stringContaining("Another way"),
    });
    expect((await salesFindings(world, withSource(world, { salesAgent: true }))).count).toBe(1);
    expect(stored(world, "2.md").salesAgent).toBe(true);
  });
});

describe.each(["2.14", "2.15", "2.16"])("version %s, which cannot", (version) => {
  it("says so, with what to do, on every audit", async () => {
    const world = await selling(version);
    const over = withSource(world, hideOnly);
    const warned: string[] = [];
    const log = { ...world.run.log, warn: (message: string) => void warned.push(message) };
    world.documents.delete("3.md");
    await world.nightly({ ...over, log });
    expect(warned).toEqual([expect.stringMatching(/still uses 1 page .* Intercom/)]);
    expect(stored(world, "3.md")).toMatchObject({ agent: false, copilot: false, salesAgent: true });
    world.emulator.log.clear();
    for (let night = 0; night < 2; night++)
      expect(await salesFindings(world, over)).toMatchObject({
        count: 1,
        findings: [{ externalId: "3.md", resolve: expect.stringMatching(/in Intercom/) }],
      });
    expect(world.emulator.log.writes()).toEqual([]);
  });

  it("names every page that goes against the option, and sends nothing in vain", async () => {
    const world = await selling(version);
    const over = withSource(world, { salesAgent: false });
    await world.nightly(over);
    world.emulator.log.clear();
    expect((await salesFindings(world, over)).count).toBe(8);
    expect(world.emulator.log.writes()).toEqual([]);
    expect(world.emulator.log.all().flatMap(({ notes }) => notes)).toEqual([]);
  });
});

test.each([
  // live for customers, wanted, on
  [true, "live", undefined, true, undefined],
  [true, "live", undefined, false, undefined],
  [true, "live", true, true, undefined],
  [true, "live", false, true, "put back"],
  [true, "live", true, false, "put back"],
  [false, "live", undefined, true, "put back"],
  [false, "live", true, true, "put back"],
  [false, "live", undefined, false, undefined],
  [false, "hidden", true, true, "hidden again"],
  [false, "hidden", undefined, false, undefined],
] as const)(
  "for customers %s, %s, sales_agent: %s, on in Intercom %s: %s",
  (agent, state, wanted, isOn, then) => {
    const row = sampleRow({ availability: { agent, copilot: state === "live" }, state });
    const page = { id: "1", sourceId: 1, externalId: "a", title: "", html: "", locale: "en" };
    const found = { ...page, ...row.availability, salesAgent: isOn, updatedAt: 0, ingestedAt: 0 };
    const policy = { wanted, requests: "upsert", keeps: false } as const;
    const result = classifySalesAgent(found, row, policy);
    expect(result?.finding?.detail.includes(then ?? "")).toBe(then === undefined ? undefined : true);
    if (then) expect(result?.row?.fingerprint).toBeUndefined();
    expect(classifySalesAgent(found, row, { ...policy, requests: "none" })?.row).toBeUndefined();
  },
);
