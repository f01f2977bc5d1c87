import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { readState } from "../../../src/config/read/state.ts";
import { TryLaterError } from "../../../src/errors.ts";
import { Unreachable } from "../../../src/ledger/stores/remote.ts";
import { remoteStore } from "../../../src/ledger/stores/remote-store.ts";
import { s3Store } from "../../../src/ledger/stores/s3/store.ts";
import { pageRow, temporaryFolder } from "../support.ts";
import { type S3Server, s3Env, startS3 } from "./s3-server.ts";

async function startStore(env: Readonly<Record<string, string>> = s3Env) {
  const server = await startS3();
  onTestFinished(() => server.close());
  const { store } = readState(`s3://bucket/some/prefix?endpoint=${server.url}`, { baseDir: "/", env });
  if (store?.kind !== "s3") throw new Error("no address of an object store");
  const open = () => s3Store(store, systemClock);
  const on = (dir: string) => remoteStore(open(), { dir, keepsBodies: false, maxReports: 90 }, systemClock);
  return { server, open, on };
}

const me = { pid: 1, host: "here", pipeline: "nightly", since: "2026-11-30T02:00:00.000Z" };
const named = (server: S3Server, part: string) =>
  [...server.objects.keys()].filter((name) => name.includes(part));

test("requests and objects of a run are few, and the log is made small again", async () => {
  const { server, on } = await startStore();
  const dir = temporaryFolder();
  const night = async (intents: number) => {
    const lease = await on(dir).lease({ pipeline: "nightly" });
    const ledger = await lease.checkout();
    ledger.advance();
    for (let n = 0; n < intents; n++) {
      await ledger.intend("docs", `page ${n}`, "upsert", 1);
      ledger.settle("docs", pageRow(`page ${n}`));
    }
    await lease.release();
    return server.requests();
  };
  await night(3);
  const unchanged = await night(0);
  expect(unchanged.length).toBeLessThan(25);
  expect(unchanged.filter((request) => request.includes("/snapshots/"))).toEqual([]);
  await night(120);
  // Of the objects before the snapshot, the last stays: its number is taken.
  expect(named(server, "/log/")).toHaveLength(1);
  expect(named(server, "/snapshots/")).toHaveLength(1);
  const other = await on(temporaryFolder()).read();
  expect(other.countPages("docs").live).toBe(120);
  other.close();
});

test("a commit whose answer was lost is made once", async () => {
  const { server, open } = await startStore();
  const store = open();
  const lease = await store.acquire(me);
  const row = { table: "facts", key: '["s","k"]', values: '["s","k","x","y"]' };
  const changes = { version: 2, whole: false, rows: [[row]] };
  server.fault = ({ method, path }) =>
    method === "PUT" && path.includes("/log/") ? "lost after" : undefined;
  await expect(lease.commit(changes)).rejects.toBeInstanceOf(Unreachable);
  server.fault = undefined;
  const logs = named(server, "/log/").length;
  expect(await lease.commit(changes)).toBe(logs);
  expect(named(server, "/log/")).toHaveLength(logs);
  server.fault = ({ method, path }) =>
    method === "PUT" && path.endsWith("lock.json") ? "lost after" : undefined;
  await expect(lease.renew()).rejects.toBeInstanceOf(Unreachable);
  server.fault = undefined;
  await lease.renew();
  await lease.release();
});

test("a store that does not answer for a while is waited for, as long as the lease lasts", async () => {
  const { server, on } = await startStore();
  const lease = await on(temporaryFolder()).lease({ pipeline: "nightly" });
  const ledger = await lease.checkout();
  const faults = ["lost before", 503, "lost after"] as const;
  let failed = 0;
  server.fault = ({ method, path }) => {
    if (method !== "PUT" || !path.includes("/log/") || failed === faults.length) return undefined;
    failed += 1;
    return faults[failed - 1];
  };
  await ledger.intend("docs", "a", "upsert", 1);
  expect(failed).toBe(faults.length);
  const other = await on(temporaryFolder()).read();
  expect([...other.unresolved("docs")]).toHaveLength(1);
  other.close();
  await lease.release();
});

test("what was half stored in the place of a ledger does not count", async () => {
  const { server, open, on } = await startStore();
  const first = await on(temporaryFolder()).lease({ pipeline: "nightly" });
  (await first.checkout()).putPage("docs", pageRow("a"));
  await first.release();
  const lease = await open().acquire(me);
  server.fault = ({ method, path }) =>
    method === "PUT" && path.includes("/log/") ? "lost before" : undefined;
  await expect(lease.commit({ version: 2, whole: true, rows: [] })).rejects.toBeInstanceOf(Unreachable);
  server.fault = undefined;
  expect(named(server, "/snapshots/")).toHaveLength(2);
  const ledger = await on(temporaryFolder()).read();
  expect(ledger.page("docs", "a")).toBeDefined();
  ledger.close();
});

test("a store that ignores conditions is refused, and nothing of ours stays there", async () => {
  const { server, on } = await startStore();
  server.honoursConditions = false;
  await expect(on(temporaryFolder()).lease({ pipeline: "nightly" })).rejects.toThrow(
    /does not honour If-None-Match/,
  );
  expect(server.objects.size).toBe(0);
});

test("a store that compares entity tags without their quotes, as Ceph did, has a lock that is renewed, given back and taken again", async () => {
  const { server, open } = await startStore();
  server.hasBareTags = true;
  for (const run of [1, 2]) {
    const lease = await open().acquire(me);
    const tag = () => server.objects.get("bucket/some/prefix/lock.json")?.etag;
    const before = tag();
    await lease.renew();
    expect(tag(), `renewed by run ${run}`).not.toBe(before);
    await lease.release();
  }
});

test("a lock that does not take its renewal is not taken for renewed", async () => {
  const { server, open } = await startStore();
  const lease = await open().acquire(me);
  const { renewedAt } = lease;
  server.conflicts = true;
  await expect(lease.renew()).rejects.toBeInstanceOf(Unreachable);
  expect(lease.renewedAt).toBe(renewedAt);
  server.conflicts = false;
  await lease.renew();
  await lease.release();
});

test("a renewal whose answer was lost is made once more, because nobody knows when it took effect", async () => {
  const { server, open } = await startStore();
  const lease = await open().acquire(me);
  server.fault = ({ method }) => (method === "PUT" ? "lost after" : undefined);
  await expect(lease.renew()).rejects.toBeInstanceOf(Unreachable);
  server.fault = undefined;
  server.requests();
  await lease.renew();
  expect(server.requests().filter((request) => request.startsWith("PUT"))).toHaveLength(2);
});

test("a renewal that comes late is not overlooked by who found the lock old before it", async () => {
  const { server, open } = await startStore();
  const holder = await open().acquire(me);
  const lock = server.objects.get("bucket/some/prefix/lock.json");
  if (!lock) throw new Error("there is no lock");
  server.objects.set("bucket/some/prefix/lock.json", { ...lock, at: 0 });
  let renewing: Promise<void> | undefined;
  // The other has read the lock, and writes it when the renewal is there.
  server.delay = ({ method, path }) => {
    if (method !== "PUT" || !path.endsWith("lock.json") || renewing) return undefined;
    renewing = holder.renew();
    return renewing;
  };
  await expect(open().acquire({ ...me, pid: 2 })).rejects.toBeInstanceOf(TryLaterError);
  expect(renewing).toBeDefined();
  await holder.renew();
});

test.each([26 * 3_600_000, -3_600_000])(
  "a clock that is off by %i ms is told by the store",
  async (ahead) => {
    const { server, on } = await startStore();
    server.clockAhead = ahead;
    const lease = await on(temporaryFolder()).lease({ pipeline: "nightly" });
    await (await lease.checkout()).intend("docs", "a", "upsert", 1);
    await lease.release();
    // Each of its requests but the first is signed by the store's clock.
    expect(server.refused).toBe(1);
  },
);

test.each([
  ["no credentials", {}, undefined, /needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
  [
    "a wrong key",
    { ...s3Env, AWS_ACCESS_KEY_ID: "AKIDOTHER" },
    undefined,
    /answers 403 \(SignatureDoesNotMatch\)/,
  ],
  ["a store that fails", s3Env, 503 as const, /answers 503/],
])("%s: said in words", async (_, env, fault, words) => {
  const { server, on } = await startStore(env);
  server.fault = () => fault;
  await expect(on(temporaryFolder()).lease({ pipeline: "nightly" })).rejects.toThrow(words);
});
