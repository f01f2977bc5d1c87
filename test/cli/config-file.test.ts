import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { configFile } from "../../src/cli/config-file.ts";

const ours = "sources:\n  docs: {}\n";

/** A work tree with these files, and the folder that a command is typed in. */
function folderWith(files: Readonly<Record<string, string>>, typedIn: string): string {
  const root = mkdtempSync(path.join(tmpdir(), "fin-ingest-config-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const folder = path.join(root, typedIn);
  mkdirSync(folder, { recursive: true });
  return folder;
}

test.each<[string, Readonly<Record<string, string>>, string, string]>([
  ["is there", { "config.yaml": "x", "config.yml": "y" }, ".", "config.yaml"],
  ["has the other ending", { "config.yml": "anything" }, ".", "config.yml"],
  ["is above, in a work tree", { ".git/HEAD": "", "config.yaml": ours }, "docs/guide", "../../config.yaml"],
  ["is above with the other ending", { ".git": "gitdir: x", "config.yml": ours }, "docs", "../config.yml"],
  ["is nearest", { ".git/HEAD": "", "config.yaml": ours, "a/config.yaml": ours }, "a/b", "../config.yaml"],
  ["is another program's", { ".git/HEAD": "", "config.yaml": "debug: true\n" }, "docs", "config.yaml"],
  ["is above, outside of a work tree", { "config.yaml": ours }, "docs", "config.yaml"],
  ["is above the work tree", { "config.yaml": ours, "repo/.git/HEAD": "" }, "repo/docs", "config.yaml"],
])("the configuration file where it %s", (_where, files, typedIn, found) => {
  expect(configFile("config.yaml", folderWith(files, typedIn))).toBe(found.split("/").join(path.sep));
});

test("a file that was named is not searched for", () => {
  const folder = folderWith({ ".git/HEAD": "", "other.yaml": ours }, "docs");
  expect(configFile("other.yaml", folder)).toBe("other.yaml");
});
