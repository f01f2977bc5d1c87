import { randomUUID } from "node:crypto";
import pLimit from "p-limit";
import type { Clock } from "../../../clock.ts";
import type { S3Address } from "../address.ts";
import { LeaseLost, type RemoteLease } from "../remote.ts";
import type { S3Client } from "./client.ts";
import { lockedBy, type TakenLock } from "./lock.ts";
import { contentsOf, logName, newestSnapshot, snapshotName } from "./log.ts";
import { readHead, writeRecord } from "./records.ts";

/** The log is replaced by a snapshot when it has so many objects, or half as many bytes as the snapshot before. */
const MAX_OBJECTS = 100;
const MIN_BYTES = 64 * 1024;
const AT_ONCE = 8;

interface Held {
  readonly client: S3Client;
  readonly address: S3Address;
  readonly lock: TakenLock;
  /** When it was taken, monotonic milliseconds. */
  readonly renewedAt: number;
  readonly clock: Pick<Clock, "monotonic">;
  /** Begins the names of files. */
  readonly filePrefix: string;
}

/**
 * The lease as a lock object, and the log as its fence: each object of the log has a number of its own and is written only
 * where there is none. Who takes the lease takes the next number first, so that whoever was overtaken finds it taken.
 */
export async function s3Lease(held: Held): Promise<RemoteLease> {
  const { client, address, lock, clock, filePrefix } = held;
  const { place, leaseMs } = address;
  let { renewedAt } = held;
  let last = await taken(client);

  /** @throws LeaseLost */
  async function append(record: Uint8Array, id: string): Promise<number> {
    const n = last + 1;
    if (
      (await client.put(logName(n), record, { kind: "absent" })) === undefined &&
      !(await isOurs(client, n, id))
    )
      throw new LeaseLost(place, await lockedBy(client));
    last = n;
    return n;
  }

  async function renew(): Promise<void> {
    const begun = clock.monotonic();
    if (!(await lock.renew())) throw new LeaseLost(place, await lockedBy(client));
    renewedAt = begun;
  }

  // The same for every repetition of one commit, so that one which took effect is known again.
  const ids = new WeakMap<object, string>();
  const idOf = (commit: object): string => {
    const id = ids.get(commit) ?? randomUUID();
    ids.set(commit, id);
    return id;
  };
  return {
    ttlMs: leaseMs,
    get renewedAt() {
      return renewedAt;
    },
    renew,
    async commit(changes) {
      const { version, whole, rows } = changes;
      const id = idOf(changes);
      if (!whole) return append(writeRecord({ version, id }, rows), id);
      // Nothing names it until it is whole.
      const snapshot = snapshotName(last + 1, id);
      await client.put(snapshot, writeRecord({ version, id }, rows));
      await renew();
      return append(writeRecord({ version, id, snapshot }, []), id);
    },
    async tidy(version, rows) {
      const contents = await contentsOf(client);
      const base = await newestSnapshot(client, contents);
      const logs = contents.logs.filter(({ n }) => base === undefined || n > base.n);
      const bytes = logs.reduce((sum, log) => sum + log.bytes, 0);
      if (logs.length < MAX_OBJECTS && bytes < Math.max(MIN_BYTES, (base?.bytes ?? 0) / 2)) return;
      await client.put(snapshotName(last), writeRecord({ version, id: randomUUID() }, rows()));
      const old = [...contents.logs, ...contents.snapshots].filter(({ n }) => n <= last);
      await removeAll(
        client,
        old.map(({ name }) => name).filter((name) => name !== logName(last)),
      );
    },
    async writeFile(name, bytes) {
      await renew();
      await client.put(filePrefix + name, bytes);
    },
    async removeFiles(names) {
      if (names.length > 0) await renew();
      await removeAll(
        client,
        names.map((name) => filePrefix + name),
      );
    },
    release: () => lock.giveBack(),
  };
}

/** Takes the number after the last, and with it the way of whoever had the lease before. */
async function taken(client: S3Client): Promise<number> {
  for (;;) {
    const { last } = await contentsOf(client);
    const id = randomUUID();
    const claim = writeRecord({ version: null, id }, []);
    if ((await client.put(logName(last + 1), claim, { kind: "absent" })) !== undefined) return last + 1;
    if (await isOurs(client, last + 1, id)) return last + 1;
  }
}

/** An earlier attempt may have taken effect although its answer was lost. */
async function isOurs(client: S3Client, n: number, id: string): Promise<boolean> {
  const found = await client.get(logName(n));
  return found !== undefined && (await readHead(found.bytes)).id === id;
}

async function removeAll(client: S3Client, names: readonly string[]): Promise<void> {
  const limit = pLimit(AT_ONCE);
  await Promise.all(names.map((name) => limit(() => client.remove(name))));
}
