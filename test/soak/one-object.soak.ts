import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { badAnswers, tryBadAnswer, tryEachFault } from "../../src/connector-kit/testing/index.ts";

import { evenly } from "../../src/connector-kit/testing/one-object-contract.ts";
import { faultySystems, recipeSystems } from "../connectors/faulty-systems.ts";
import { tryWholeRuns } from "../connectors/one-object-runs.ts";
import { scaled } from "./kit.ts";

/** All of them, some 2,000 of a system; with SOAK below 1 a part of that many. */
const MAX_TRIED = Number(process.env.SOAK ?? 1) < 1 ? scaled(2_000, 10) : Number.POSITIVE_INFINITY;

/** PART=3/20 tries every twentieth fault, from the third on: twenty runs try each once, and each soon says what it found. */
const [PART = 1, PARTS = 1] = (process.env.PART ?? "").split("/", 2).filter(Boolean).map(Number);

const chosen = <T>(faults: readonly T[]): T[] =>
  evenly(
    faults.filter((_, nth) => nth % PARTS === PART - 1),
    MAX_TRIED,
  );

describe.each([...faultySystems, ...recipeSystems])("%s", (name, system) => {
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

  it.each(badAnswers)("a listing in which any one answer is %s is never merely short", async (bad) => {
    const cacheDir = mkdtempSync(path.join(tmpdir(), "fin-ingest-one-answer-"));
    const fixture = await system.setUp();
    try {
      expect(await tryBadAnswer(fixture, system.connector, bad, { cacheDir })).toBeGreaterThan(0);
    } finally {
      await fixture.close();
      rmSync(cacheDir, { recursive: true, force: true });
    }
  });

  it("whole nights with each fault of each answer send the others, take nothing away, and end with the right code", async () => {
    const tried = await tryWholeRuns(system, chosen);
    console.log(`${name}: ${tried} faults, three nights each`);
    expect(tried).toBeGreaterThanOrEqual(Math.min(10, MAX_TRIED));
  });
});
