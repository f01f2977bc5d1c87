import { describe, expect, it } from "vitest";
import type { Audience } from "../../src/audience.ts";
import { attachedTo, IncludedDocuments, leftOutCode, mayStandIn } from "../../src/connector-kit/included.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { audienceRulesOf } from "../../src/sync/list/rules.ts";

describe("text of one document in the page of another", () => {
  it.each<[page: Audience, text: Audience, may: boolean]>([
    ["customers", "customers", true],
    ["customers", "teammates", false],
    ["customers", "nobody", false],
    ["teammates", "customers", true],
    ["teammates", "teammates", true],
    ["teammates", "nobody", false],
    ["nobody", "customers", true],
    ["nobody", "teammates", true],
    ["nobody", "nobody", true],
  ])("in a page for %s, text for %s may stand: %s", (page, text, may) => {
    expect(mayStandIn(page, text)).toBe(may);
  });

  it("is named once where it is left out, and never where it stands", () => {
    const included = new IncludedDocuments("customers");
    expect(included.mayShow({ name: "Prices", audience: "customers" })).toBe(true);
    expect(included.warnings).toBeUndefined();
    expect(included.mayShow({ name: "Limits", audience: "teammates" })).toBe(false);
    expect(included.mayShow({ name: "Limits", audience: "teammates" })).toBe(false);
    expect(included.mayShow({ name: "Layoffs", audience: "nobody" })).toBe(false);
    expect(included.warnings).toEqual([
      {
        code: leftOutCode,
        message: '"Limits" is left out: it is for teammates only, and this page is for customers.',
      },
      {
        code: leftOutCode,
        message:
          '"Layoffs" is left out: it is excluded, restricted, a draft or not a document of this source, and this page is for customers.',
      },
    ]);
  });
});

describe("a file that is attached to a page", () => {
  const file: Listed = {
    kind: "document",
    externalId: "f",
    title: "plan.pdf",
    path: "a/secret/plan.pdf",
    load: () => Promise.reject(new Error("not to be loaded")),
  };
  const audienceOf = audienceRulesOf({
    visibleTo: "customers",
    rules: [{ match: { path: "a/secret/*" }, effect: { visibleTo: "customers" }, line: 1, optional: false }],
  });

  it("is for no wider audience than the page, whatever a rule says of its path", () => {
    expect(attachedTo(file, "customers")).toBe(file);
    const narrowed = attachedTo(file, "teammates");
    expect(narrowed.kind === "document" && audienceOf(narrowed)).toBe("teammates");
    expect(attachedTo(file, "nobody")).toMatchObject({ kind: "unpublished", externalId: "f" });
  });
});
