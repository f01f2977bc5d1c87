import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { prepare, tamperCase } from "./tampering.ts";

test("a ledger that was tampered with is not trusted (`npm run soak ledger-corruption` plays 1,000)", async () => {
  const dir = mkdtempSync(path.join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "fin-ingest-tampering-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const tampered = await prepare(dir);
  const bad: string[] = [];
  const outcomes = new Set<string>();
  for (let seed = 1; seed <= 12; seed += 1) {
    const { tampering, moment, outcome, violations } = await tamperCase(tampered, seed);
    outcomes.add(outcome);
    if (violations.length > 0)
      bad.push(`${seed} ${moment}: ${tampering}, ${outcome}: ${violations.join("; ")}`);
  }
  expect(bad).toEqual([]);
  expect(outcomes).toContain("rebuilt");
});
