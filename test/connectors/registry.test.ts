import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { connectors } from "../../connectors/index.ts";

const root = path.resolve(import.meta.dirname, "../..");

function folders(relative: string): string[] {
  const entries = readdirSync(path.join(root, relative), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

it("registry, connector folders and fixture folders name the same connectors", () => {
  const registered = [...connectors.keys()].sort();
  expect(folders("connectors")).toEqual(registered);
  expect(folders("test/fixtures/connectors")).toEqual(registered);
});

it("every connector is registered under its own type and explains itself", () => {
  for (const [type, connector] of connectors) {
    expect(connector.type).toBe(type);
    expect(connector.summary).toMatch(/^\S.{10,}[^.]$/);
    for (const file of ["index.ts", "options.ts", "README.md"]) {
      expect(existsSync(path.join(root, "connectors", type, file)), `${type}/${file}`).toBe(true);
    }
  }
});
