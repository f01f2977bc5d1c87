import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEmulator } from "../../src/emulator/index.ts";
import { call, pageOf, started, withSource } from "./support.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "fin-ingest-emulator-"));
  file = path.join(folder, "deep", "state.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the library survives a restart, deletions and ids included", async () => {
  const first = await startEmulator({ stateFile: file });
  const source = await withSource(first);
  for (const id of ["a", "b", "c"]) await call(first, "POST", "/ai/external_pages", pageOf(source, id));
  await call(first, "DELETE", "/ai/external_pages/2");
  await first.close();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, "utf8")).not.toContain(first.token);

  const second = await started({ stateFile: file });
  expect(second.state.snapshot()).toEqual(first.state.snapshot());
  const again = await call(second, "POST", "/ai/external_pages", pageOf(source, "a"));
  expect([again.json.id, second.log.all()[0]?.effect]).toEqual(["1", "same"]);
  const made = await call(second, "POST", "/ai/external_pages", pageOf(source, "d"));
  expect(made.json.id).toBe("4");
});

test("it is written a moment after a change, without being asked, and leaves nothing beside it", async () => {
  const emulator = await started({ stateFile: file });
  await withSource(emulator);
  await expect.poll(() => readFile(file, "utf8").catch(() => "")).toContain("docs.example.com");
  await withSource(emulator, "https://second.example.com");
  await emulator.flush();
  expect(await readFile(file, "utf8")).toContain("second.example.com");
  expect(await readdir(path.dirname(file))).toEqual(["state.json"]);
});

test.each(["", "{", "[]", '{"format":"other"}'])("a file that holds %j is not overwritten", async (text) => {
  const foreign = path.join(folder, "foreign.json");
  await writeFile(foreign, text);
  await expect(started({ stateFile: foreign })).rejects.toMatchObject({
    name: "FinIngestError",
    message: expect.stringContaining(foreign),
    hint: expect.stringContaining("--state"),
  });
  expect(await readFile(foreign, "utf8")).toBe(text);
});

test("a file that cannot be written is reported at the end, and the port is freed", async () => {
  const emulator = await startEmulator({ stateFile: path.join(folder, "blocked", "state.json") });
  await writeFile(path.join(folder, "blocked"), "a file where a folder should be");
  await withSource(emulator);
  await expect(emulator.close()).rejects.toMatchObject({ name: "FinIngestError" });
  await expect(fetch(emulator.url)).rejects.toThrow();
});
