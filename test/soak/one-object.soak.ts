import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { tryEachFault } from "../../src/connector-kit/testing/index.ts";
import { faultySystems } from "../connectors/faulty-systems.ts";
import { tryWholeRuns } from "../connectors/one-object-runs.ts";

describe.each(faultySystems)("%s", (name, system) => {
  it("no bad answer ends a listing, nor loses another document", async () => {
    const cacheDir = mkdtempSync(path.join(tmpdir(), "fin-ingest-one-object-"));
    const fixture = await system.setUp();
    try {
      // A listing of the others has a gap, or fails, for each document that it misses.
      if (fixture.isOwnFailure && !system.saysNever)
        expect(await tryEachFault(fixture, system.connector, { cacheDir })).toBeGreaterThan(50);
    } finally {
      await fixture.close();
      rmSync(cacheDir, { recursive: true, force: true });
    }
  });

  it("whole nights with each fault of each answer send the others, take nothing away, and end with the right code", async () => {
    const tried = await tryWholeRuns(system);
    console.log(`${name}: ${tried} faults, three nights each`);
    expect(tried).toBeGreaterThan(20);
  });
});
