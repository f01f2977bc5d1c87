import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { namesSource } from "../../src/config/names-source.ts";

test.each([
  ["named", "sources:\n  docs:\n    connector: docs-repo\n", true],
  ["in flow style", "{sources: {docs: {}}}", true],
  ["with variables that are not set", "sources:\n  docs: {token: ${NOT_SET_ANYWHERE}}\n", true],
  ["another one", "sources:\n  document:\n    path: docs\n", false],
  ["a word of it", "sources:\n  other: {path: docs}\n# docs:\n", false],
  ["empty", "", false],
  ["not a mapping", "- docs\n", false],
  ["not YAML: nothing is known", "sources: {docs: [\n", true],
])("a configuration that is %s", (_name, text, names) => {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-names-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = path.join(dir, "config.yaml");
  expect(namesSource(file, "docs")).toBe(false);
  writeFileSync(file, text);
  expect(namesSource(file, "docs")).toBe(names);
  expect(namesSource(path.join(file, "below"), "docs")).toBe(false);
});
