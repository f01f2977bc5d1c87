import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { digestOf } from "../../src/revision/parts.ts";
import { walk } from "../../src/revision/walk.ts";

/** A folder with these files, for one test. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-walk-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

test.each([
  ["an import", 'import { a } from "../b.js";'],
  ["an import for its effect", 'import "../b.js";'],
  ["an import over lines", 'import {\n  a,\n} from "../b.js";'],
  ["an export", "export * from '../b.js';"],
  ["an import when it is needed", 'const { a } = await import("../b.js");'],
  ["one in a template without places", "const { a } = await import(`../b.js`);"],
  ["a worker's file", 'new Worker(new URL("../b.js", import.meta.url));'],
  ["a require", 'const a = require("../b.js");'],
  ["an import of what it was written as", 'import { a } from "../b.js";', "b.ts"],
  ["an import without an ending", 'import { a } from "../b";', "b.ts"],
  ["an import of a folder", 'import { a } from "../b";', "b/index.js"],
  ["data", 'import data from "../b.json" with { type: "json" };', "b.json"],
])("%s is followed", (_what, text, target = "b.js") => {
  const folder = folderOf({ "a/one.js": text, [target]: "", "c.js": "" });
  expect(walk(folder, ["a"]).files).toEqual(["a/one.js", target].sort());
});

test("files import each other, and folders are read to their ends", () => {
  const folder = folderOf({
    "a/one.js": 'import "../b/two.js";',
    "a/deep/er/three.mjs": "",
    "a/types.d.ts": 'import "../c.js";',
    "a/README.md": "'../c.js'",
    "b/two.js": 'import "../a/one.js";',
    "c.js": "",
  });
  expect(walk(folder, ["a"]).files).toEqual(["a/deep/er/three.mjs", "a/one.js", "b/two.js"]);
});

test("packages are named once, without their paths and Node's own", () => {
  const folder = folderOf({
    "a.js": [
      'import fs from "node:fs";',
      'import { fromParse5 } from "hast-util-from-parse5";',
      'import x from "@scope/one/sub/path.js";',
      'export { y } from "@scope/one";',
      'await import("unpdf/pdfjs");',
      'createRequire(import.meta.url)("cjs-only");',
      'import.meta.resolve("resolved");',
      'import "for-its-effect";',
    ].join("\n"),
  });
  const { packages } = walk(folder, ["a.js"]);
  expect(packages).toEqual(["@scope/one", "for-its-effect", "hast-util-from-parse5", "resolved", "unpdf"]);
});

test("a digest changes with a content, a name and a file more, and with nothing else", () => {
  const files = { "a.js": "1", "b.js": "2" };
  const digest = (written: Readonly<Record<string, string>>) =>
    digestOf(folderOf(written), Object.keys(written).sort());
  const one = digest(files);
  expect(digest({ "b.js": "2", "a.js": "1" })).toBe(one);
  const others = [
    { ...files, "b.js": "3" },
    { "a.js": "1", "c.js": "2" },
    { ...files, "c.js": "" },
    { "a.js": "12", "b.js": "" },
  ].map(digest);
  expect(new Set([one, ...others]).size).toBe(5);
});
