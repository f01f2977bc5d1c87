import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { FinIngestError, TryLaterError } from "../../../src/errors.ts";
import { LedgerError } from "../../../src/ledger/failures.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { HeldLease } from "../../../src/ledger/stores/held-lease.ts";
import { LeaseLost } from "../../../src/ledger/stores/remote.ts";
import { currentVersion } from "../../../src/ledger/stores/scratch.ts";
import type { LedgerStore } from "../../../src/ledger/stores/store.ts";
import { pageRow, temporaryFolder } from "../support.ts";
import { kinds, named, type Place, storeOn } from "./kinds.ts";

const nightly = { pipeline: "nightly" };
const me = { pid: 1, host: "here", pipeline: "nightly", since: "2026-11-30T02:00:00.000Z" };
/** Stops this process as SIGSTOP does: neither its timers go on nor its requests. */
const stopFor = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function caught(action: Promise<unknown>): Promise<Error> {
  const error: unknown = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error("nothing was thrown");
  return error;
}

/** Takes a lease as soon as the store gives it: times in HTTP are whole seconds. */
async function taken<T>(take: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await take();
    } catch (error) {
      if (!(error instanceof TryLaterError)) throw error;
      await after(100);
    }
  }
}

/** A run that writes and ends. */
async function run(store: LedgerStore, work: (ledger: Ledger) => unknown): Promise<void> {
  const lease = await store.lease(nightly);
  try {
    await work(await lease.checkout());
  } finally {
    await lease.release();
  }
}

async function read<T>(place: Place, look: (ledger: Ledger) => T): Promise<T> {
  const ledger = await storeOn(place, temporaryFolder()).read();
  try {
    return look(ledger);
  } finally {
    ledger.close();
  }
}

const ids = (rows: Iterable<{ readonly externalId: string }>) => Array.from(rows, (row) => row.externalId);

describe.each(kinds.map((kind) => ({ name: named(kind), kind })))("a ledger in $name", ({ kind }) => {
  const test = it.skipIf(kind.skipped !== undefined);

  test("two runs at once: one writes, the other is told who does, where and since when", async () => {
    const place = await kind.newPlace();
    const first = await storeOn(place, temporaryFolder()).lease(nightly);
    const second = storeOn(place, temporaryFolder());
    const error = await caught(second.lease({ pipeline: "backfill" }));
    expect(error).toBeInstanceOf(TryLaterError);
    expect(error).toMatchObject({ exitCode: 5, hint: expect.stringContaining("Wait") });
    expect(error.message).toMatch(/nightly, process \d+ on .+, since \d{4}-\d\d-\d\dT/);
    expect(await second.holder()).toMatchObject({ pid: process.pid, host: hostname(), pipeline: "nightly" });
    await first.release();
    expect(await second.holder()).toBeUndefined();
    await (await second.lease(nightly)).release();
  });

  test("an intent is in the store when its promise is fulfilled, with everything before it", async () => {
    const place = await kind.newPlace();
    await run(storeOn(place, temporaryFolder()), async (ledger) => {
      ledger.putPage("handbook", pageRow("before"));
      await Promise.all(["a", "b", "c"].map((id) => ledger.intend("handbook", id, "upsert", 5)));
      const found = await read(place, (other) => [
        other.lineage,
        ids(other.pages("handbook")),
        ids(other.unresolved("handbook")),
      ]);
      expect(found).toEqual([ledger.lineage, ["before"], ["a", "b", "c"]]);
    });
  });

  test("a run that was cut off is followed by another machine's; what it sent is open, and it can write no more", async () => {
    const place = await kind.newPlace();
    const first = await storeOn(place, temporaryFolder(), { leaseMs: 3_000 }).lease(nightly);
    const ledger = await first.checkout();
    ledger.settle("handbook", pageRow("settled"));
    await ledger.intend("handbook", "sent", "upsert", 5);
    const second = storeOn(place, temporaryFolder());
    expect(await caught(second.lease(nightly))).toBeInstanceOf(TryLaterError);
    stopFor(3_500);
    const other = storeOn(place, temporaryFolder());
    const lease = await taken(() => other.lease({ pipeline: "backfill" }));
    const next = await lease.checkout();
    expect(ids(next.unresolved("handbook"))).toEqual(["sent"]);
    expect(ids(next.pages("handbook"))).toEqual(["settled"]);
    expect(await caught(ledger.intend("handbook", "late", "upsert", 6))).toBeInstanceOf(LeaseLost);
    expect(await caught(ledger.flush())).toBeInstanceOf(LeaseLost);
    await first.release();
    await lease.release();
    expect(await read(place, (other) => ids(other.unresolved("handbook")))).toEqual(["sent"]);
  });

  test("the store itself refuses who was overtaken, whatever that one's clock says", async () => {
    const place = await kind.newPlace();
    const still = { monotonic: () => 0, sleep: systemClock.sleep };
    const first = await place.open({ leaseMs: 2_000, clock: still }).acquire(me);
    const row = (key: string) => ({
      table: "facts",
      key: JSON.stringify(["s", key]),
      values: JSON.stringify(["s", key, "x", "y"]),
    });
    const commit = (key: string) => ({ version: currentVersion, whole: false, rows: [[row(key)]] });
    await first.commit({ ...commit("while it had it"), whole: true });
    const store = place.open();
    const second = await taken(() => store.acquire({ ...me, pipeline: "backfill" }));
    const seen: string[] = [];
    const readAll = () =>
      store.read(undefined, () => (rows) => void seen.push(...rows.map(({ key }) => key)));
    await readAll();
    const error = await caught(first.commit(commit("late")));
    expect(error).toBeInstanceOf(LeaseLost);
    expect(error.message).toContain("backfill, process 1 on here");
    expect(await caught(first.renew())).toBeInstanceOf(LeaseLost);
    expect(await caught(first.commit({ ...commit("all"), whole: true }))).toBeInstanceOf(LeaseLost);
    expect(await caught(first.writeFile("notify.json", Buffer.from("{}")))).toBeInstanceOf(LeaseLost);
    // Nor does it end the other's lease.
    await first.release();
    await second.commit(commit("of the other"));
    await readAll();
    expect(seen.sort()).toEqual(
      [row("of the other").key, row("while it had it").key, row("while it had it").key].sort(),
    );
    await second.release();
    await store.close();
  });

  test("a lease that ran out is not renewed, though nobody else has taken it", async () => {
    const place = await kind.newPlace();
    const store = place.open({ leaseMs: 200 });
    const lease = await store.acquire(me);
    const held = new HeldLease(lease, store.place, {
      monotonic: () => performance.now(),
      sleep: systemClock.sleep,
    });
    stopFor(300);
    expect(await caught(held.renew())).toBeInstanceOf(LeaseLost);
    expect(held.failed).toBe(true);
    await held.end();
    await store.close();
  });

  test("outcomes follow without being waited for", async () => {
    const place = await kind.newPlace();
    await run(storeOn(place, temporaryFolder()), async (ledger) => {
      await ledger.intend("handbook", "a", "upsert", 5);
      ledger.settle("handbook", pageRow("a"));
      await expect.poll(() => read(place, (other) => ids(other.unresolved("handbook")))).toEqual([]);
      expect(await read(place, (other) => ids(other.pages("handbook")))).toEqual(["a"]);
    });
  });

  test("a machine that has a copy reads what changed since; one that was cut off reads all", async () => {
    const place = await kind.newPlace();
    const [here, there] = [temporaryFolder(), temporaryFolder()];
    await run(storeOn(place, here), (ledger) => {
      for (let n = 0; n < 500; n++)
        ledger.putPage("handbook", pageRow(`page ${n}`, { bodyHash: randomBytes(32).toString("hex") }));
    });
    const cost = async (dir: string) => {
      const store = place.open();
      const counted = storeOn({ ...place, open: () => store }, dir);
      await run(counted, (ledger) => {
        expect(ledger.countPages("handbook").live).toBe(500);
        ledger.putPage("handbook", pageRow("page 0", { words: ledger.serial() }));
      });
      return store.costs.bytesRead;
    };
    const whole = await cost(there);
    const part = await cost(here);
    // A real object store's listings are longer than those of the tests' own.
    expect(part).toBeLessThan(whole / 2);
    writeFileSync(
      path.join(here, "copy.json"),
      readFileSync(path.join(here, "copy.json"), "utf8").replace("null", "1"),
    );
    expect(await cost(here)).toBeGreaterThan(whole / 2);
    expect(await cost(there)).toBeLessThan(whole / 2);
  });

  test("rows that are gone are gone on every machine", async () => {
    const place = await kind.newPlace();
    const [here, there] = [temporaryFolder(), temporaryFolder()];
    // Longer than an index of a database takes.
    const long = `c${"/long".repeat(800)}`;
    await run(storeOn(place, here), (ledger) => {
      for (const id of ["a", "b", long, "é😀'"]) ledger.putPage("handbook", pageRow(id));
      ledger.putPage("wiki", pageRow("c"));
    });
    await run(storeOn(place, there), (ledger) => ledger.renameSource("handbook", "guide"));
    await run(storeOn(place, here), (ledger) => {
      expect(ids(ledger.pages("handbook"))).toEqual([]);
      expect(ids(ledger.pages("guide"))).toEqual(["a", "b", long, "é😀'"]);
      ledger.forgetSource("guide");
    });
    await run(storeOn(place, there), (ledger) => {
      expect(ids(ledger.pages("guide"))).toEqual([]);
      expect(ids(ledger.pages("wiki"))).toEqual(["c"]);
    });
  });

  test("a copy that is damaged is made anew; a store that lost its ledger is not believed", async () => {
    const place = await kind.newPlace();
    const dir = temporaryFolder();
    await run(storeOn(place, dir), (ledger) => ledger.putPage("handbook", pageRow("a")));
    writeFileSync(path.join(dir, "ledger.sqlite"), "not a ledger\n".repeat(100));
    await run(storeOn(place, dir), (ledger) => expect(ids(ledger.pages("handbook"))).toEqual(["a"]));
    const other = await kind.newPlace();
    const store = place.open();
    const forgotten = storeOn({ ...place, open: () => ({ ...other.open(), identity: store.identity }) }, dir);
    const error = await caught(run(forgotten, () => {}));
    expect(error).toBeInstanceOf(LedgerError);
    expect(error).toMatchObject({ rebuildable: true, hint: expect.stringContaining("state rebuild") });
    expect(error.message).toContain("is gone, although this machine wrote to it");
  });

  test("a ledger of a newer version is refused, and an older one is brought to this one's", async () => {
    const place = await kind.newPlace();
    await run(storeOn(place, temporaryFolder()), (ledger) => ledger.putPage("handbook", pageRow("a")));
    const stamp = async (version: number) => {
      const store = place.open();
      const lease = await store.acquire(me);
      await lease.commit({ version, whole: false, rows: [[{ table: "facts", key: '["s","k"]' }]] });
      await lease.release();
      await store.close();
    };
    await stamp(currentVersion + 1);
    const error = await caught(read(place, () => {}));
    expect(error).toBeInstanceOf(FinIngestError);
    expect(error.message).toContain("was written by a newer fin-ingest");
  });

  test("a new ledger takes the place of the old one, here and elsewhere", async () => {
    const place = await kind.newPlace();
    const [here, there] = [temporaryFolder(), temporaryFolder()];
    for (const dir of [here, there])
      await run(storeOn(place, dir), (ledger) => ledger.putPage("handbook", pageRow(`old ${dir}`)));
    const lease = await storeOn(place, here).lease({ pipeline: "state rebuild" });
    const old = await lease.peek();
    expect(ids(old.pages("handbook"))).toHaveLength(2);
    old.close();
    const replacement = await lease.replace();
    replacement.ledger.putPage("handbook", pageRow("new"));
    expect(await replacement.install(new Date(0))).toContain(".old");
    const ledger = await lease.checkout();
    expect(ids(ledger.pages("handbook"))).toEqual(["new"]);
    await lease.release();
    await run(storeOn(place, there), (other) => {
      expect(other.lineage).toBe(ledger.lineage);
      expect(ids(other.pages("handbook"))).toEqual(["new"]);
    });
  });

  test("what undo and people need goes along; passages and caches never do", async () => {
    const place = await kind.newPlace();
    const [here, there] = [temporaryFolder(), temporaryFolder()];
    const name = (n: number) => `2026113${n}T020000123Z-1b4e28ba-2fa1-11d2-883f-0016d3cca427`;
    const write = (dir: string, file: string, text: string) => {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      writeFileSync(path.join(dir, file), text);
    };
    const texts = { keepsBodies: true, maxReports: 2 };
    await run(storeOn(place, here, texts), () => {
      for (const file of [
        "answers.sqlite",
        "cache/docs/x",
        "fingerprint-key",
        "notify.json",
        "bodies/ab/cdef.gz",
      ])
        write(here, file, `${file} of the first`);
      for (const n of [0, 1]) write(here, `runs/${name(n)}.json.gz`, String(n));
      write(here, `replaced/${name(0)}.jsonl`, "{}");
    });
    await run(storeOn(place, there, texts), () => {
      expect(readFileSync(path.join(there, "fingerprint-key"), "utf8")).toBe("fingerprint-key of the first");
      expect(readdirSync(path.join(there, "replaced"))).toEqual([`${name(0)}.jsonl`]);
      for (const file of ["answers.sqlite", "cache", "runs"])
        expect(existsSync(path.join(there, file))).toBe(false);
      write(there, `runs/${name(2)}.json.gz`, "2");
      write(there, `replaced/${name(2)}.jsonl`, "{}");
      write(there, "notify.json", "of the second");
    });
    const ledger = await storeOn(place, here, texts).read(["reports", "undo"]);
    ledger.close();
    expect(readFileSync(path.join(here, "notify.json"), "utf8")).toBe("of the second");
    expect(readdirSync(path.join(here, "runs")).sort()).toEqual([1, 2].map((n) => `${name(n)}.json.gz`));
    expect(readdirSync(path.join(here, "replaced")).sort()).toEqual([0, 2].map((n) => `${name(n)}.jsonl`));
    expect(readFileSync(path.join(here, "bodies/ab/cdef.gz"), "utf8")).toContain("of the first");
  });

  test("a run waits for a command that reads, which is over in a moment", async () => {
    const place = await kind.newPlace();
    const dir = temporaryFolder();
    await run(storeOn(place, dir), (ledger) => ledger.putPage("handbook", pageRow("a")));
    const [found] = await Promise.all([
      storeOn(place, dir).read(),
      run(storeOn(place, dir), (ledger) => ledger.putPage("handbook", pageRow("b"))),
    ]);
    expect(ids(found.pages("handbook"))).toContain("a");
    found.close();
  });

  test("a run of this machine is read while it writes", async () => {
    const place = await kind.newPlace();
    const dir = temporaryFolder();
    await run(storeOn(place, dir), async (ledger) => {
      ledger.putPage("handbook", pageRow("a"));
      await ledger.flush();
      const other = await storeOn(place, dir).read();
      expect(ids(other.pages("handbook"))).toEqual(["a"]);
      other.close();
      await ledger.intend("handbook", "b", "upsert", 1);
    });
  });
});
