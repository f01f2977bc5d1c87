import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DocumentNames, documentQuery } from "../../../src/sync/explain/query.ts";

const refunds: DocumentNames = {
  externalId: "doc-17",
  path: "internal/refunds.md",
  url: "https://help.example.com/internal/refunds",
  title: "Refunds & credit notes",
};

describe("what people call a document", () => {
  it.each([
    ["doc-17", "id"],
    ["internal/refunds.md", "path"],
    ["/internal/refunds.md", "path"],
    ["./internal/refunds.md", "path"],
    ["https://help.example.com/internal/refunds", "url"],
    ["https://help.example.com/internal/refunds/", "address"],
    ["http://HELP.example.com/internal/refunds#limits", "address"],
    ["refunds &  Credit notes ", "title"],
    ["docs/internal/refunds.md", "below"],
    ["DOC-17", undefined],
    ["refunds.md", undefined],
    ["refunds", undefined],
    ["https://help.example.com/internal", undefined],
    ["https://other.example.com/internal/refunds", undefined],
    ["docs/internalrefunds.md", undefined],
    ["", undefined],
  ])("%s: %s", (text, how) => {
    const order = ["id", "path", "url", "address", "title", "below"];
    const rank = documentQuery(text).rankOf(refunds);
    expect(rank === undefined ? undefined : order[Math.floor(rank)]).toBe(how);
  });

  it("a path from another folder means the longest that ends it", () => {
    const { rankOf } = documentQuery("docs/guides/index.md");
    const rank = (path: string) => rankOf({ externalId: path, path }) ?? Number.NaN;
    expect(rank("guides/index.md")).toBeLessThan(rank("index.md"));
    expect(rank("docs/guides/index.md")).toBeLessThan(rank("guides/index.md"));
  });

  it("composed and decomposed letters are the same name", () => {
    const { rankOf } = documentQuery("über.md".normalize("NFD"));
    expect(rankOf({ externalId: "x", path: "über.md".normalize("NFC") })).toBe(1);
  });

  it("a document is always found by its own id", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (externalId) => {
        expect(documentQuery(externalId).rankOf({ externalId })).toBe(0);
      }),
    );
  });
});

describe("the nearest names", () => {
  it.each([
    ["refunts", true],
    ["refunds.md", true],
    ["credit notes", true],
    ["doc-71", true],
    ["Refund & credit note", true],
    ["holidays", false],
    ["re", false],
  ])("%s is near: %s", (text, near) => {
    expect(documentQuery(text).distanceTo({ ...refunds, path: "internal/refunds" }) !== undefined).toBe(near);
  });

  it.each([
    ["guide-33.md", "guide-3.md", "guide-14.md"],
    ["p20x7.md", "p207.md", "p20"],
    ["refund", "refunds", "refunds and credit notes"],
  ])("%s is nearer to %s than to %s", (text, near, far) => {
    const { distanceTo } = documentQuery(text);
    const distance = (externalId: string) => distanceTo({ externalId }) ?? Number.NaN;
    expect(distance(near)).toBeLessThan(distance(far));
  });
});
