import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { InstalledPackages } from "../../src/revision/installed.ts";

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A project in which packages stand at these places; a text in place of a manifest is where a link leads. */
function project(places: Readonly<Record<string, Manifest | string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-installed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [place, content] of Object.entries(places)) {
    const at = path.join(folder, place);
    mkdirSync(path.dirname(at), { recursive: true });
    if (typeof content === "string") symlinkSync(path.join(folder, content), at);
    else {
      mkdirSync(at, { recursive: true });
      writeFileSync(path.join(at, "package.json"), JSON.stringify(content));
    }
  }
  return folder;
}

const versions = (folder: string, ...names: string[]) =>
  new InstalledPackages().versions(names, path.join(folder, "dist/src")).lines;

test("packages are found from a folder upwards, with all that they need", () => {
  const folder = project({
    "node_modules/one": { version: "1.0.0", dependencies: { two: "^2.0.0", "@s/three": "*" } },
    "node_modules/two": { version: "2.1.0", dependencies: { one: "*" } },
    "node_modules/@s/three": { version: "3.0.0" },
    "node_modules/unused": { version: "9.0.0" },
  });
  expect(versions(folder, "one")).toEqual(["one@1.0.0", "two@2.1.0", "@s/three@3.0.0"]);
});

test("a package's own copy of what it needs counts beside the common one", () => {
  const folder = project({
    "node_modules/one": { version: "1.0.0", dependencies: { two: "1" } },
    "node_modules/one/node_modules/two": { version: "1.5.0" },
    "node_modules/two": { version: "2.0.0" },
  });
  expect(versions(folder, "one", "two")).toEqual(["one@1.0.0", "two@1.5.0", "two@2.0.0"]);
});

test("linked packages find what they need beside the place they are linked from", () => {
  const folder = project({
    "node_modules/one": ".store/one@1.0.0/node_modules/one",
    ".store/one@1.0.0/node_modules/one": { version: "1.0.0", dependencies: { two: "1" } },
    ".store/one@1.0.0/node_modules/two": ".store/two@1.2.0/node_modules/two",
    ".store/two@1.2.0/node_modules/two": { version: "1.2.0" },
  });
  expect(versions(folder, "one")).toEqual(["one@1.0.0", "two@1.2.0"]);
});

test("what may be absent counts both ways, and a broken manifest is not fatal", () => {
  const manifest = { version: "1.0.0", optionalDependencies: { fast: "1" }, peerDependencies: { host: "1" } };
  const without = project({ "node_modules/one": manifest });
  expect(versions(without, "one", "gone")).toEqual([
    "one@1.0.0",
    "fast absent",
    "host absent",
    "gone absent",
  ]);
  const withBoth = project({
    "node_modules/one": manifest,
    "node_modules/fast": { version: "1.1.0" },
    "node_modules/host": {},
  });
  writeFileSync(path.join(withBoth, "node_modules/host/package.json"), "{");
  expect(versions(withBoth, "one")).toEqual(["one@1.0.0", "fast@1.1.0", "host@unreadable"]);
});
