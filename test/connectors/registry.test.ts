import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectors } from "../../connectors/index.ts";
import { shapeFaults } from "./shape.ts";

const root = path.resolve(import.meta.dirname, "../..");

function folders(relative: string): string[] {
  const entries = readdirSync(path.join(root, relative), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** What to do next, so that a new connector's author reads it in the failure. */
const next = "docs/writing-a-connector.md, As a part of the program, lists what a connector needs";

it("every folder of connectors/ is registered in connectors/index.ts, and the reverse", () => {
  const unregistered = folders("connectors").filter((name) => !connectors.has(name));
  expect(unregistered, "connectors/index.ts has no line for these folders").toEqual([]);
  expect(folders("connectors"), next).toEqual([...connectors.keys()].sort());
});

describe.each([...connectors])("%s", (type, connector) => {
  it("is registered under its own type and explains itself", () => {
    expect(connector.type, "the key in connectors/index.ts is the connector's `type`").toBe(type);
    expect(connector.summary, "`summary` is one line without a full stop").toMatch(/^\S.{10,}[^.]$/);
  });

  it("has the files that every connector has, each for its own job", () => {
    expect(shapeFaults(path.join(root, "connectors", type), connector), next).toEqual([]);
  });

  it("has a README, tests, a fixture folder and a row in the program's README", () => {
    const places = [
      `connectors/${type}/README.md`,
      `test/connectors/${type}`,
      `test/fixtures/connectors/${type}`,
    ].filter((place) => !existsSync(path.join(root, place)));
    expect(places, `these are missing; ${next}`).toEqual([]);
    const readme = readFileSync(path.join(root, "README.md"), "utf8");
    const row = readme.split("\n").filter((line) => line.includes(`](connectors/${type}/README.md)`));
    expect(row, `README.md has no row for it in the table of connectors`).toHaveLength(1);
  });
});

describe("a folder of another shape", () => {
  const whole = {
    "index.ts": "",
    "options.ts": "z.strictObject({})",
    "schema.ts": "z.object({})",
    "client.ts": "withAuth(io.http); askJson(http, request, Feed)",
    "list.ts": "export async function* list() {}",
    "load.ts": "",
    "check.ts": "export async function check() {}",
    "confirm.ts": "export async function confirm() {}",
  };
  const confirm = async () => "gone" as const;

  it.each([
    [{}, {}, []],
    [{ "load.ts": undefined }, {}, ["load.ts is missing"]],
    [{ "confirm.ts": undefined }, {}, []],
    [{ "confirm.ts": undefined }, { confirm }, ["confirm.ts is missing"]],
    [
      { "client.ts": undefined, "storage/get.ts": "askJson(http, request, Feed)" },
      {},
      ["client.ts is missing", "storage/get.ts sends requests, which belongs in client.ts"],
    ],
    [{ "client.ts": "", "schema.ts": undefined }, {}, []],
    [{ "client.ts": undefined, "schema.ts": undefined }, {}, []],
    [{ "schema.ts": undefined }, {}, ["schema.ts is missing"]],
    [{ "schema.ts": undefined, "client.ts": "askJson(http, request, z.unknown())" }, {}, []],
    [{ "list.ts": "export async function* entries() {}" }, {}, ["list.ts does not export a function list"]],
    [
      { "list.ts": "export async function* list() {} const Answer = z.object({})" },
      {},
      [
        "list.ts describes data from outside, which belongs in schema.ts (answers and cached values) or options.ts",
      ],
    ],
  ])("%j", (changes, connector, expected) => {
    const folder = mkdtempSync(path.join(tmpdir(), "connector-shape-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [file, text] of Object.entries({ ...whole, ...changes })) {
      if (text === undefined) continue;
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    expect(shapeFaults(folder, connector)).toEqual(expected);
  });
});
