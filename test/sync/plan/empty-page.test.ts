import { describe, expect, it } from "vitest";
import { leftOutCode } from "../../../src/connector-kit/included.ts";
import { emptyPage } from "../../../src/sync/plan/empty-page.ts";
import { samplePage, sampleRow } from "../samples.ts";
import { startWorld } from "../world.ts";

const empty = samplePage({ html: "", words: 0, bodyHash: "none" });
const restricted = { ...empty, availability: { agent: false, copilot: true } };
const withoutIncluded = { ...empty, warnings: [{ code: leftOutCode, message: "left out" }] };

describe("a page without text", () => {
  it.each([
    ["is new", empty, undefined, "skip"],
    ["had one word", empty, sampleRow({ words: 1 }), "hold"],
    ["had 900 words", empty, sampleRow({ words: 900 }), "hold"],
    ["was sent without text by an earlier version", empty, sampleRow({ words: 0 }), "skip"],
    ["is hidden", empty, sampleRow({ words: 900, state: "hidden" }), "skip"],
    ["was deleted", empty, sampleRow({ words: 900, state: "deleted" }), "skip"],
    ["was never confirmed by Intercom", empty, sampleRow({ words: 9, intercomId: undefined }), "skip"],
    ["is for fewer people than the one that answers", restricted, sampleRow({ words: 900 }), "hide"],
    ["lost all it had to text that may not be in it", withoutIncluded, sampleRow({ words: 900 }), "hide"],
  ])("that %s", (_what, page, row, kind) => {
    expect(emptyPage(page, row, "docs-repo").kind).toBe(kind);
  });

  it.each([
    ["notion", "`properties: true`"],
    ["website", "`content_selector`"],
    ["rest", "`content_selector`"],
    ["docs-repo", "`exclude: true`"],
  ])("of %s is skipped with advice that fits: %s", (connector, advice) => {
    const skipped = emptyPage(empty, undefined, connector);
    expect(skipped).toMatchObject({ kind: "skip", externalId: "a.md", title: "A" });
    expect(skipped).toMatchObject({ why: expect.stringMatching(/^empty-page: /) });
    expect(skipped).toMatchObject({ why: expect.stringContaining(advice) });
  });
});

const documents = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`d${n}.md`, `# D${n}\n\nAbout number ${n}.`]));
const manual = (...names: string[]) =>
  `# Manual\n\nWhat this is about.\n\n${names.map((name) => `## ${name}\n\n${`About ${name}. `.repeat(20)}`).join("\n\n")}`;

describe("against Intercom", () => {
  it("it is never sent, stops nothing, and is sent once it has text", async () => {
    const world = await startWorld({
      documents: { ...documents(20), "e1.md": "# Only a title", "e2.md": "", "e3.md": "<!-- later -->" },
    });
    const { report } = await world.nightly();
    expect(report).toMatchObject({ run: { outcome: "ok" } });
    expect(report.sources[0]?.counts).toMatchObject({ create: 20, skip: 3, fail: 0, hold: 0 });
    expect(world.emulator.log.where({ externalId: "e1.md" })).toEqual([]);
    world.documents.delete("d0.md");
    expect((await world.nightly()).report.sources[0]?.counts).toMatchObject({ hide: 1, skip: 3, hold: 0 });
    world.documents.set("e1.md", "# Only a title\n\nAnd now text.");
    expect((await world.nightly()).report.sources[0]?.counts).toMatchObject({ create: 1, skip: 2 });
  });

  it("a source that renders blank loses nothing, night after night, and can come back", async () => {
    const world = await startWorld({ documents: documents(12) });
    await world.nightly();
    const before = world.library();
    world.emulator.log.clear();
    for (const id of world.documents.keys()) world.documents.set(id, "<div></div>");
    for (let night = 0; night < 3; night += 1) {
      const { report } = await world.nightly();
      expect(report.run.outcome).toBe("held");
      expect(new Set(report.sources[0]?.holds.map(({ rule }) => rule))).toEqual(new Set(["collapse"]));
      expect(report.sources[0]?.counts).toMatchObject({ hold: 12, hide: 0, delete: 0, fail: 0 });
    }
    expect(world.emulator.log.writes()).toEqual([]);
    expect(world.library()).toEqual(before);
    for (const [id, body] of Object.entries(documents(12))) world.documents.set(id, body);
    expect((await world.nightly()).report.run.outcome).toBe("ok");
  });

  it("a blank document keeps its parts", async () => {
    const world = await startWorld({ documents: { ...documents(9), "m.md": manual("Install", "Use") } });
    const source = { ...world.source, normalizing: { maxPageBytes: 450 } };
    const run = { sources: [source], config: { ...world.run.config, sources: [source] } };
    await world.nightly(run);
    expect(Object.keys(world.library()).filter((id) => id.startsWith("m.md#"))).toHaveLength(2);
    const before = world.library();
    world.documents.set("m.md", "");
    const { report } = await world.nightly(run);
    expect(report.sources[0]?.counts).toMatchObject({ hold: 1, hide: 0 });
    expect(world.library()).toEqual(before);
  });

  it("one for fewer people than the page that answers hides that page at once, whatever else fails", async () => {
    const world = await startWorld({ documents: documents(12) });
    await world.nightly();
    for (const id of ["d0.md", "d1.md", "d2.md"]) world.broken.add(id);
    for (const id of ["d0.md", "d1.md", "d2.md"]) world.documents.set(id, "changed");
    world.documents.set("d5.md", "");
    const source = { ...world.source, visibleTo: "teammates" as const };
    const { report } = await world.nightly({
      sources: [source],
      config: { ...world.run.config, sources: [source] },
    });
    expect(report.sources[0]?.counts).toMatchObject({ fail: 3, hide: 1 });
    expect(world.library()["d5.md"]).toBe("hidden");
    const taken = () => world.emulator.state.pages().find(({ externalId }) => externalId === "d5.md")?.html;
    expect(taken()).toBe("<p>D5</p>");
    world.broken.clear();
    world.emulator.log.clear();
    await world.nightly({ sources: [source], config: { ...world.run.config, sources: [source] } });
    expect(world.emulator.log.where({ externalId: "d5.md" })).toEqual([]);
    world.documents.set("d5.md", "# D5\n\nAgain.");
    await world.nightly({ sources: [source], config: { ...world.run.config, sources: [source] } });
    expect(world.library()["d5.md"]).toBe("Again.");
  });
});

describe("documents that Intercom or the normaliser never takes", () => {
  it("fail by name and do not stop the removals of others", async () => {
    const world = await startWorld({ documents: documents(20) });
    await world.nightly();
    const refused = Array.from({ length: 12 }, (_, n) => `d${n}.md`);
    const fault = {
      kind: "status",
      status: 422,
      code: "parameter_invalid",
      message: "html is invalid",
    } as const;
    world.emulator.faults.set(refused.map((externalId) => ({ match: { externalId }, fault })));
    for (const id of refused) world.documents.set(id, `New text of ${id} that is refused.`);
    world.documents.set("d13.md", "x".repeat(6_000_000));
    world.documents.delete("d19.md");
    for (let night = 0; night < 2; night += 1) {
      const { report } = await world.nightly();
      expect(report.run.outcome).toBe("partial");
      expect(report.sources[0]).toMatchObject({ error: null, holds: [], counts: { fail: 13 } });
    }
    expect(world.library()["d19.md"]).toBeUndefined();
  });

  it("what may pass by itself still does", async () => {
    const world = await startWorld({ documents: documents(20) });
    await world.nightly();
    for (const id of ["d0.md", "d1.md"]) world.broken.add(id);
    for (const id of ["d0.md", "d1.md"]) world.documents.set(id, "New.");
    world.documents.delete("d19.md");
    const { report } = await world.nightly();
    expect(report.sources[0]?.holds).toMatchObject([{ rule: "too-many-failures" }]);
    expect(world.library()["d19.md"]).toContain("About number 19");
  });
});
