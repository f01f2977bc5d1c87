import { describe, expect, it } from "vitest";
import type { SourceRow } from "../../../src/ledger/ledger.ts";
import { isFresh } from "../../../src/sync/list/current.ts";
import { afterLast, afterListing, missedListing } from "../../../src/sync/list/listing-history.ts";
import { sampleRow } from "../samples.ts";

const source: SourceRow = {
  name: "s",
  url: "https://docs.example.com",
  sourceId: 1,
  scope: "old",
  lastComplete: { at: 1000, documents: 10 },
};
const outcome = { complete: true, believed: true, documents: 12, scope: "new", at: 2000 };

describe("what a listing leaves behind", () => {
  it.each([
    ["complete and believed", {}, { scope: "new", lastComplete: { at: 2000, documents: 12 } }],
    ["incomplete", { complete: false }, { scope: "old", lastComplete: source.lastComplete }],
    ["doubted", { believed: false }, { scope: "old", lastComplete: source.lastComplete }],
  ])("%s", (_name, over, expected) => {
    expect(afterListing(source, { ...outcome, ...over })).toEqual({ ...source, ...expected });
  });

  it.each([
    [2, 1],
    [1, undefined],
    [undefined, undefined],
  ])("untrustedListings %j becomes %j", (before, after) => {
    const row = { ...source, ...(before === undefined ? {} : { untrustedListings: before }) };
    expect(afterListing(row, outcome).untrustedListings).toBe(after);
    expect(afterListing(row, { ...outcome, complete: false }).untrustedListings).toBe(before);
  });
});

describe("what is new since the last listing that was believed", () => {
  it.each([
    ["no page", undefined, true],
    ["a page first sent before it", sampleRow({ firstSentAt: 999 }), false],
    ["a page first sent with it", sampleRow({ firstSentAt: 1000 }), false],
    ["a page first sent after it", sampleRow({ firstSentAt: 1001 }), true],
    ["a page found in Intercom", sampleRow({ firstSentAt: undefined }), false],
    ["a page that was deleted", sampleRow({ state: "deleted", firstSentAt: 1 }), true],
  ])("%s: %j", (_name, row, fresh) => {
    expect(isFresh(row, 1000)).toBe(fresh);
  });

  it("stays new although the clock was set back before it was sent", () => {
    const firstSentAt = afterLast(source, 5);
    expect(isFresh(sampleRow({ firstSentAt }), source.lastComplete?.at)).toBe(true);
    expect(afterListing(source, { ...outcome, at: 5 }).lastComplete?.at).toBe(firstSentAt);
  });
});

it("a missed listing is recorded with its time and its evidence", () => {
  const missed = { externalId: "a.md", missedListings: 2, evidence: "inferred" } as const;
  expect(missedListing(sampleRow(), missed, 7).absence).toEqual({
    missedListings: 2,
    evidence: "inferred",
    lastMissedAt: 7,
  });
});
