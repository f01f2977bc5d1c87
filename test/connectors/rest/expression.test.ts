import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { questionFor } from "../../../connectors/rest/client.ts";
import { holds } from "../../../connectors/rest/condition.ts";
import { expand, expandJson, expressionFault } from "../../../connectors/rest/expression.ts";
import { recordsAt } from "../../../connectors/rest/jsonpath.ts";
import { anyCharacter } from "../../setup/properties.ts";

const record = {
  id: 7,
  lang: "de",
  empty: "",
  none: null,
  off: false,
  title: { rendered: "A & B" },
  slug: "guide/set up?#%",
  tags: ["x", "y"],
  "odd name": "o",
  href: "https://docs.example.com/a",
};

test.each<[expression: string, encoding: "plain" | "url", text: string | undefined]>([
  ["$.id", "plain", "7"],
  ["{id}-{lang}", "plain", "7-de"],
  ["{$.title.rendered}!", "plain", "A & B!"],
  ["{title.rendered}", "plain", "A & B"],
  ["$['odd name']", "plain", "o"],
  ["$.off", "plain", "false"],
  ["$.empty", "plain", undefined],
  ["$.none", "plain", undefined],
  ["$.nowhere", "plain", undefined],
  ["{id}-{nowhere}", "plain", undefined],
  ["https://x/{slug}", "url", "https://x/guide%2Fset%20up%3F%23%25"],
  ["https://x/{+slug}", "url", "https://x/guide/set%20up%3F%23%25"],
  ["{+href}/b", "url", "https://docs.example.com/a/b"],
  ["$.href", "url", "https://docs.example.com/a"],
])("%s as %s is %s", (expression, encoding, text) => {
  expect(expressionFault(expression)).toBeUndefined();
  expect(expand(expression, record, encoding)).toBe(text);
});

test.each([
  ["id", /write a JSONPath \("\$\.id"\) or a template/],
  ["$.a[", /is not a JSONPath/],
  ["{id", /brace that belongs to no placeholder/],
  ["{id} {not this}", /brace/],
  ["{$.a[}", /is not a JSONPath/],
])("%s is refused", (expression, message) => {
  expect(expressionFault(expression)).toMatch(message);
});

test("a list where a text is wanted is an error", () => {
  expect(() => expand("$.tags", record)).toThrow("$.tags leads to a list or a mapping");
});

test("a request's JSON takes values where a text is one placeholder, with their type", () => {
  const json = {
    query: "query($id: ID!) { page(id: $id) { html } }",
    variables: { id: "{id}", all: ["{tags}", "{id}x"] },
  };
  expect(expandJson(json, record, "detail.json")).toEqual({
    query: json.query,
    variables: { id: 7, all: [["x", "y"], "{id}x"] },
  });
  expect(() => expandJson({ id: "{nowhere}" }, record, "detail.json")).toThrow("detail.json: {nowhere}");
});

test("no value leads a request to another host or folder", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: anyCharacter }), fc.boolean(), (id, reserved) => {
      const url = `https://api.example.com/v1/pages/${reserved ? "{+id}" : "{id}"}/text?x=1`;
      let made: URL;
      try {
        made = questionFor({ url }, { id }, "detail").url;
      } catch {
        return;
      }
      expect(made.origin).toBe("https://api.example.com");
      expect(made.pathname.startsWith("/v1/pages/")).toBe(true);
      expect(made.pathname.endsWith("/text")).toBe(true);
      expect([made.search, made.hash]).toEqual(["?x=1", ""]);
    }),
  );
  for (const id of ["..", "../../admin", "."])
    expect(() => questionFor({ url: "https://a/b/{+id}" }, { id }, "detail")).toThrow(
      "leads out of its folder",
    );
});

test.each<[path: string, answer: unknown, found: readonly unknown[] | undefined]>([
  ["$", [1, 2], [1, 2]],
  ["$", {}, undefined],
  ["$.items", { items: [] }, []],
  ["$.items", {}, undefined],
  ["$.items", { items: null }, undefined],
  ["$.items", { items: { a: 1 } }, undefined],
  ["$.items[*]", { items: [1, [2]] }, [1, [2]]],
  ["$.items[*]", {}, undefined],
  ["$.items.*", { items: { a: 1, b: 2 } }, [1, 2]],
  ["$.items[?@.public]", { items: [{ public: 1 }, {}] }, [{ public: 1 }]],
  ["$.items[?@.public]", { items: [] }, []],
  ["$.items[?@.public]", { items: null }, undefined],
  ["$.groups[*].pages", { groups: [{ pages: [1] }, { pages: [2, 3] }] }, [1, 2, 3]],
  ["$.groups[*].pages", { groups: [{ pages: [1] }, {}] }, undefined],
  ["$.groups[*].pages[*]", { groups: [{ pages: [1] }, { pages: null }] }, undefined],
])("records at %s of %j are %j", (path, answer, found) => {
  expect(recordsAt(path, answer)).toEqual(found);
});

describe("conditions", () => {
  const when = (condition: object) => ({ when_missing: "error" as const, path: "$", ...condition });
  test.each<[object, boolean]>([
    [{ path: "$.id" }, true],
    [{ path: "$.off" }, false],
    [{ path: "$.empty" }, false],
    [{ path: "$.nowhere" }, false],
    [{ path: "$.title" }, true],
    [{ path: "$.lang", is: "de" }, true],
    [{ path: "$.lang", is: ["en", "fr"] }, false],
    [{ path: "$.lang", not: ["en", "fr"] }, true],
    [{ path: "$.id", is: 7 }, true],
    [{ path: "$.id", is: "7" }, true],
    [{ path: "$.off", is: false }, true],
    [{ path: "$.tags", is: "y" }, true],
    [{ path: "$.tags[*]", not: "y" }, false],
    [{ path: "$.none", not: "x", when_missing: "match" }, true],
    [{ path: "$.none", is: "x" }, false],
    [{ path: "$.nowhere", is: "x", when_missing: "match" }, true],
    [{ path: "$.nowhere", not: "x", when_missing: "no-match" }, false],
  ])("%j: %s", (condition, expected) => {
    expect(holds(when(condition), record)).toBe(expected);
  });

  test("a value that is compared has to exist, and for `not` to be something", () => {
    expect(() => holds(when({ path: "$.none", not: "public" }), record)).toThrow("$.none leads to nothing");
    expect(() => holds(when({ path: "$.stauts", is: "draft" }), record)).toThrow("$.stauts leads to nothing");
  });
});
