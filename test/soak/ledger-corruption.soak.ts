import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { prepare, tamperCase } from "../sync/tampering.ts";

const count = Math.max(1, Math.round(1_000 * Number(process.env.SOAK ?? 1)));
const seed = Number(process.env.SEED ?? 1);
const only = process.env.CASE;

it(`${count} ledgers tampered with`, async () => {
  const dir = mkdtempSync(path.join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "fin-ingest-soak-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const tampered = await prepare(dir);
  const cases = only === undefined ? Array.from({ length: count }, (_, n) => n) : [Number(only)];
  const sums = { rebuilt: 0, stopped: 0, "went on": 0, intact: 0 };
  const wentOn = new Map<string, number>();
  const failed: string[] = [];
  for (const n of cases) {
    const { tampering, moment, intact, outcome, violations } = await tamperCase(
      tampered,
      seed * 1_000_000 + n,
    );
    sums[intact ? "intact" : outcome] += 1;
    if (!intact && outcome === "went on")
      wentOn.set(`${moment}: ${tampering}`, (wentOn.get(`${moment}: ${tampering}`) ?? 0) + 1);
    // A ledger that was closed in order has a hash: nothing but a whole older folder may pass.
    const passed =
      moment === "clean" &&
      !intact &&
      outcome === "went on" &&
      !tampering.startsWith("an older copy of the state");
    if (passed && !tampering.startsWith("its head")) violations.push("was not noticed");
    if (violations.length > 0)
      failed.push(
        `SEED=${seed} CASE=${n} npm run soak ledger-corruption  # ${moment}, ${tampering}, ${outcome}: ${violations.join("; ")}`,
      );
  }
  for (const [what, times] of wentOn)
    console.log(`  went on, with everything sent and nothing lost: ${times} × ${what}`);
  console.log(
    `ledger-corruption: seed ${seed}, ${cases.length} played: ${sums.rebuilt} detected and rebuilt, ${sums.stopped} stopped before any write, ${sums["went on"]} harmless, ${sums.intact} without effect; ${failed.length} with a violation`,
  );
  expect(failed).toEqual([]);
});
