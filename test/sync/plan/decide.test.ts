import { describe, expect, it } from "vitest";
import type { Listed } from "../../../src/connector-kit/listing.ts";
import type { PageRow } from "../../../src/ledger/ledger.ts";
import type { Page } from "../../../src/sync/changes.ts";
import { isCurrent } from "../../../src/sync/list/current.ts";
import { decide } from "../../../src/sync/plan/decide.ts";
import { samplePage, sampleRow } from "../samples.ts";

const changed = { fingerprint: "f2" };
const cases: [string, Partial<Page>, PageRow | undefined, string, string[]?][] = [
  ["never sent", {}, undefined, "create"],
  ["sent, but Intercom never answered with an id", {}, sampleRow({ intercomId: undefined }), "create"],
  ["deleted, and back again", {}, sampleRow({ state: "deleted" }), "create"],
  ["as it was", {}, sampleRow(), "unchanged"],
  ["other text", { ...changed, bodyHash: "b2" }, sampleRow(), "update", ["content"]],
  ["other title", { ...changed, title: "B" }, sampleRow(), "update", ["title"]],
  ["moved", { ...changed, url: "https://docs.example.com/b" }, sampleRow(), "update", ["url"]],
  [
    "for teammates now",
    { ...changed, availability: { agent: false, copilot: true } },
    sampleRow(),
    "update",
    ["availability"],
  ],
  ["other language", { ...changed, locale: "de" }, sampleRow(), "update", ["locale"]],
  [
    "other text and title",
    { ...changed, bodyHash: "b2", title: "B" },
    sampleRow(),
    "update",
    ["content", "title"],
  ],
  ["only the source differs", changed, sampleRow(), "update", ["source"]],
  ["hidden, and back again", {}, sampleRow({ state: "hidden" }), "update", ["reappeared"]],
  ["an upload whose outcome is unknown", {}, sampleRow({ fingerprint: undefined }), "update", ["unresolved"]],
  [
    "a page that the ledger found in Intercom",
    {},
    sampleRow({ fingerprint: undefined, sentAt: undefined }),
    "update",
    ["sent again"],
  ],
];

describe("decide", () => {
  it.each(cases)("%s", (_name, page, row, kind, reasons) => {
    const change = decide(samplePage(page), row);
    expect(change.kind).toBe(kind);
    expect(change.kind === "update" ? change.reasons : undefined).toEqual(reasons);
  });

  it("remembers the new version of a document that became the same page", () => {
    expect(decide(samplePage({ version: "v2" }), sampleRow())).toMatchObject({
      kind: "unchanged",
      remember: { version: "v2" },
    });
  });
});

describe("isCurrent: may the document stay unloaded?", () => {
  const listed = (over: Partial<Listed> = {}): Listed => ({
    kind: "document",
    externalId: "a.md",
    version: "v1",
    url: "https://docs.example.com/a",
    load: () => Promise.reject(new Error("not to be loaded")),
    ...over,
  });
  it.each([
    ["as remembered", listed(), sampleRow(), true],
    ["unknown to the ledger", listed(), undefined, false],
    ["another version", listed({ version: "v2" }), sampleRow(), false],
    ["no version at all", listed({ version: undefined }), sampleRow({ version: undefined }), false],
    ["remembered under other settings", listed(), sampleRow({ revision: "r0" }), false],
    ["hidden", listed(), sampleRow({ state: "hidden" }), false],
    ["sent for others", listed(), sampleRow({ availability: { agent: false, copilot: true } }), false],
    ["upload unresolved", listed(), sampleRow({ fingerprint: undefined }), false],
    ["at another URL", listed({ url: "https://docs.example.com/b" }), sampleRow(), false],
    [
      "that the last listing missed",
      listed(),
      sampleRow({ absence: { missedListings: 1, lastMissedAt: 1, evidence: "inferred" } }),
      false,
    ],
  ])("%s", (_name, document, row, expected) => {
    expect(isCurrent({ listed: document, visibleTo: "customers" }, row, "r1")).toBe(expected);
  });
});
