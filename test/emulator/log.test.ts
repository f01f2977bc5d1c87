import { expect, test } from "vitest";
import { RequestLog } from "../../src/emulator/log.ts";

const entry = (method: string, path = "/ai/external_pages", externalId?: string) => ({
  at: 0,
  method,
  path,
  query: {},
  status: 200,
  bytes: 0,
  notes: [],
  body: { method },
  answer: { path },
  ...(externalId === undefined ? {} : { externalId }),
});

test("entries are numbered and found again", () => {
  const log = new RequestLog();
  for (const method of ["GET", "POST", "HEAD", "PUT", "DELETE"]) log.add(entry(method), 1);
  log.add(entry("POST", "/ai/content_import_sources", "x"), 1);
  const numbers = (entries: readonly { seq: number }[]) => entries.map(({ seq }) => seq);
  expect(numbers(log.all())).toEqual([1, 2, 3, 4, 5, 6]);
  expect(numbers(log.reads())).toEqual([1, 3]);
  expect(numbers(log.writes())).toEqual([2, 4, 5, 6]);
  expect(numbers(log.since(4))).toEqual([5, 6]);
  expect(numbers(log.since(6))).toEqual([]);
  expect(numbers(log.where({ method: "POST" }))).toEqual([2, 6]);
  expect(numbers(log.where({ method: "POST", externalId: "x" }))).toEqual([6]);
  expect(log.last).toBe(6);
  log.clear();
  expect(log.all()).toEqual([]);
  expect(log.add(entry("GET"), 1).seq).toBe(7);
  expect(numbers(log.since(0))).toEqual([7]);
});

test("only the newest entries are kept, and bodies of fewer", () => {
  const log = new RequestLog({ entries: 10, bodyBytes: 30 });
  for (let n = 1; n <= 95; n++) log.add(entry("POST"), 10);
  const kept = log.all();
  expect([kept.length, kept[0]?.seq, kept.at(-1)?.seq]).toEqual([10, 86, 95]);
  expect(kept.filter(({ body, answer }) => body && answer).map(({ seq }) => seq)).toEqual([93, 94, 95]);
  expect(log.since(93).map(({ seq }) => seq)).toEqual([94, 95]);
  expect(log.since(3)).toHaveLength(10);
});

test("a body larger than the whole allowance is not kept", () => {
  const log = new RequestLog({ entries: 10, bodyBytes: 30 });
  log.add(entry("POST"), 31);
  expect(log.all()[0]).not.toHaveProperty("body");
  log.add(entry("POST"), 30);
  expect(log.all()[1]).toHaveProperty("body");
});
