import { expect, test } from "vitest";
import { openLedger } from "../../src/ledger/sqlite.ts";
import { startChild, temporaryFolder } from "./support.ts";

test("killed between intend and settle, the intent and everything before it are found", async () => {
  const dir = temporaryFolder();
  const child = await startChild("stop between intend and settle", dir);
  expect(child.line).toBe("intended");
  await child.kill();
  // Nor does the SQLite of Node 22 announce itself as experimental to our users.
  expect(child.stderr()).toBe("");
  const ledger = await openLedger(dir);
  expect([...ledger.unresolved("handbook")]).toEqual([
    { externalId: "a", what: "hide", at: 3_000 },
    { externalId: "new", what: "upsert", at: 2_000 },
  ]);
  expect(ledger.page("handbook", "a")).not.toHaveProperty("fingerprint");
  ledger.abandon("handbook", "a");
  expect(ledger.page("handbook", "a")?.fingerprint).toBe("new a");
  ledger.close();
});

test("killed while batching, a prefix of the writes is there and the file is intact", async () => {
  const dir = temporaryFolder();
  const child = await startChild("write without a durable end", dir);
  await child.kill();
  const ledger = await openLedger(dir);
  const kept = Array.from(ledger.pages("handbook"), (page) => page.externalId);
  expect(kept.length).toBeGreaterThanOrEqual(500);
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => `page ${String(n).padStart(3, "0")}`));
  ledger.close();
});

test("a quiet run's writes reach the disk within a second or so", async () => {
  const dir = temporaryFolder();
  const child = await startChild("let the timer flush", dir);
  await child.kill();
  const ledger = await openLedger(dir, { readOnly: true });
  expect(ledger.page("handbook", "a")?.fingerprint).toBe("x");
  ledger.close();
});
