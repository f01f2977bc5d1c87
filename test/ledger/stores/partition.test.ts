import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { readState } from "../../../src/config/read/state.ts";
import { postgresStore } from "../../../src/ledger/stores/postgres/store.ts";
import { LeaseLost, Unreachable } from "../../../src/ledger/stores/remote.ts";
import { remoteStore } from "../../../src/ledger/stores/remote-store.ts";
import { s3Store } from "../../../src/ledger/stores/s3/store.ts";
import { type Cut, startWay } from "../../fleet/partition.ts";
import { newDatabase, noPostgres } from "./postgres-server.ts";
import { s3Endpoint, s3Env } from "./s3-server.ts";

const nightly = { pipeline: "nightly" };

function storeAt(state: string) {
  const { store } = readState(state, { baseDir: "/", env: s3Env });
  if (!store) throw new Error("no place beyond the machine");
  const remote = store.kind === "postgres" ? postgresStore(store, systemClock) : s3Store(store, systemClock);
  const keeping = {
    dir: mkdtempSync(path.join(tmpdir(), "fin-ingest-cut-")),
    keepsBodies: false,
    maxReports: 90,
  };
  return remoteStore(remote, keeping, systemClock);
}

const kinds = [
  {
    kind: "PostgreSQL",
    isSkipped: noPostgres !== undefined,
    async newPlace() {
      const url = new URL(await newDatabase());
      const way = await startWay(Number(url.port));
      return { way, near: `${url.href}?lease=8s`, far: `${way.through(url.href)}?lease=8s` };
    },
  },
  {
    kind: "an object store",
    isSkipped: false,
    async newPlace() {
      const endpoint = await s3Endpoint();
      const way = await startWay(Number(new URL(endpoint).port));
      const prefix = `s3://bucket/cut-${Math.random().toString(36).slice(2)}?lease=8s&endpoint=`;
      return { way, near: prefix + endpoint, far: prefix + way.through(endpoint).replace(/\/$/, "") };
    },
  },
];

describe.concurrent.each(kinds)("a run cut off from its ledger in $kind", ({ isSkipped, newPlace }) => {
  const test = it.skipIf(isSkipped);

  test.each<Cut>(["to the server", "from the server", "both"])(
    "%s: it writes nothing more, ends by itself, and what arrives late does not count",
    async (direction) => {
      const { way, near, far } = await newPlace();
      const lease = await storeAt(far).lease(nightly);
      const ledger = await lease.checkout();
      await ledger.intend("docs", "before", "upsert", 1);
      way.cut(direction);
      const late = ledger.intend("docs", "late", "upsert", 2);
      // Not to be told apart: an intent whose answer was lost is in the store, and its page is never sent.
      await expect(late).rejects.toSatisfy(
        (error) => error instanceof LeaseLost || error instanceof Unreachable,
      );
      expect(() => lease.mustHold()).toThrow();
      await lease.release();
      const next = await untilFree(() => storeAt(near).lease(nightly));
      const other = await next.checkout();
      expect(other.isIntended("docs", "before")).toBe(true);
      await other.intend("docs", "of the other", "upsert", 3);
      const known = [...other.unresolved("docs")].map(({ externalId }) => externalId);
      way.heal();
      await other.intend("docs", "after it healed", "upsert", 4);
      await next.release();
      const reader = await storeAt(near).read();
      expect([...reader.unresolved("docs")].map(({ externalId }) => externalId).sort()).toEqual(
        [...known, "after it healed"].sort(),
      );
      reader.close();
      await way.close();
    },
  );
});

it.skipIf(noPostgres !== undefined).concurrent(
  "a run cut off while it stores a whole ledger keeps nobody out for longer than its lease",
  async () => {
    const [postgres] = kinds;
    if (!postgres) throw new Error("no kind");
    const { way, near, far } = await postgres.newPlace();
    const lease = await storeAt(far).lease(nightly);
    const isCut = way.cutAfter(/whole_since = revision/, "both");
    const checkout = lease.checkout();
    await isCut;
    const begun = performance.now();
    const next = await untilFree(() => storeAt(near).lease(nightly));
    expect(performance.now() - begun).toBeLessThan(10_000);
    way.heal();
    await expect(checkout).rejects.toThrow();
    await next.release();
    await lease.release();
    await way.close();
  },
);

/** Takes a lease as soon as it is free: times in HTTP are whole seconds. */
async function untilFree<T>(take: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await take();
    } catch (error) {
      if (Object(error).exitCode !== 5) throw error;
      await systemClock.sleep(100);
    }
  }
}
