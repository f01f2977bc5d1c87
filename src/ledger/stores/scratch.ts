import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Database } from "../database.ts";
import { LedgerError, untrusted } from "../failures.ts";
import { fileName as headFileName } from "../head.ts";
import { migrations, newer, prepareSchema } from "../schema.ts";
import { fileName, type OpenFile, openFile } from "../sqlite.ts";
import { makeStateFolder, replaceFile } from "../state-folder.ts";
import type { Reading, RemoteStore } from "./remote.ts";
import { clearRows, enterRows } from "./rows.ts";

/** What a folder's copy of a ledger is. Without it, the copy is half done, or nothing is known of it. */
const markSchema = z.object({
  /** Of the store. */
  identity: z.string(),
  /** What the copy is at least; exactly that, where it is at rest. */
  revision: z.number(),
  /** The process that writes to it, or did when it was cut off; null: it is at rest. */
  writer: z.number().nullable(),
});
type Mark = z.infer<typeof markSchema>;

const markFile = (dir: string): string => path.join(dir, "copy.json");

/** The version of the ledgers that this program writes. */
export const currentVersion = migrations.length;

export function readMark(dir: string): Mark | undefined {
  try {
    return markSchema.parse(JSON.parse(readFileSync(markFile(dir), "utf8")));
  } catch {
    return undefined;
  }
}

export function writeMark(dir: string, mark: Mark): void {
  makeStateFolder(dir);
  replaceFile(markFile(dir), `${JSON.stringify(mark)}\n`, 0o600);
}

/** A copy of a store's ledger in an open file. */
export interface Copy extends OpenFile {
  /** Undefined: the store has none yet, and this is a new one. */
  readonly reading: Reading | undefined;
}

/**
 * Brings the copy of a store's ledger in a folder to what the store has: by what changed since, where the copy is as the
 * last run left it; else anew. Nobody else may use the folder meanwhile.
 *
 * @param trusting also a store that knows less than this copy of it
 * @throws LedgerError (rebuildable) where the store is an older copy of itself, or lost its ledger
 */
export async function refreshCopy(
  store: RemoteStore,
  dir: string,
  { trusting }: { readonly trusting: boolean },
): Promise<Copy> {
  const mark = readMark(dir);
  const known = mark?.identity === store.identity ? mark : undefined;
  try {
    return await copied(store, dir, known, trusting);
  } catch (error) {
    // What stands in the folder is only a copy: one that is damaged is made anew.
    if (
      !(error instanceof LedgerError && error.rebuildable) ||
      error instanceof StoreError ||
      known?.writer !== null
    )
      throw error;
    return await copied(store, dir, { ...known, writer: process.pid }, trusting);
  }
}

async function copied(
  store: RemoteStore,
  dir: string,
  known: Mark | undefined,
  trusting: boolean,
): Promise<Copy> {
  let copy: Copy | undefined;
  try {
    const isThere = await store.read(known?.writer === null ? known.revision : undefined, (reading) => {
      if (!trusting && known && reading.revision < known.revision)
        throw olderStore(store.place, reading, known);
      copy = { ...openCopy(store, dir, reading), reading };
      const { db } = copy;
      db.exec("BEGIN IMMEDIATE");
      if (reading.whole) clearRows(db);
      return (rows) => enterRows(db, rows);
    });
    if (!isThere || !copy) {
      if (!trusting && known) throw emptyStore(store.place);
      removeCopy(dir);
      return { ...openFile(dir, {}), reading: undefined };
    }
    copy.db.exec("COMMIT");
    prepareSchema(copy.db, { readOnly: false });
    return copy;
  } catch (error) {
    copy?.db.close();
    copy?.head.close();
    throw error;
  }
}

function openCopy(store: RemoteStore, dir: string, { whole, version }: Reading): OpenFile {
  if (version > currentVersion) throw newer(`the ledger of ${store.place}`, version, currentVersion);
  if (whole) removeCopy(dir);
  else rmSync(markFile(dir), { force: true });
  const file = openFile(dir, { migrations: migrations.slice(0, version) });
  withoutDisk(file.db);
  return file;
}

/** The store is what lasts: the disk need not be waited for. */
const withoutDisk = (db: Database): void => db.exec("PRAGMA synchronous = OFF");

/** Forgets the copy, but not what is derived beside it. */
export function removeCopy(dir: string): void {
  rmSync(markFile(dir), { force: true });
  for (const name of [headFileName, ...["", "-wal", "-shm", "-journal"].map((suffix) => fileName + suffix)])
    rmSync(path.join(dir, name), { force: true });
}

/** It is the store that cannot be trusted, not this machine's copy of it. */
class StoreError extends LedgerError {}

const storeError = (message: string): StoreError => {
  const { hint, rebuildable } = untrusted(message);
  return new StoreError(message, { rebuildable, ...(hint !== undefined && { hint }) });
};

const olderStore = (place: string, { revision }: Reading, known: Mark): LedgerError =>
  storeError(
    `the ledger of ${place} is an older copy: it knows of ${revision} commits, this machine knew of ${known.revision}`,
  );

const emptyStore = (place: string): LedgerError =>
  storeError(`the ledger of ${place} is gone, although this machine wrote to it`);
