import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Described, matchPages } from "../../../src/sync/lifecycle/match.ts";

const documents: readonly Described[] = [
  { externalId: "install.md", title: "Install", url: "https://docs.example.com/install" },
  { externalId: "faq.md", title: "FAQ", url: "https://docs.example.com/faq" },
  { externalId: "billing/faq.md", title: "FAQ", url: "https://docs.example.com/billing/faq" },
  { externalId: "about.md", title: "Über uns" },
];
const matched = (...pages: Described[]) => {
  const { matches, ambiguous, left } = matchPages(pages, documents);
  return {
    matches: matches.map(({ page, document, by }) => `${page.externalId} = ${document} by ${by}`),
    ambiguous: ambiguous.map(({ page, by, documents: several, pages: rivals }) =>
      [page.externalId, by, ...several, ...rivals].join(" "),
    ),
    left: left.map(({ externalId }) => externalId),
  };
};
const nothing = { matches: [], ambiguous: [], left: [] };

describe("which page is which document's", () => {
  it.each<[string, Described[], Partial<ReturnType<typeof matched>>]>([
    ["its id", [{ externalId: "faq.md", title: "x" }], { matches: ["faq.md = faq.md by external_id"] }],
    [
      "a part's id",
      [{ externalId: "faq.md#part:costs" }],
      { matches: ["faq.md#part:costs = faq.md by external_id"] },
    ],
    [
      "its url, however it is written",
      [{ externalId: "7", title: "x", url: "http://DOCS.example.com/install/#top" }],
      { matches: ["7 = install.md by url"] },
    ],
    [
      "its title, whatever its case and spaces",
      [{ externalId: "7", title: "  INSTALL ", url: "https://old.example.com/" }],
      { matches: ["7 = install.md by title"] },
    ],
    [
      "its title, composed otherwise",
      [{ externalId: "7", title: "U\u0308ber  uns" }],
      { matches: ["7 = about.md by title"] },
    ],
    [
      "a title of two documents",
      [{ externalId: "7", title: "FAQ" }],
      { ambiguous: ["7 title faq.md billing/faq.md"] },
    ],
    [
      "the url decides where the title could not",
      [{ externalId: "7", title: "FAQ", url: "https://docs.example.com/faq" }],
      { matches: ["7 = faq.md by url"] },
    ],
    [
      "two pages of one url",
      [
        { externalId: "7", title: "Install", url: "https://docs.example.com/install" },
        { externalId: "8", title: "Install", url: "https://docs.example.com/install" },
      ],
      { ambiguous: ["7 url install.md 8", "8 url install.md 7"] },
    ],
    [
      "a second page of a document that has one",
      [{ externalId: "install.md" }, { externalId: "7", title: "Install" }],
      { matches: ["install.md = install.md by external_id"], ambiguous: ["7 title install.md"] },
    ],
    ["nothing in common", [{ externalId: "7", title: "Other", url: "not a url" }], { left: ["7"] }],
    ["nothing at all", [{ externalId: "7", title: " " }], { left: ["7"] }],
  ])("%s", (_name, pages, expected) => {
    expect(matched(...pages)).toEqual({ ...nothing, ...expected });
  });

  it("every page has one fate, and no document is given to two pages by url or title", () => {
    const text = fc.constantFrom("a", "b", "c", "A ", undefined);
    const described = fc.record({
      externalId: fc.constantFrom("1", "2", "3", "4", "5", "6"),
      title: text,
      url: fc.constantFrom("https://x.example/1", "https://x.example/2/", "http://X.example/1", undefined),
    });
    const list = fc.uniqueArray(described, { selector: ({ externalId }) => externalId });
    fc.assert(
      fc.property(list, list, (pages, listed) => {
        const { matches, ambiguous, left } = matchPages(pages, listed);
        const fates = [...matches.map(({ page }) => page), ...ambiguous.map(({ page }) => page), ...left];
        expect(fates.map(({ externalId }) => externalId).sort()).toEqual(
          pages.map(({ externalId }) => externalId).sort(),
        );
        const given = matches.filter(({ by }) => by !== "external_id").map(({ document }) => document);
        expect(new Set(given).size).toBe(given.length);
        for (const { page, document, by } of matches) {
          const other = listed.find(({ externalId }) => externalId === document);
          if (by === "external_id") expect(page.externalId).toBe(document);
          else expect(other?.[by]).toBeDefined();
        }
      }),
    );
  });
});
