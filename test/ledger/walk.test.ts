import fc from "fast-check";
import { expect, test } from "vitest";
import { lookahead } from "../../src/ledger/walk.ts";

const keys = Array.from({ length: 1_000 }, (_, at) => `doc-${String(at).padStart(4, "0")}`);

function counting(table: readonly string[] = keys) {
  const limits: number[] = [];
  const rows = lookahead((_, from, limit) => {
    limits.push(limit);
    return table
      .filter((key) => key >= from)
      .slice(0, limit)
      .map((key) => ({ external_id: key }));
  });
  return { rows, limits };
}

test("a walk in order reads many rows at a time, and never more than a window of them", () => {
  const { rows, limits } = counting();
  for (const key of keys) expect(rows.find("docs", key)).toEqual({ external_id: key });
  expect(limits.length).toBeLessThan(20);
  expect(Math.max(...limits)).toBe(256);
});

test("lookups in no order read the rows that are asked for and nothing else", () => {
  const { rows, limits } = counting();
  for (let at = 0; at < 500; at += 1) rows.find("docs", keys[(at * 617) % 1_000] ?? "");
  expect(limits.filter((limit) => limit === 1).length).toBeGreaterThan(480);
});

test("ids that ascend with gaps are not a walk: hardly a row is read in vain", () => {
  const { rows, limits } = counting();
  for (let at = 0; at < 1_000; at += 1) rows.find("docs", keys[(at % 50) * 20 + Math.floor(at / 50)] ?? "");
  expect(limits.reduce((sum, limit) => sum + limit, 0)).toBeLessThan(1_100);
});

test("a walk beside many documents that are new reads ahead no more", () => {
  const { rows, limits } = counting(keys.slice(0, 20));
  for (const key of keys) rows.find("docs", key);
  expect(limits.slice(100).every((limit) => limit === 1)).toBe(true);
});

test("finds what a table would, whatever the order, and nothing from before it was forgotten", () => {
  const table = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"));
  const asked = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"), { maxLength: 40 });
  fc.assert(
    fc.property(table, table, asked, (before, after, order) => {
      let stored = before;
      const rows = lookahead((source, from, limit) =>
        [...stored]
          .sort()
          .filter((key) => key >= from)
          .slice(0, limit)
          .map((key) => ({ external_id: key, source })),
      );
      for (const key of order) expect(rows.find("docs", key) !== undefined).toBe(stored.includes(key));
      stored = after;
      rows.forget();
      for (const key of order) {
        expect(rows.find("docs", key) !== undefined).toBe(stored.includes(key));
        expect(rows.find("wiki", key)?.source).toBe(stored.includes(key) ? "wiki" : undefined);
      }
    }),
  );
});
