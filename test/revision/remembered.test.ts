import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { remembered, rememberIn } from "../../src/revision/remembered.ts";

const root = mkdtempSync(path.join(tmpdir(), "fin-ingest-times-"));
const folders: string[] = [];
beforeAll(async () => {
  for (let count = 0; count < 6; count += 1) {
    const folder = mkdtempSync(path.join(root, "one-"));
    writeFileSync(path.join(folder, "code.js"), "one");
    folders.push(folder);
  }
  // One tick of the file system's clock at least: what is written from now on has another time.
  await new Promise((resolve) => setTimeout(resolve, 50));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A file that was written a while ago. @param agoMs how long ago, as the program's clock has it */
function settled(agoMs = 3_000) {
  const now = vi.spyOn(systemClock, "now").mockImplementation(() => Date.now() + agoMs);
  onTestFinished(() => now.mockRestore());
  const folder = folders.pop();
  if (folder === undefined) throw new Error("every prepared file is used: prepare more");
  const file = path.join(folder, "code.js");
  const cache = new Map<string, string>();
  rememberIn(cache);
  onTestFinished(() => rememberIn(undefined));
  let finds = 0;
  const find = (value = "found", from: readonly string[] | "nobody knows" = [file]) =>
    remembered("key", () => {
      finds += 1;
      return { value, ...(from === "nobody knows" ? {} : { from }) };
    });
  return { file, folder, cache, find, finds: () => finds };
}

test.each<[string, (file: string, folder: string) => void]>([
  ["another content of the same size", (file) => writeFileSync(file, "two")],
  [
    "another content with the old time",
    (file) => {
      writeFileSync(file, "two");
      utimesSync(file, 0, 0);
    },
  ],
  [
    "another file in its place",
    (file, folder) => {
      writeFileSync(path.join(folder, "new"), "one");
      renameSync(path.join(folder, "new"), file);
    },
  ],
  ["no file", (file) => rmSync(file)],
])("what was found in a file is believed until there is %s", (_what, change) => {
  const { file, folder, find, finds } = settled();
  expect([find(), find("other"), finds()]).toEqual(["found", "found", 1]);
  change(file, folder);
  expect([find("other"), finds()]).toEqual(["other", 2]);
});

test("what was written a moment ago is read again, as is what nobody can look at", () => {
  const { file, find, finds } = settled(0);
  writeFileSync(file, "two");
  expect([find(), find("other"), finds()]).toEqual(["found", "other", 2]);
  const unseen = settled();
  unseen.cache.set("key", "damaged");
  expect([unseen.find("a", "nobody knows"), unseen.find("b", "nobody knows"), unseen.finds()]).toEqual([
    "a",
    "b",
    2,
  ]);
});
