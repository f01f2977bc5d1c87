import fc from "fast-check";
import { expect, test } from "vitest";
import { Library } from "../../src/emulator/library.ts";

const source = {
  syncBehavior: "api",
  status: "active",
  url: "https://docs.example.com",
  audienceIds: [],
  createdAt: 0,
  updatedAt: 0,
  lastSyncedAt: 0,
} as const;
const page = (sourceId: number, externalId: string) => ({
  sourceId,
  externalId,
  title: externalId,
  html: "",
  locale: "en",
  agent: true,
  copilot: true,
  salesAgent: false,
  audienceIds: [],
  createdAt: 0,
  updatedAt: 0,
  lastIngestedAt: 0,
});

const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("upsert"), source: fc.nat(3), key: fc.nat(8) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("delete"), source: fc.nat(3), key: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("rename"), source: fc.nat(3), key: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("drop"), source: fc.nat(3), key: fc.constant(0) }) },
);

test("the library equals a plain list, whatever is done to it", () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const library = new Library();
      for (let n = 0; n < 4; n++) library.addSource(source);
      let model: { id: string; sourceId: number; externalId: string }[] = [];
      let renames = 0;
      for (const step of actions) {
        const [sourceId, externalId] = [step.source + 1, `k${step.key}`];
        const found = library.find(sourceId, externalId);
        const known = model.find((each) => each.sourceId === sourceId && each.externalId === externalId);
        expect(found?.id).toBe(known?.id);
        if (step.do === "upsert" && !found && library.source(sourceId)) {
          model.push({ id: library.addPage(page(sourceId, externalId)).id, sourceId, externalId });
        } else if (step.do === "delete" && found) {
          library.removePage(found.id);
          model = model.filter((each) => each !== known);
        } else if (step.do === "rename" && found && known) {
          const renamed = `r${renames++}`;
          library.replacePage({ ...found, externalId: renamed });
          known.externalId = renamed;
        } else if (step.do === "drop") {
          library.removeSource(sourceId);
          model = model.filter((each) => each.sourceId !== sourceId);
        }
      }
      const expected = model.map(({ id }) => id).reverse();
      expect(library.pages().map(({ id }) => id)).toEqual(expected);
      expect(library.slice(1, 3).map(({ id }) => id)).toEqual(expected.slice(1, 4));
      expect(library.pageCount).toBe(model.length);
      for (const { id } of library.sources()) {
        expect(library.countPages(id)).toBe(model.filter((each) => each.sourceId === id).length);
      }
      const copy = new Library();
      copy.restore(JSON.parse(JSON.stringify(library.snapshot())));
      expect(copy.snapshot()).toEqual(library.snapshot());
    }),
    { numRuns: 200 },
  );
});

test("ids are never used twice, not even over a snapshot", () => {
  const library = new Library();
  library.addSource(source);
  const first = library.addPage(page(1, "a"));
  library.removePage(first.id);
  library.removeSource(1);
  const copy = new Library();
  copy.restore(library.snapshot());
  expect(copy.addSource(source).id).toBe(2);
  expect(copy.addPage(page(2, "a")).id).toBe("2");
});
