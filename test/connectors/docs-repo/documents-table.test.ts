import fc from "fast-check";
import { expect, test } from "vitest";
import { Documents } from "../../../connectors/docs-repo/documents.ts";
import type { FileEntry } from "../../../connectors/docs-repo/snapshot.ts";
import { runs } from "../../setup/properties.ts";

const id = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
// Unicode scalar values, as file systems and git give them; some are longer than a block of the table.
const name = fc.oneof(
  { weight: 20, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }) },
  { weight: 1, arbitrary: fc.nat(6_000).map((length) => `long/${"ä".repeat(length)}`) },
);
const file = fc.record({
  path: name,
  blob: fc.oneof(id(40), id(64), fc.constant("")),
  problem: fc.option(fc.constant("it may not be read"), { nil: undefined, freq: 9 }),
  updatedAt: fc.option(fc.nat(), { nil: undefined, freq: 9 }),
  spelled: fc.option(name, { nil: undefined, freq: 9 }),
});

test("documents are found, counted and listed as a map would have them", () => {
  fc.assert(
    fc.property(fc.array(file, { maxLength: 300 }), fc.array(name), (files, others) => {
      const documents = new Documents();
      const map = new Map<string, FileEntry>();
      for (const { path, spelled = path, blob, problem, updatedAt } of files) {
        const entry: FileEntry = { kind: "file", path: spelled, blob, problem, updatedAt };
        documents.set(path, entry);
        map.set(path, entry);
      }
      expect(documents.size).toBe(map.size);
      expect([...documents.keys()]).toEqual([...map.keys()]);
      expect([...documents]).toEqual([...map]);
      for (const path of [...map.keys(), ...others]) {
        expect(documents.get(path)).toEqual(map.get(path));
        expect(documents.has(path)).toBe(map.has(path));
      }
    }),
    { numRuns: runs(60) },
  );
});
