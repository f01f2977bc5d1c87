import { describe, expect, test } from "vitest";
import { documentsOf } from "../../../src/connector-kit/testing/index.ts";
import { rulesOf } from "../../../src/sync/list/rules.ts";
import { entriesWith, serve } from "./support.ts";

const fields = { id: "$.id", version: "$.v", body: "$.b", path: "$.id" };
const records = [
  { id: "open", v: 1, b: "x", for: "all" },
  { id: "agents", v: 1, b: "x", for: "agents" },
  { id: "unsaid", v: 1, b: "x" },
];

async function listed(options: object) {
  const server = await serve({ "GET /a": () => ({ json: records }) });
  return entriesWith({ list: { url: `${server.url}/a`, records: "$" }, fields, ...options });
}

test("a record that is not for everybody is for the team alone, and another version; one that does not say is unreadable", async () => {
  const entries = await listed({ teammates_only: { path: "$.for", not: "all" } });
  expect(
    documentsOf(entries).map(({ externalId, visibleTo, version }) => [externalId, visibleTo, version]),
  ).toEqual([
    ["open", undefined, "1"],
    ["agents", "teammates", "1 teammates"],
  ]);
  expect(entries.find(({ kind }) => kind === "unreadable")).toMatchObject({ externalId: "unsaid" });
});

test("no rule gives a page to more than the stated audience", async () => {
  const rules = [
    { line: 1, optional: false, match: { path: "**" }, effect: { visibleTo: "customers" } },
  ] as const;
  const audiences = async (options: object) =>
    documentsOf(await listed(options)).map((one) => rulesOf({ rules, visibleTo: "customers" })(one));
  for (const verdict of await audiences({ audience: "teammates" }))
    expect(verdict).toMatchObject({ to: "teammates" });
  for (const verdict of await audiences({ audience: "customers" }))
    expect(verdict).toMatchObject({ to: "customers" });
});

describe("where access is refused", () => {
  test.each([401, 403])("%i names where it is granted", async (status) => {
    const server = await serve({ "GET /a": () => ({ status, json: {} }) });
    const options = {
      list: { url: `${server.url}/a`, records: "$" },
      fields,
      access: "Ask Ann for a token.",
    };
    await expect(entriesWith(options)).rejects.toMatchObject({
      hint: expect.stringMatching(/ Ask Ann for a token\.$/),
    });
  });
});
