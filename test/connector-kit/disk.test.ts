import { closeSync, constants, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { disk } from "../../src/connector-kit/disk.ts";

const folder = mkdtempSync(path.join(tmpdir(), "disk-"));
const file = path.join(folder, "a.md");
writeFileSync(file, "Grüße");

test("reading many files lets a stop, a timer or an answer have its turn", async () => {
  let turns = 0;
  const turn = () => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  for (let reads = 0; reads < 500; reads += 1) closeSync(await disk.open(file, constants.O_RDONLY));
  clearImmediate(next);
  expect(turns).toBeGreaterThan(5);
});

test("whoever is asked, what is read and what goes wrong is the same", async () => {
  for (let round = 0; round < 100; round += 1) {
    const fd = await disk.open(file, constants.O_RDONLY);
    const buffer = Buffer.alloc(7);
    expect(await disk.read(fd, buffer, 0)).toBe(7);
    expect(buffer.toString()).toBe("Grüße");
    expect(await disk.read(fd, Buffer.alloc(9), 7)).toBe(0);
    closeSync(fd);
    const missing = async () => disk.open(path.join(folder, "b.md"), constants.O_RDONLY);
    await expect(missing()).rejects.toMatchObject({ code: "ENOENT" });
  }
});
