import { describe, expect, it, test } from "vitest";
import { nightly } from "../../../pipelines/nightly.ts";
import type { StoredPage } from "../../../src/emulator/model.ts";
import { audit } from "../../../src/sync/audit/audit.ts";
import { auditDue, MAX_PAGES_AUDITED_NIGHTLY } from "../../../src/sync/audit/classify.ts";
import type { AuditReport, SourceReport } from "../../../src/sync/run-report.ts";
import { startWorld, type World } from "../world.ts";

const documents = Object.fromEntries(
  Array.from({ length: 8 }, (_, n) => [`${n}.md`, `# Guide ${n}\n\nHow to do thing ${n}.`]),
);
const day = 24 * 60 * 60 * 1000;

async function settled(emulator: Parameters<typeof startWorld>[0] = {}): Promise<World> {
  const world = await startWorld({ documents, ...emulator });
  await run(world);
  world.emulator.log.clear();
  return world;
}

async function run(world: World, over = {}): Promise<SourceReport & { audit: AuditReport }> {
  const { report, stop } = await nightly({ ...world.run, ...over });
  if (stop !== undefined) throw stop;
  const [source] = report.sources;
  if (!source) throw new Error("no source was run");
  return { ...source, audit: source.audit ?? unaudited };
}
const unaudited: AuditReport = {
  complete: false,
  error: null,
  pages: -1,
  counts: {
    "deleted-by-hand": 0,
    "availability-switched": 0,
    "edited-by-hand": 0,
    "sales-agent": 0,
    "unknown-flag": 0,
    foreign: 0,
    duplicate: 0,
  },
  findings: [],
};

function stored(world: World, externalId: string): StoredPage {
  const page = world.emulator.state.pages().find((one) => one.externalId === externalId);
  if (!page) throw new Error(`${externalId} is not in Intercom`);
  return page;
}
const switchTo = (world: World, externalId: string, agent: boolean, copilot: boolean) =>
  world.emulator.state.replacePage({ ...stored(world, externalId), agent, copilot });
const writes = (world: World) =>
  world.emulator.log.writes().map(({ method, externalId }) => `${method} ${externalId}`);
const keeping = (world: World) => {
  const sources = world.run.sources.map((source) => ({ ...source, keepsUiChanges: true }));
  return { sources, config: { ...world.run.config, sources } };
};

describe("a nightly run's audit", () => {
  it("finds nothing where nothing was changed, and costs reads alone", async () => {
    const world = await settled();
    const { audit: found, counts } = await run(world);
    expect(found).toMatchObject({ complete: true, error: null, pages: 8, findings: [] });
    expect(counts.unchanged).toBe(8);
    expect(writes(world)).toEqual([]);
  });

  it("sends a page again that somebody deleted, in the same run", async () => {
    const world = await settled();
    world.emulator.state.removePage(stored(world, "3.md").id);
    const { audit: found, changes } = await run(world);
    expect(found.findings).toMatchObject([{ kind: "deleted-by-hand", externalId: "3.md" }]);
    expect(changes).toMatchObject([{ kind: "create", externalId: "3.md", reasons: ["deleted by hand"] }]);
    expect(writes(world)).toEqual(["POST 3.md"]);
    expect((await run(world)).audit.findings).toEqual([]);
    expect(writes(world)).toEqual(["POST 3.md"]);
  });

  it("restores the availability that somebody switched", async () => {
    const world = await settled();
    switchTo(world, "1.md", false, true);
    const { audit: found, changes } = await run(world);
    expect(found.counts["availability-switched"]).toBe(1);
    expect(changes).toMatchObject([
      { kind: "update", externalId: "1.md", reasons: ["availability switched by hand"] },
    ]);
    expect(stored(world, "1.md")).toMatchObject({ agent: true, copilot: true });
    expect(writes(world)).toEqual(["POST 1.md"]);
  });

  it("leaves it where the source keeps such changes, also when the document is edited", async () => {
    const world = await settled();
    switchTo(world, "1.md", false, true);
    const { audit: found } = await run(world, keeping(world));
    expect(found.counts["availability-switched"]).toBe(1);
    expect(writes(world)).toEqual([]);
    world.documents.set("1.md", "# Guide 1\n\nAnother way.");
    await run(world, keeping(world));
    expect(stored(world, "1.md")).toMatchObject({ agent: false, copilot: true });
    expect(stored(world, "1.md").html).toContain("Another way");
    switchTo(world, "1.md", true, true);
    await run(world, keeping(world));
    world.documents.set("1.md", "# Guide 1\n\nA third way.");
    await run(world, keeping(world));
    expect(stored(world, "1.md")).toMatchObject({ agent: true, copilot: true });
  });

  it("hides a page again that was hidden and that somebody made available, and lets its grace begin again", async () => {
    const world = await settled();
    const sources = world.run.sources.map((source) => ({
      ...source,
      removals: { mode: "sync", graceMs: day } as const,
    }));
    const patient = { sources, config: { ...world.run.config, sources } };
    world.documents.delete("5.md");
    expect((await run(world, patient)).counts.hide).toBe(1);
    switchTo(world, "5.md", true, true);
    const again = await run(world, patient);
    expect(again.audit.findings).toMatchObject([{ kind: "availability-switched", externalId: "5.md" }]);
    expect(again.counts).toMatchObject({ hide: 1, delete: 0 });
    expect(stored(world, "5.md")).toMatchObject({ agent: false, copilot: false });
  });

  it("names foreign and duplicate pages, and touches neither", async () => {
    const world = await settled();
    const { id: _, ...twin } = stored(world, "2.md");
    world.emulator.state.addPage({ ...twin, title: "Twin" });
    world.emulator.state.addPage({ ...twin, externalId: "theirs", title: "Theirs", updatedAt: 1 });
    world.emulator.state.addPage({ ...twin, externalId: "", title: "No id", updatedAt: 1 });
    const { audit: found, holds } = await run(world);
    expect(found.counts).toMatchObject({ foreign: 2, duplicate: 1, "deleted-by-hand": 0 });
    expect(found.findings.map(({ kind, externalId, title }) => [kind, externalId, title]).sort()).toEqual([
      ["duplicate", "2.md", "Guide 2"],
      ["foreign", "", "No id"],
      ["foreign", "theirs", "Theirs"],
    ]);
    expect(found.findings.find(({ kind }) => kind === "duplicate")?.intercomIds).toHaveLength(2);
    expect(holds).toEqual([]);
    expect(writes(world)).toEqual([]);
    expect(world.emulator.state.pageCount).toBe(11);
  });

  it("recognises a page that was deleted and created again under its id", async () => {
    const world = await settled();
    const { id, ...page } = stored(world, "4.md");
    world.emulator.state.removePage(id);
    const made = world.emulator.state.addPage(page);
    expect((await run(world)).audit.findings).toEqual([]);
    expect(world.ledger.page("docs", "4.md")?.intercomId).toBe(made.id);
  });

  it("a listing that breaks off proves nothing, and is tried again by the next run", async () => {
    const world = await settled({ emulator: { perPage: 3 } });
    // Listed newest first: the one is seen, the other is not.
    const [newest = "", oldest = ""] = [0, 7].map((at) => world.emulator.state.slice(at, 1)[0]?.externalId);
    world.emulator.state.removePage(stored(world, oldest).id);
    switchTo(world, newest, false, false);
    world.emulator.faults.set([
      {
        match: { method: "GET", path: "/ai/external_pages", from: 2 },
        fault: { kind: "status", status: 400 },
      },
    ]);
    const first = await run(world);
    expect(first.audit).toMatchObject({ complete: false, pages: 3, error: { message: expect.any(String) } });
    // What was seen is mended all the same.
    expect(writes(world)).toEqual([`POST ${newest}`]);
    world.emulator.faults.clear();
    const weekly = { config: { ...world.run.config, audit: "weekly" } };
    expect((await run(world, weekly)).audit.pages).toBe(8 - 1);
    expect(writes(world)).toEqual([`POST ${newest}`, `POST ${oldest}`]);
  });

  it("pages that move while they are listed are not taken for deleted", async () => {
    const world = await settled({ emulator: { perPage: 2 } });
    world.emulator.faults.set([
      { match: { method: "GET", path: "/ai/external_pages", nth: 2 }, fault: { kind: "shift", by: -1 } },
    ]);
    const { audit: found } = await run(world);
    expect(found.pages).toBeLessThan(8);
    expect(found).toMatchObject({ complete: true, findings: [] });
    expect(writes(world)).toEqual([]);
  });

  it("an older copy of the ledger shows: it is said aloud, and nothing is removed", async () => {
    const world = await settled();
    const { id: _, ...page } = stored(world, "2.md");
    world.emulator.state.addPage({
      ...page,
      externalId: "sent-by-a-later-run.md",
      updatedAt: Math.floor(Date.now() / 1000) + 3600,
    });
    world.documents.delete("6.md");
    const { holds, counts } = await run(world);
    expect(holds).toContainEqual(expect.objectContaining({ rule: "ledger-stale" }));
    expect(counts).toMatchObject({ hide: 0, delete: 0 });
    expect(writes(world)).toEqual([]);
    expect(world.ledger.source("docs")?.untrustedListings ?? 0).toBeGreaterThan(0);
  });

  it("a source that is gone from Intercom is not taken for one of which every page was deleted", async () => {
    const world = await settled();
    world.emulator.state.removeSource(1);
    const { report } = await nightly(world.run);
    expect(report.sources[0]?.audit).toMatchObject({ complete: false, findings: [] });
    expect(report.sources[0]?.error?.message).toMatch(/no longer in Intercom/);
    expect(writes(world)).toEqual([]);
  });

  it("is left out when it is not due", async () => {
    const world = await settled();
    await run(world);
    world.emulator.log.clear();
    const never = { config: { ...world.run.config, audit: "never" } };
    expect((await run(world, never)).audit).toBe(unaudited);
    const weekly = { config: { ...world.run.config, audit: "weekly" } };
    expect((await run(world, weekly)).audit).toBe(unaudited);
    expect(world.emulator.log.where({ path: "/ai/external_pages" })).toEqual([]);
  });
});

test("an audit by itself reports and notes nothing", async () => {
  const world = await settled();
  world.emulator.state.removePage(stored(world, "3.md").id);
  switchTo(world, "1.md", false, true);
  const before = [...world.ledger.pages("docs")];
  const found = (await audit(world.run, { record: false })).get("docs")?.report;
  expect(found?.counts).toMatchObject({ "deleted-by-hand": 1, "availability-switched": 1 });
  expect([...world.ledger.pages("docs")]).toEqual(before);
  expect(writes(world)).toEqual([]);
});

const now = Date.UTC(2026, 2, 1);
test.each([
  ["never", 1, undefined, false],
  ["always", 1_000_000, now, true],
  ["auto", MAX_PAGES_AUDITED_NIGHTLY, now, true],
  ["auto", MAX_PAGES_AUDITED_NIGHTLY + 1, now - 6 * day, false],
  ["auto", MAX_PAGES_AUDITED_NIGHTLY + 1, now - 7 * day + 3_600_000, true],
  ["auto", MAX_PAGES_AUDITED_NIGHTLY + 1, undefined, true],
  ["weekly", 1, now - 6 * day, false],
  ["weekly", 1, now - 7 * day, true],
  ["weekly", 1, now + 30 * day, true],
] as const)("audit: %s, %i pages, last at %s: %s", (policy, pages, last, due) => {
  expect(auditDue(policy, { pages, last, now })).toBe(due);
});
