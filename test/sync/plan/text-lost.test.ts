import { describe, expect, it } from "vitest";
import type { LostText, Normalizer } from "../../../src/normalize/index.ts";
import { inProcessNormalizer } from "../../../src/normalize/worker/normalizer.ts";
import { holdLostText } from "../../../src/sync/plan/text-lost.ts";
import { samplePage, sampleRow } from "../samples.ts";
import { startWorld, type World } from "../world.ts";

const lost: LostText = { words: 40, of: 100, begin: "Refunds take ten", hash: "0123456789ab" };
const own = samplePage({ bodyHash: "new", lost });
const part = samplePage({ externalId: "a.md#part:b", bodyHash: "new too" });
const create = (page: typeof own) => ({ kind: "create", page }) as const;

function held(
  pages: readonly (typeof own)[],
  {
    rows = [],
    approved = [],
    accepted,
  }: { rows?: ReturnType<typeof sampleRow>[]; approved?: string[]; accepted?: string } = {},
) {
  const changes = holdLostText(pages.map(create), pages[0], {
    ledger: {
      page: (_, id) => rows.find(({ externalId }) => externalId === id),
      pageHistory: () => (accepted === undefined ? {} : { sentDespiteLoss: accepted }),
    },
    source: { name: "docs" },
    approved,
  });
  return changes.flatMap((change) => (change.kind === "hold" ? change.hold.externalIds : []));
}

describe("a document that lost much of its text", () => {
  it.each([
    ["is new", {}, ["a.md", part.externalId]],
    ["was sent with other text", { rows: [sampleRow({ bodyHash: "old" })] }, ["a.md", part.externalId]],
    ["was sent like this before", { rows: [sampleRow({ bodyHash: "new" })] }, [part.externalId]],
    ["was approved", { approved: ["other", lost.hash] }, []],
    ["was approved as another text", { approved: ["other"] }, ["a.md", part.externalId]],
    ["was accepted before", { accepted: lost.hash }, []],
    ["was accepted with another text", { accepted: "other" }, ["a.md", part.externalId]],
  ])("and %s", (_what, given, expected) => {
    expect(held([own, part], given)).toEqual(expected);
  });

  it("is not held where it takes something back from people", () => {
    const narrowed = { ...own, availability: { agent: false, copilot: true } };
    expect(held([narrowed], { rows: [sampleRow({ bodyHash: "old" })] })).toEqual([]);
  });

  it("is named with the numbers, the lost words and the command", () => {
    const [, hold] = holdLostText([{ kind: "unchanged", externalId: "x" }, create(own)], own, {
      ledger: { page: () => undefined, pageHistory: () => ({}) },
      source: { name: "docs" },
      approved: [],
    });
    expect(hold).toMatchObject({
      hold: {
        rule: "text-lost",
        message: expect.stringMatching(/^a\.md: 40 of its 100 words \(40 %\) .*"Refunds take ten"/),
        resolve: expect.stringContaining("--approve-uploads 0123456789ab`"),
      },
    });
  });
});

/** A normaliser with a fault: it drops what follows a mark, and says so, as the counter does. */
function faulty(say: (body: string) => string = (body) => body): Normalizer {
  const inner = inProcessNormalizer();
  return {
    close: () => inner.close(),
    async normalize(document, signal) {
      const body = String(document.body);
      const [kept = "", gone] = say(body).split("CUT");
      const [page, ...parts] = await inner.normalize({ ...document, body: kept }, signal);
      if (!page) throw new Error("no page");
      if (gone === undefined) return [page, ...parts];
      return [{ ...page, lost: { words: 9, of: 18, begin: gone.trim(), hash: `${body.length}` } }, ...parts];
    },
  };
}

describe("against Intercom", () => {
  const run = async (world: World, approveUploads: string[] = [], normalizer = faulty()) =>
    (await world.nightly({ normalizer, overrides: { approveUploads } })).report;

  it("it is held, new or not, until it is approved, and then until its text changes", async () => {
    const world = await startWorld({ documents: { "a.md": "One.", "b.md": "Two CUT gone." } });
    for (let night = 0; night < 2; night += 1) {
      const { sources, run: ended } = await run(world);
      expect(ended.outcome).toBe("held");
      expect(sources[0]?.holds).toMatchObject([{ rule: "text-lost", externalIds: ["b.md"] }]);
    }
    expect(world.library()).toEqual({ "a.md": "One." });
    await run(world, ["13"]);
    expect(world.library()).toEqual({ "a.md": "One.", "b.md": "Two" });
    expect((await run(world)).run.outcome).toBe("ok");
    // Another version of the program makes another page of the same text: it was accepted.
    const other = faulty((body) => body.replace("Two", "Two, again"));
    world.ledger.putPage("docs", { ...row(world, "b.md"), revision: "older" });
    expect((await run(world, [], other)).run.outcome).toBe("ok");
    expect(world.library()["b.md"]).toBe("Two, again");
    world.documents.set("b.md", "Two, edited CUT gone.");
    expect((await run(world)).sources[0]?.holds).toMatchObject([{ rule: "text-lost" }]);
    expect(world.library()["b.md"]).toBe("Two, again");
  });

  it("it counts as present, and others' removals go on", async () => {
    const world = await startWorld({ documents: { "a.md": "One.", "b.md": "Two.", "c.md": "Three." } });
    await run(world);
    world.documents.set("b.md", "Another CUT gone.");
    world.documents.delete("c.md");
    expect((await run(world)).sources[0]?.counts).toMatchObject({ hold: 1, hide: 1, fail: 0 });
    expect(world.library()).toMatchObject({ "b.md": "Two.", "c.md": "hidden" });
  });
});

function row(world: World, externalId: string) {
  const found = world.ledger.page("docs", externalId);
  if (!found) throw new Error(`no row of ${externalId}`);
  return found;
}
