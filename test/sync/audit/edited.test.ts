import { describe, expect, it, test } from "vitest";
import { nightly } from "../../../pipelines/nightly.ts";
import type { StoredPage } from "../../../src/emulator/model.ts";
import { sha256 } from "../../../src/hash.ts";
import type { Echo } from "../../../src/ledger/ledger.ts";
import { editedParts } from "../../../src/sync/audit/edited.ts";
import type { SourceReport } from "../../../src/sync/run-report.ts";
import { sampleRow } from "../samples.ts";
import { startWorld, type World } from "../world.ts";

const documents = Object.fromEntries(
  Array.from({ length: 8 }, (_, n) => [`${n}.md`, `# Guide ${n}\n\nHow to do thing ${n}.`]),
);

async function settled(options: Parameters<typeof startWorld>[0] = {}): Promise<World> {
  const world = await startWorld({ documents, addresses: true, ...options });
  await run(world);
  world.emulator.log.clear();
  return world;
}

async function run(world: World, over = {}): Promise<SourceReport> {
  const { report, stop } = await nightly({ ...world.run, ...over });
  if (stop !== undefined) throw stop;
  const [source] = report.sources;
  if (!source) throw new Error("no source was run");
  return source;
}

function stored(world: World, externalId: string): StoredPage {
  const page = world.emulator.state.pages().find((one) => one.externalId === externalId);
  if (!page) throw new Error(`${externalId} is not in Intercom`);
  return page;
}
const editByHand = (world: World, externalId: string, change: Partial<StoredPage>) =>
  world.emulator.state.replacePage({ ...stored(world, externalId), ...change });
const posted = (world: World) => {
  const ids = world.emulator.log.writes().map(({ externalId }) => externalId);
  world.emulator.log.clear();
  return ids;
};
const edits = ({ audit }: SourceReport) =>
  (audit?.findings ?? []).filter(({ kind }) => kind === "edited-by-hand").map(({ externalId }) => externalId);
const keeping = (world: World) => {
  const sources = world.run.sources.map((source) => ({ ...source, keepsContent: true }));
  return { sources, config: { ...world.run.config, sources } };
};
const anHour = 3600;

describe.each([
  ["its title", { title: "Another" }, "title"],
  ["its text", { html: "<p>Another</p>" }, "text"],
  ["its address", { url: "https://docs.example.com/another" }, "address"],
  ["that its address was taken away", { url: undefined }, "address"],
] as const)("a page edited by hand: %s", (_what, change, part) => {
  it.each([0, 1, anHour * 30])("is put back, also when updated_at moved by %i seconds", async (moved) => {
    const world = await settled();
    const before = stored(world, "3.md");
    editByHand(world, "3.md", { ...change, updatedAt: before.updatedAt + moved });
    const report = await run(world);
    expect(edits(report)).toEqual(["3.md"]);
    expect(report.audit?.findings[0]?.detail).toMatch(new RegExp(`its ${part} was edited .* put back`));
    expect(report.changes).toMatchObject([
      { kind: "update", externalId: "3.md", reasons: ["edited by hand"] },
    ]);
    expect(report.holds).toEqual([]);
    expect(posted(world)).toEqual(["3.md"]);
    const { title, html, url } = stored(world, "3.md");
    expect({ title, html, url }).toEqual({ title: before.title, html: before.html, url: before.url });
    expect(edits(await run(world))).toEqual([]);
    expect(posted(world)).toEqual([]);
  });

  it("is left, and named by each audit, where the source keeps such changes", async () => {
    const world = await settled();
    editByHand(world, "3.md", change);
    for (let night = 0; night < 2; night++) {
      expect(edits(await run(world, keeping(world)))).toEqual(["3.md"]);
      expect(posted(world)).toEqual([]);
    }
    expect(stored(world, "3.md")).toMatchObject(change);
    world.documents.set("3.md", "# Guide 3\n\nAnother way.");
    await run(world, keeping(world));
    expect(stored(world, "3.md").html).toContain("Another way");
    expect(edits(await run(world, keeping(world)))).toEqual([]);
  });
});

describe("what Intercom itself changes is no edit", () => {
  it("learns it from the answer to the upload", async () => {
    const world = await settled({ emulator: { normalizesHtml: "at-once" } });
    expect(stored(world, "1.md").html).toContain("intercom-align-left");
    for (let night = 0; night < 2; night++) {
      expect((await run(world)).audit?.findings).toEqual([]);
      expect(posted(world)).toEqual([]);
    }
    editByHand(world, "2.md", { html: '<p class="intercom-align-left">By hand</p>' });
    expect(edits(await run(world))).toEqual(["2.md"]);
    expect(posted(world)).toEqual(["2.md"]);
    expect((await run(world)).audit?.findings).toEqual([]);
  });

  it("learns it by putting a page back once, where the answer did not show it", async () => {
    const world = await settled({ emulator: { normalizesHtml: "later" } });
    expect(edits(await run(world))).toHaveLength(8);
    expect(posted(world)).toHaveLength(8);
    for (let night = 0; night < 2; night++) {
      expect((await run(world)).audit?.findings).toEqual([]);
      expect(posted(world)).toEqual([]);
    }
    editByHand(world, "2.md", { title: "By hand" });
    expect(edits(await run(world))).toEqual(["2.md"]);
    expect(stored(world, "2.md").title).toBe("Guide 2");
  });

  it("and the same edit made again is one, where Intercom says that somebody wrote", async () => {
    const world = await settled();
    const again = () => {
      const { updatedAt } = stored(world, "2.md");
      editByHand(world, "2.md", { title: "By hand", updatedAt: updatedAt + 1 });
    };
    for (let night = 0; night < 3; night++) {
      again();
      expect(edits(await run(world))).toEqual(["2.md"]);
      expect(posted(world)).toEqual(["2.md"]);
    }
  });

  it("a switch from words as they were sent to normalised ones is learned with the next upload", async () => {
    const world = await settled();
    world.emulator.html.normalized = "at-once";
    world.documents.set("1.md", "# Guide 1\n\nAnother way.");
    await run(world);
    expect(edits(await run(world))).toEqual([]);
    world.emulator.html.normalized = "never";
    world.documents.set("1.md", "# Guide 1\n\nA third way.");
    await run(world);
    expect(world.ledger.pageHistory("docs", "1.md")).not.toHaveProperty("echo");
    expect(edits(await run(world))).toEqual([]);
  });
});

it("an address that was given to a page without one stays, and is named by each audit", async () => {
  const world = await settled({ addresses: false });
  editByHand(world, "5.md", { url: "https://docs.example.com/by-hand", title: "By hand" });
  expect(edits(await run(world))).toEqual(["5.md"]);
  expect(stored(world, "5.md").title).toBe("Guide 5");
  posted(world);
  for (let night = 0; night < 2; night++) {
    const { audit } = await run(world);
    expect(audit?.findings).toMatchObject([
      { kind: "edited-by-hand", resolve: expect.stringContaining("address") },
    ]);
    expect(posted(world)).toEqual([]);
  }
});

it("a hidden page answers nobody: what it says is not compared", async () => {
  const world = await settled();
  world.documents.delete("5.md");
  expect((await run(world)).counts.hide).toBe(1);
  editByHand(world, "5.md", { title: "By hand", updatedAt: stored(world, "5.md").updatedAt + anHour });
  const report = await run(world);
  expect([edits(report), report.holds]).toEqual([[], []]);
});

describe("pages that were sent before echoes were recorded", () => {
  const forget = (world: World) => {
    const { echoesFrom: _, ...history } = world.ledger.sourceHistory("docs");
    world.ledger.putSourceHistory("docs", history);
  };

  it("count as known once an audit found them as they were sent", async () => {
    const world = await settled();
    forget(world);
    expect(edits(await run(world))).toEqual([]);
    expect(world.ledger.sourceHistory("docs").echoesFrom).toBe(0);
    editByHand(world, "1.md", { title: "By hand" });
    expect(edits(await run(world))).toEqual(["1.md"]);
  });

  it("are not taken for edited where Intercom gives other words back", async () => {
    const world = await settled({ emulator: { normalizesHtml: "at-once" } });
    for (const externalId of world.documents.keys()) world.ledger.putPageHistory("docs", externalId, {});
    forget(world);
    for (let night = 0; night < 3; night++) expect(edits(await run(world))).toEqual([]);
    expect(posted(world)).toEqual([]);
  });
});

const row = sampleRow({ title: "A", url: "https://e.com/a", bodyHash: sha256("<p>A</p>") });
const page = { title: "A", url: "https://e.com/a", html: "<p>A</p>" };
test.each<[string, Partial<typeof page> | { url: undefined }, Echo | undefined, string[]]>([
  ["as sent", {}, undefined, []],
  ["as sent, though Intercom answered other words", {}, { title: "B", url: null, bodyHash: "x" }, []],
  ["as answered", { title: "B", html: "<p>B</p>" }, { title: "B", bodyHash: sha256("<p>B</p>") }, []],
  ["without an address, as answered", { url: undefined }, { url: null }, []],
  ["without an address, which was answered", { url: undefined }, {}, ["address"]],
  ["another title than sent and answered", { title: "C" }, { title: "B" }, ["title"]],
  ["all of it", { title: "C", url: "https://e.com/c", html: "" }, undefined, ["title", "address", "text"]],
])("edited parts: %s", (_name, found, echo, parts) => {
  const is = { ...page, ...found };
  const whole = { ...is, id: "1", sourceId: 1, externalId: "a", locale: "en", agent: true, copilot: true };
  expect(editedParts({ ...whole, salesAgent: false, updatedAt: 0, ingestedAt: 0 }, row, echo)).toEqual(parts);
});
