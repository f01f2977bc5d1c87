import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { TryLaterError } from "../../src/errors.ts";
import { acquireLock, lockHolder } from "../../src/ledger/lock.ts";
import { startChild, temporaryFolder } from "./support.ts";

const nightly = { pipeline: "nightly" };

test("a second run in the same process is refused until the first lets go", async () => {
  const dir = path.join(temporaryFolder(), "state");
  expect(lockHolder(dir)).toBeUndefined();
  expect(existsSync(dir)).toBe(false);
  const lock = await acquireLock(dir, nightly);
  expect(lockHolder(dir)).toMatchObject({ pid: process.pid });
  await expect(acquireLock(dir, nightly)).rejects.toBeInstanceOf(TryLaterError);
  // The refused attempt has not loosened the lock for other processes.
  const other = await startChild("try the lock", dir);
  expect(other.line).toContain("TryLaterError");
  await other.end();
  await lock.release();
  await lock.release();
  expect(lockHolder(dir)).toBeUndefined();
  expect(existsSync(path.join(dir, "lock.json"))).toBe(false);
  const again = await acquireLock(dir, nightly);
  await again.release();
});

test("another process holds it: the error says which, doing what, since when, with exit code 5", async () => {
  const dir = temporaryFolder();
  const holder = await startChild("hold the lock", dir);
  expect(holder.line).toBe("held");
  const error: unknown = await acquireLock(dir, nightly).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TryLaterError);
  expect(error).toMatchObject({ exitCode: 5, hint: expect.stringContaining("Wait") });
  expect(String(error)).toMatch(/nightly, process \d+ on .+, since \d{4}-\d\d-\d\dT/);
  expect(String(error)).toContain(String(holder.pid));
  expect(lockHolder(dir)).toMatchObject({ pid: holder.pid, pipeline: "nightly" });
  await holder.kill();
});

test("killed -9, its lock is free at once, whatever the note still says", async () => {
  const dir = temporaryFolder();
  const holder = await startChild("hold the lock", dir);
  await holder.kill();
  expect(existsSync(path.join(dir, "lock.json"))).toBe(true);
  expect(lockHolder(dir)).toBeUndefined();
  const other = await startChild("try the lock", dir);
  expect(other.line).toBe("got it");
  await other.end();
  const lock = await acquireLock(dir, nightly);
  await lock.release();
});

test("a note that cannot be read does not matter", async () => {
  const dir = temporaryFolder();
  const holder = await startChild("hold the lock", dir);
  writeFileSync(path.join(dir, "lock.json"), "{");
  await expect(acquireLock(dir, nightly)).rejects.toThrow(/another run holds the lock/);
  await holder.kill();
});

test("a damaged lock file is reported as one", async () => {
  const dir = temporaryFolder();
  writeFileSync(path.join(dir, "lock.sqlite"), "not a database at all\n".repeat(200));
  await expect(acquireLock(dir, nightly)).rejects.toThrow(/lock file .*lock\.sqlite is damaged/);
});
