import { expect, test } from "vitest";
import { optionDocs } from "../../src/config/schema/option-docs.ts";
import { wiki } from "./support.ts";

test("options are documented from the schema", () => {
  const docs = optionDocs(wiki.options);
  expect(docs.map(({ name }) => name)).toEqual([
    "space",
    "pages",
    "archived",
    "labels",
    "headers",
    "site",
    "auth",
    "limits",
    "limits.depth",
  ]);
  const byName = new Map(docs.map((doc) => [doc.name, doc]));
  expect(byName.get("space")).toEqual({
    name: "space",
    type: "text",
    required: true,
    secret: false,
    description: "key of the space",
  });
  expect(byName.get("pages")).toMatchObject({ type: "whole number", required: false, default: "50" });
  expect(byName.get("archived")).toMatchObject({ type: "true | false", default: "false" });
  expect(byName.get("labels")).toMatchObject({ type: "list of text", default: "[]" });
  expect(byName.get("headers")).toMatchObject({
    type: "mapping of name to text",
    required: false,
    secret: true,
  });
  expect(byName.get("auth")).toMatchObject({
    type: "mapping (type, token) | mapping (type, user, password)",
    required: false,
    secret: true,
  });
  expect(byName.get("limits.depth")).toMatchObject({ default: "3", description: "levels below the root" });
});
