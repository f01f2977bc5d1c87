import pLimit from "p-limit";
import { untrusted } from "../../failures.ts";
import { migrations } from "../../schema.ts";
import type { BeginReading } from "../remote.ts";
import type { ListedObject, S3Client } from "./client.ts";
import { type RecordHead, readHead, readRows } from "./records.ts";

/** Objects of the log that are read at once. */
const AT_ONCE = 8;
/** Readings that begin again, because what was listed was made small meanwhile. */
const ATTEMPTS = 5;

const DIGITS = 12;

/** The name of the nth object of the log. */
export const logName = (n: number): string => `log/${String(n).padStart(DIGITS, "0")}.gz`;

/**
 * The name of what the ledger was after the nth object of the log. With an id it counts only where that object names it,
 * because somebody else may have written the object.
 */
export const snapshotName = (n: number, id?: string): string =>
  `snapshots/${String(n).padStart(DIGITS, "0")}${id === undefined ? "" : `.${id}`}.gz`;

/** What stands under the prefix. */
export interface Contents {
  /** The number of the last object of the log; 0: nothing was ever stored. */
  readonly last: number;
  readonly logs: readonly Numbered[];
  /** The newest first. */
  readonly snapshots: readonly (Numbered & { readonly isConditional: boolean })[];
}

interface Numbered extends ListedObject {
  readonly n: number;
}

export async function contentsOf(client: S3Client): Promise<Contents> {
  const [logs, snapshots] = await Promise.all([client.list("log/"), client.list("snapshots/")]);
  const numbered = (objects: readonly ListedObject[]): Numbered[] =>
    objects.flatMap((object) => {
      const n = Number(/^[a-z]+\/(\d{12})\./.exec(object.name)?.[1] ?? Number.NaN);
      return Number.isNaN(n) ? [] : [{ ...object, n }];
    });
  const found = numbered(logs);
  const kept = numbered(snapshots).map((one) => ({
    ...one,
    isConditional: one.name !== snapshotName(one.n),
  }));
  return {
    last: Math.max(
      0,
      ...found.map(({ n }) => n),
      ...kept.filter((one) => !one.isConditional).map(({ n }) => n),
    ),
    logs: found,
    snapshots: kept.reverse(),
  };
}

/** A snapshot that counts, and how large it is. */
export async function newestSnapshot(
  client: S3Client,
  { snapshots }: Contents,
): Promise<Numbered | undefined> {
  for (const snapshot of snapshots) {
    if (!snapshot.isConditional) return snapshot;
    const record = await client.get(logName(snapshot.n));
    if (record && (await readHead(record.bytes)).snapshot === snapshot.name) return snapshot;
  }
  return undefined;
}

/** As `RemoteStore.read`. */
export async function readLog(
  client: S3Client,
  place: string,
  since: number | undefined,
  begin: BeginReading,
): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const contents = await contentsOf(client);
    const snapshot = await newestSnapshot(client, contents);
    if (!snapshot) return false;
    const whole = since === undefined || since < snapshot.n || since > contents.last;
    const from = whole ? snapshot.n : since;
    const limit = pLimit(AT_ONCE);
    const numbers = Array.from({ length: contents.last - from }, (_, at) => from + 1 + at);
    const [base, ...logs] = await Promise.all([
      whole ? client.get(snapshot.name) : undefined,
      ...numbers.map((n) => limit(() => client.get(logName(n)))),
    ]);
    // Another run has put a snapshot in their place.
    if ((whole && !base) || logs.some((log) => log === undefined)) continue;
    await enter(
      [base, ...logs].flatMap((object) => (object ? [object.bytes] : [])),
      {
        revision: contents.last,
        whole,
        begin,
      },
    );
    return true;
  }
  throw untrusted(`the ledger of ${place} is damaged: objects of its log are missing`);
}

async function enter(
  records: readonly Uint8Array[],
  { revision, whole, begin }: { revision: number; whole: boolean; begin: BeginReading },
): Promise<void> {
  const heads: RecordHead[] = [];
  for (const record of records) heads.push(await readHead(record));
  // A copy is brought up only from a ledger of this version, and what only takes a lease says none.
  const version = heads.reduce((found, head) => head.version ?? found, migrations.length);
  const take = begin({ revision, version, whole });
  for (const record of records) await readRows(record, take);
}
