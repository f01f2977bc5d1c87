import fc from "fast-check";
import { expect, it } from "vitest";
import { globMatcher } from "../src/glob.ts";
import { pathMatcher } from "../src/path-pattern.ts";

it.each([
  ["doku.php?id=hr:*", "doku.php?id=hr:salaries", true],
  ["doku.php?id=hr:*", "doku.php?id=hr:a/b", true],
  ["doku.php?id=hr:*", "doku.php?do=show&id=hr:a", true],
  ["doku.php?id=hr:*", "doku.php?id=it:hr:a", false],
  ["doku.php?id=hr:*", "doku.php", false],
  ["index.php?title=Talk:*", "index.php?title=Talk:Über uns", true],
  ["**/index.php?title={Talk,User}:*", "wiki/index.php?title=User:Ann", true],
  ["index.php?action=history", "index.php?action=history&title=A", true],
  ["a?x[]=1", "a?x[]=1", true],
  ["a?*", "a?b=c/d", true],
  ["a?*", "a", false],
  ["guide/**", "guide/a?page=2", true],
  ["guide", "guide?page=2", true],
  ["guide", "guidebook?page=2", false],
  ["v?/a", "v1/a", true],
])("%s matches %s: %s", (pattern, path, expected) => {
  expect(pathMatcher(pattern)(path)).toBe(expected);
});

it.each([
  ["doku.php?id=*", "doku.php?id=a", true],
  ["doku.php?id=*", "doku.php?do=index&id=a", false],
  ["doku.php?id=*&do=*", "doku.php?do=index&id=a", true],
  ["doku.php", "doku.php?do=index&id=a", true],
])("to include, %s matches %s: %s", (pattern, path, expected) => {
  expect(pathMatcher(pattern, { others: false })(path)).toBe(expected);
});

it("is a glob where neither the pattern nor the path has a query", () => {
  const path = fc.webPath().map((text) => text.slice(1));
  fc.assert(
    fc.property(path, fc.constantFrom("**", "guide/**", "*.md", "internal/"), (one, pattern) => {
      expect(pathMatcher(pattern)(one)).toBe(globMatcher(pattern)(one));
    }),
  );
});
