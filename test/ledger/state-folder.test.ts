import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeStateFolder } from "../../src/ledger/state-folder.ts";

function tempFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-state-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("git sees nothing of a new state folder, although the repository came later", () => {
  const root = tempFolder();
  const state = path.join(root, "deep/.fin-ingest");
  makeStateFolder(state);
  writeFileSync(path.join(state, "ledger.sqlite"), "x");
  writeFileSync(path.join(root, "config.yaml"), "x");
  execFileSync("git", ["init", "-q"], { cwd: root });
  const seen = execFileSync("git", ["status", "--porcelain", "-uall"], { cwd: root, encoding: "utf8" });
  expect(seen).toBe("?? config.yaml\n");
  if (process.platform !== "win32") expect(statSync(state).mode & 0o777).toBe(0o700);
});

test("a folder that exists is left as it is: it may be the repository", () => {
  const root = tempFolder();
  mkdirSync(path.join(root, "docs"));
  makeStateFolder(root);
  expect(readdirSync(root)).toEqual(["docs"]);
});
