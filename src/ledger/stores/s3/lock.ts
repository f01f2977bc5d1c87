import { randomUUID } from "node:crypto";
import { z } from "zod";
import { FinIngestError } from "../../../errors.ts";
import { Holder } from "../../lock.ts";
import { heldByAnother, Unreachable } from "../remote.ts";
import type { S3Client, StoredObject } from "./client.ts";

/** The object whose conditional writes decide who has the lease. */
const name = "lock.json";
/** Times in HTTP headers are whole seconds: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */
const CLOCK_MS = 1_000;

const lockSchema = z.object({
  /** Raised by each taking. */
  epoch: z.number(),
  /** Tells this taking from every other. */
  id: z.string(),
  /** Null: it was given back. */
  holder: Holder.nullable(),
  leaseMs: z.number(),
  /** Makes each renewal another text, so that who saw the one before cannot take the lock by its entity tag. */
  renewals: z.number().optional(),
});
type Lock = z.infer<typeof lockSchema>;

/** A lock that was taken. */
export interface TakenLock {
  /** False: it is another's. @throws Unreachable */
  renew(): Promise<boolean>;
  giveBack(): Promise<void>;
}

/** Who has the lock now. */
export async function lockedBy(client: S3Client): Promise<Holder | undefined> {
  const object = await client.get(name);
  return object && holderIn(object);
}

/**
 * Takes the lock. Whether its holder still shows signs of life, the store's own clock decides: an object is as old as
 * its last renewal.
 * @throws TryLaterError when another run has it
 * @throws FinIngestError when the store ignores conditions
 */
export async function takeLock(
  client: S3Client,
  { place, leaseMs, me }: { readonly place: string; readonly leaseMs: number; readonly me: Holder },
): Promise<TakenLock> {
  const found = await client.get(name);
  const other = found && holderIn(found);
  if (other) throw heldByAnother(place, other, leaseMs);
  const before = found && lockOf(found);
  const mine: Lock = { epoch: (before?.epoch ?? 0) + 1, id: randomUUID(), holder: me, leaseMs };
  const condition = found ? ({ kind: "etag", etag: found.etag } as const) : ({ kind: "absent" } as const);
  const etag = await client.put(name, written(mine), condition);
  if (etag === undefined) throw heldByAnother(place, (await lockedBy(client)) ?? anybody(me), leaseMs);
  if (!found) await mustHonourConditions(client, place);
  return taken(client, place, mine, etag);
}

function taken(client: S3Client, place: string, mine: Lock, first: string): TakenLock {
  let etag = first;
  let renewals = 0;
  const write = async (lock: Lock): Promise<boolean> => {
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      renewals += 1;
      const now = await client.put(name, written({ ...lock, renewals }), { kind: "etag", etag });
      if (now !== undefined) {
        etag = now;
        return true;
      }
      const found = await client.get(name);
      if (!found || lockOf(found)?.id !== mine.id) return false;
      if (found.etag === etag) break;
      // An earlier write took effect although its answer was lost. Nobody knows when, so it is written once more.
      etag = found.etag;
    }
    throw new Unreachable(`${place}: the lock could not be renewed`);
  };
  return {
    renew: () => write(mine),
    async giveBack() {
      await write({ ...mine, holder: null });
    },
  };
}

/** Asked once, when the lock is made: without conditions nothing would keep two runs apart. */
async function mustHonourConditions(client: S3Client, place: string): Promise<void> {
  const probe = Buffer.from("{}");
  const isAbsentIgnored = (await client.put(name, probe, { kind: "absent" })) !== undefined;
  const isEtagIgnored = (await client.put(name, probe, { kind: "etag", etag: '"0"' })) !== undefined;
  if (!isAbsentIgnored && !isEtagIgnored) return;
  await client.remove(name);
  throw new FinIngestError(`${place}: the object store does not honour If-None-Match and If-Match of a PUT`, {
    hint: "Without them two runs could write at once. Amazon S3, MinIO, Ceph and Cloudflare R2 honour them; or keep the state in PostgreSQL.",
  });
}

function holderIn(object: StoredObject): Holder | undefined {
  const lock = lockOf(object);
  if (!lock?.holder) return undefined;
  // A store that does not say how old it is gives no reason to take it.
  const isOver = object.ageMs !== undefined && object.ageMs >= lock.leaseMs + CLOCK_MS;
  return isOver ? undefined : lock.holder;
}

function lockOf({ bytes }: StoredObject): Lock | undefined {
  try {
    return lockSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch {
    return undefined;
  }
}

const written = (lock: Lock): Uint8Array => Buffer.from(`${JSON.stringify(lock)}\n`);

const anybody = (me: Holder): Holder => ({ ...me, pipeline: "a run", host: "another machine" });
