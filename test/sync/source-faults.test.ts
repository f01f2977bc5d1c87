import { beforeEach, describe, expect, it } from "vitest";
import { type Clock, systemClock } from "../../src/clock.ts";
import type { SourceConfig } from "../../src/config/types.ts";
import type { Presence } from "../../src/connector-kit/connector.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import type { SourceReport } from "../../src/sync/run-report.ts";
import { startWorld, type World } from "./world.ts";

const hour = 60 * 60 * 1000;
const ids = Array.from({ length: 20 }, (_, n) => `p${n}`);

/** A listed document; another `revision` is another text. */
const listed = (externalId: string, revision = "1"): ListingEntry => ({
  kind: "document",
  externalId,
  version: revision,
  load: async () => ({
    body: `# ${externalId}\n\nText ${revision} of ${externalId}, like no other.\n`,
    mediaType: "text/markdown",
    name: externalId,
  }),
});

describe("what sources do to a nightly run, as Intercom's library and log show it", () => {
  let world: World;
  let now: number;
  const clock: Clock = { ...systemClock, now: () => now };
  const night = async (
    listing: () => AsyncIterable<ListingEntry> | Iterable<ListingEntry>,
    options: { confirm?: (id: string) => Presence; removals?: SourceConfig["removals"] } = {},
  ): Promise<SourceReport> => {
    const { confirm } = options;
    const connector = {
      ...world.source.connector,
      async *list() {
        yield* listing();
      },
      ...(confirm
        ? { confirm: async (_o: unknown, _io: unknown, id: string) => confirm(id) }
        : { confirm: undefined }),
    };
    const removals = options.removals ?? { mode: "sync" as const, graceMs: 7 * 24 * hour };
    const source = { ...world.source, removals, connector } as SourceConfig;
    const { report } = await world.nightly({ sources: [source], clock });
    const [only] = report.sources;
    if (!only) throw new Error("no source in the report");
    return only;
  };
  const all = (without: readonly string[] = []) =>
    ids.filter((id) => !without.includes(id)).map((id) => listed(id));
  const hidden = () =>
    Object.entries(world.library()).flatMap(([id, words]) => (words === "hidden" ? [id] : []));
  const written = (seq: number) => world.emulator.log.since(seq).filter(({ method }) => method !== "GET");

  beforeEach(async () => {
    now = Date.parse("2026-03-01T02:00:00Z");
    world = await startWorld({ emulator: { clock } });
    await night(() => all());
    now += 24 * hour;
  });

  it("a gap: uploads go on, removals are held by name", async () => {
    const { holds, gaps } = await night(() => [
      ...all(["p1", "p2"]),
      listed("new"),
      { kind: "gap", part: "space HR", reason: "403" },
    ]);
    expect(world.library()).toHaveProperty("new");
    expect(hidden()).toEqual([]);
    expect(gaps).toEqual([{ part: "space HR", reason: "403" }]);
    expect(holds).toMatchObject([{ rule: "listing-incomplete", externalIds: ["p1", "p2"] }]);
  });

  it("a listing that breaks off: what was listed is used, nothing is removed", async () => {
    const { error, holds } = await night(function* () {
      yield listed("p0", "2");
      throw new Error("the third page of the listing answered 500");
    });
    expect(error?.message).toContain("third page");
    expect(world.library().p0).toContain("Text 2");
    expect(hidden()).toEqual([]);
    expect(holds.map(({ rule }) => rule)).toContain("listing-incomplete");
  });

  it.each<[string, () => ListingEntry[], string]>([
    ["an empty listing", () => [], "never-empty"],
    ["half a listing", () => all(ids.slice(0, 11)), "listing-halved"],
    [
      "fewer than the source says it has",
      () => [...all(["p3"]), { kind: "total", documents: 20 }],
      "listing-incomplete",
    ],
    ["other ids for the same documents", () => ids.map((id) => listed(`x-${id}`)), "ids-changed"],
  ])("%s removes nothing, tonight or tomorrow, and says so", async (_name, listing, rule) => {
    for (let nights = 0; nights < 3; nights++) {
      const { holds } = await night(listing, { confirm: () => "gone" });
      expect(holds.map((hold) => hold.rule)).toContain(rule);
      expect(hidden()).toEqual([]);
      now += 24 * hour;
    }
  });

  it("other ids on a night when the clock is set back are seen for what they are on the next", async () => {
    const renamed = () => ids.map((id) => listed(`x-${id}`));
    now -= 3 * 24 * hour;
    for (let nights = 0; nights < 3; nights++) {
      const { holds } = await night(renamed, { confirm: () => "gone" });
      expect(holds.map(({ rule }) => rule)).toContain("ids-changed");
      now += hour;
    }
  });

  it("the first page of a listing, repeated: ids named twice are refused by name, nothing is removed", async () => {
    const seq = world.emulator.log.last;
    const page = ids.slice(0, 10).map((id) => listed(id, "2"));
    const { changes, counts } = await night(() => [...page, ...page]);
    expect(counts.fail).toBe(10);
    expect([...changes][0]).toMatchObject({
      kind: "fail",
      error: { message: expect.stringContaining('the id "p0"') },
    });
    expect(written(seq)).toEqual([]);
  });

  it("two documents with one id: both are refused, the page stays as it was", async () => {
    const { counts } = await night(() => [...all(["p4"]), listed("p4", "2"), listed("p4", "3")]);
    expect(counts).toMatchObject({ fail: 1, update: 0, hide: 0 });
    expect(world.library().p4).toContain("Text 1");
  });

  it("mere absence hides on the second night, 20 hours apart, and deletes after the grace", async () => {
    const without = () => all(["p5"]);
    expect((await night(without)).counts.hide).toBe(0);
    now += 19 * hour;
    expect((await night(without)).counts.hide).toBe(0);
    now += hour;
    expect((await night(without)).counts.hide).toBe(1);
    expect(hidden()).toEqual(["p5"]);
    now += 7 * 24 * hour - 1;
    expect((await night(without)).counts.delete).toBe(0);
    now += 1;
    expect((await night(without)).counts.delete).toBe(1);
    expect(world.library()).not.toHaveProperty("p5");
  });

  it("a document that reappears between two absences starts from the beginning", async () => {
    await night(() => all(["p5"]));
    now += 24 * hour;
    await night(() => all());
    now += 24 * hour;
    expect((await night(() => all(["p5"]))).counts.hide).toBe(0);
  });

  it.each<[Presence, number]>([
    ["gone", 1],
    ["unknown", 0],
    ["present", 0],
  ])("absent, and confirm says %s: %i hidden at once", async (presence, count) => {
    const { counts } = await night(() => all(["p6"]), { confirm: () => presence });
    expect(counts.hide).toBe(count);
  });

  it("said to be gone (trash, 410, a withdrawn permission): hidden at once, un-hidden when it comes back", async () => {
    await night(() => [...all(["p7"]), { kind: "gone", externalId: "p7", reason: "in the trash" }]);
    expect(hidden()).toEqual(["p7"]);
    now += 24 * hour;
    await night(() => all());
    expect(hidden()).toEqual([]);
    expect(world.library().p7).toContain("Text 1");
  });

  it("what never was a document is named and no failure; where there is a page of it, the page stays", async () => {
    const refused = (externalId: string): ListingEntry => ({
      kind: "unreadable",
      externalId,
      reason: "the site answers 403",
      neverDocument: true,
    });
    const from = world.emulator.log.last;
    const { changes, counts } = await night(() => [...all(["p3"]), refused("p3"), refused("never")]);
    const named = [...changes].map(({ kind, externalId, reasons }) => [kind, externalId, reasons.length]);
    expect(named).toContainEqual(["skip", "never", 1]);
    expect([...changes].map(({ kind, externalId }) => [kind, externalId])).toContainEqual(["fail", "p3"]);
    expect(counts).toMatchObject({ skip: 1, fail: 1, hide: 0 });
    expect(written(from)).toEqual([]);
  });

  it("a document that cannot be read counts as present", async () => {
    const { counts } = await night(() => [
      ...all(["p8"]),
      { kind: "unreadable", externalId: "p8", reason: "permission denied" },
    ]);
    expect(counts).toMatchObject({ fail: 1, hide: 0 });
    now += 24 * hour;
    await night(() => [
      ...all(["p8"]),
      { kind: "unreadable", externalId: "p8", reason: "permission denied" },
    ]);
    expect(hidden()).toEqual([]);
  });
});
