import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { docsRepoOptions } from "../connectors/docs-repo/options.ts";
import { selector } from "../connectors/docs-repo/select.ts";
import { siteOf } from "../connectors/website/address.ts";
import { websiteOptions } from "../connectors/website/options.ts";
import { sourceSchema } from "../src/config/schema/source.ts";
import { globFault, globMatcher, relativeGlob } from "../src/glob.ts";
import { rulesOf } from "../src/sync/list/rules.ts";

describe("a pattern means what it means where people know it from", () => {
  it.each([
    ["internal/**", "internal/**"],
    ["internal/", "**/internal/**"],
    ["/internal/", "internal/**"],
    ["./internal/", "internal/**"],
    ["./internal/**", "internal/**"],
    ["/internal/**", "internal/**"],
    ["docs/internal/", "docs/internal/**"],
    ["**/internal/", "**/internal/**"],
    ["internal/**/", "internal/**"],
    ["**/", "**"],
    ["*/", "**/*/**"],
    ["./", "**"],
    ["/", "**"],
    [".", "**"],
    ["/README.md", "README.md"],
    ["internal//runbooks/*.md", "internal/runbooks/*.md"],
    ["README.md", "README.md"],
    [".github/**", ".github/**"],
    ["Stra\u0308ucher/**", "Str\u00e4ucher/**"],
  ])("%s is %s", (written, glob) => {
    expect(relativeGlob(written)).toBe(glob);
  });

  it("once, and not again", () => {
    const piece = fc.constantFrom("/", "./", "**", "*", "a", "internal", "b.md", ".", "\u00e9");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const once = relativeGlob(pieces.join(""));
        expect(relativeGlob(once)).toBe(once);
        expect(() => globMatcher(once)("a/b.md")).not.toThrow();
      }),
    );
  });
});

const paths = ["top.md", "internal/a.md", "guides/internal/b.md", "guides/c.md"];

/** Which of the paths a pattern selects as a rule, as `include` and as `exclude`, of a folder and of a website. */
function selections(pattern: string) {
  const docs = (options: object) => selector(docsRepoOptions.parse({ path: "docs", ...options }));
  const site = (options: object) =>
    siteOf(websiteOptions.parse({ start: "https://docs.example.com/", ...options }));
  const covers = (options: object) => (path: string) =>
    site(options).covers(new URL(`https://docs.example.com/${path}`));
  const excluded = rulesOf({
    visibleTo: "customers",
    rules: [{ line: 1, optional: false, match: { path: pattern }, effect: { exclude: true } }],
  });
  const not = (selects: (path: string) => boolean) => (path: string) => !selects(path);
  return [
    (path: string) => excluded({ path }).kind === "excluded",
    docs({ include: [pattern] }),
    not(docs({ exclude: [pattern] })),
    covers({ include: [pattern] }),
    not(covers({ exclude: [pattern] })),
  ].map((selects) => paths.filter(selects));
}

describe("one spelling selects the same in rules, include and exclude", () => {
  it.each([
    ["internal/**", ["internal/a.md"]],
    ["./internal/**", ["internal/a.md"]],
    ["/internal/", ["internal/a.md"]],
    ["internal/", ["internal/a.md", "guides/internal/b.md"]],
    ["guides/internal/", ["guides/internal/b.md"]],
    ["Internal/**", []],
  ])("%s", (pattern, expected) => {
    expect(new Set(selections(pattern).map((selected) => selected.join()))).toEqual(
      new Set([expected.join()]),
    );
  });

  it.each(["!internal/**", "../internal/**", "a/../b", "internal\\a.md"])(
    "%s is refused alike",
    (pattern) => {
      expect(globFault(pattern)).toBeDefined();
      const rule = { path: pattern, exclude: true };
      const source = { connector: "x", url: "https://x.example", visible_to: "customers", rules: [rule] };
      expect(sourceSchema.safeParse(source).success).toBe(false);
      for (const key of ["include", "exclude"]) {
        expect(docsRepoOptions.safeParse({ path: "d", [key]: [pattern] }).success).toBe(false);
        const site = { start: "https://docs.example.com/", [key]: [pattern] };
        expect(websiteOptions.safeParse(site).success).toBe(false);
      }
    },
  );
});
