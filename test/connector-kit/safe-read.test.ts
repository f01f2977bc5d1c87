import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { existsInside, isFileInside, readInside, realFolder } from "../../src/connector-kit/safe-read.ts";

/** A root with a file, a folder, and links to a file and a folder outside of it. */
function setUp(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "safe-read-")));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const root = path.join(folder, "root");
  mkdirSync(path.join(root, "inner"), { recursive: true });
  mkdirSync(path.join(folder, "outside"));
  writeFileSync(path.join(folder, "outside", "secret.md"), "secret");
  writeFileSync(path.join(root, "a.md"), "Grüße");
  writeFileSync(path.join(root, "inner", "b.md"), "B");
  symlinkSync(path.join(folder, "outside", "secret.md"), path.join(root, "link.md"));
  symlinkSync(path.join(folder, "outside"), path.join(root, "way"));
  symlinkSync(path.join(root, "inner"), path.join(root, "alias"));
  return root;
}

describe("reading inside a root", () => {
  test.each([
    ["a.md", "Grüße"],
    ["inner/b.md", "B"],
    ["alias/b.md", "B"],
  ])("%s is read", async (file, text) => {
    const { bytes, size } = await readInside(setUp(), file, 1000);
    expect(bytes.toString()).toBe(text);
    expect(size).toBe(bytes.length);
  });

  test.each([
    ["link.md", /symbolic link/],
    ["way/secret.md", /symbolic link/],
    ["../outside/secret.md", /symbolic link/],
    ["inner", /not a regular file/],
    ["c.md", /is gone since it was listed/],
    ["a.md/b.md", /cannot be read \(ENOTDIR\)/],
  ])("%s is refused, whichever thread reads", async (file, message) => {
    const root = setUp();
    for (let round = 0; round < 40; round += 1)
      await expect(readInside(root, file, 1000)).rejects.toThrow(message);
  });

  test("at most the limit is read, and the whole size is known", async () => {
    const root = setUp();
    for (let round = 0; round < 40; round += 1) {
      const { bytes, size } = await readInside(root, "a.md", 3);
      expect([bytes.toString(), size]).toEqual(["Gr\ufffd", 7]);
    }
  });

  test("signals, timers and answers get their turn while many files are read", async () => {
    const root = setUp();
    let turns = 0;
    let next = setImmediate(function turn() {
      turns += 1;
      next = setImmediate(turn);
    });
    for (let reads = 0; reads < 300; reads += 1) await readInside(root, "a.md", 100);
    clearImmediate(next);
    expect(turns).toBeGreaterThan(5);
  });
});

test.each([
  ["a.md", true, true],
  ["inner", false, true],
  ["link.md", false, true],
  ["way/secret.md", false, true],
  ["../outside/secret.md", false, false],
  ["c.md", false, false],
  ["a.md/b.md", false, false],
  ["a\0.md", false, false],
])("%j: a file of the root %s, there %s", async (file, isFile, exists) => {
  const root = setUp();
  expect(await isFileInside(root, file)).toBe(isFile);
  expect(await existsInside(root, file)).toBe(exists);
});

test("a folder that an option names is relative to the configuration file, or an error that names the option", async () => {
  const root = setUp();
  expect(await realFolder(root, "./inner", "folder")).toBe(path.join(root, "inner"));
  expect(await realFolder(root, "alias", "folder")).toBe(path.join(root, "inner"));
  await expect(realFolder(root, "./none", "folder")).rejects.toThrow(/^folder: .*none does not exist$/);
  await expect(realFolder(root, "a.md", "folder")).rejects.toThrow(/is a file, not a folder/);
});
