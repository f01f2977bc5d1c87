import { expect, test } from "vitest";
import { isJson, withSharedParts } from "../../src/config/schema/shared-parts.ts";

const long = (words: string) => ({ type: "string", description: `${words} `.repeat(30) });
const request = {
  type: "object",
  properties: { url: long("where"), body: { anyOf: [long("what"), long("why")] } },
};

const schema = {
  properties: { first: request, second: { type: "array", items: request }, url: long("where") },
  $defs: { first: { type: "number" }, request: { type: "object", properties: { again: request } } },
};

/** The schema with every part where it stood. */
function inlined(part: unknown, defs: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(part)) return part.map((each) => inlined(each, defs));
  if (!isJson(part)) return part;
  const { $ref } = part;
  if (typeof $ref === "string") return inlined(defs[$ref.replace("#/$defs/", "")], defs);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inlined(value, defs)]));
}

test("what stands in several places is written once, under a name that was free, and means the same", () => {
  const { $defs, ...rest } = withSharedParts(schema);
  const defs = isJson($defs) ? $defs : {};
  expect(Object.keys(defs)).toEqual(["first", "request", "url", "first-2"]);
  expect(rest).toEqual({
    properties: {
      first: { $ref: "#/$defs/first-2" },
      second: { type: "array", items: { $ref: "#/$defs/first-2" } },
      url: { $ref: "#/$defs/url" },
    },
  });
  const { first, request: named } = schema.$defs;
  expect(inlined(rest, defs)).toEqual({ properties: schema.properties });
  expect(inlined({ first: defs.first, request: defs.request }, defs)).toEqual({ first, request: named });
});

test("what is short, or stands once, stays", () => {
  const once = { properties: { a: long("one"), b: { type: "string" }, c: { type: "string" } } };
  expect(withSharedParts(once)).toEqual({ ...once, $defs: {} });
});
