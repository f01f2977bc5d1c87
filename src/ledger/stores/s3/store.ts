import type { Clock } from "../../../clock.ts";
import { sha256 } from "../../../hash.ts";
import type { S3Address } from "../address.ts";
import type { Costs, RemoteStore } from "../remote.ts";
import { S3Client } from "./client.ts";
import { s3Lease } from "./lease.ts";
import { lockedBy, takeLock } from "./lock.ts";
import { readLog } from "./log.ts";

const filePrefix = "files/";

/**
 * A workspace's ledger in an object store: a snapshot, and a log of what was committed since, in objects that are written
 * once. Who may write the next one, a lock decides.
 */
export function s3Store(address: S3Address, clock: Pick<Clock, "monotonic">): RemoteStore {
  const costs: Costs = { requests: 0, bytesSent: 0, bytesRead: 0 };
  const client = new S3Client(address, costs);
  const { place, leaseMs } = address;
  return {
    place,
    identity: sha256(JSON.stringify(["s3", place])),
    costs,
    holder: () => lockedBy(client),
    async acquire(me) {
      const renewedAt = clock.monotonic();
      const lock = await takeLock(client, { place, leaseMs, me });
      return s3Lease({ client, address, lock, renewedAt, clock, filePrefix });
    },
    read: (since, begin) => readLog(client, place, since, begin),
    listFiles: async (prefix) =>
      (await client.list(filePrefix + prefix)).map(({ name }) => name.slice(filePrefix.length)),
    readFile: async (name) => (await client.get(filePrefix + name))?.bytes,
    close: async () => {},
  };
}
