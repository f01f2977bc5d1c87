import { Readable } from "node:stream";
import { createGunzip, gzipSync } from "node:zlib";
import { z } from "zod";
import { linesOf } from "../../../lines.ts";
import type { StoredRow } from "../rows.ts";

/** What an object of the log, or a snapshot, says before its rows. */
const headSchema = z.object({
  /** Version of the ledger that its rows belong to. */
  version: z.number().nullable(),
  /** Tells one commit from another, when nobody knows whether it took effect. */
  id: z.string(),
  /** Name of the snapshot that takes the place of everything before. */
  snapshot: z.string().optional(),
});
export type RecordHead = z.infer<typeof headSchema>;

/** Rows that are given at a time. */
const ROWS = 2_000;

/**
 * A line for the head, then one for each row: its table, its key and its values, between them tabs, which JSON escapes.
 * Compressed piece by piece: https://www.rfc-editor.org/rfc/rfc1952#section-2.2
 */
export function writeRecord(head: RecordHead, rows: Iterable<readonly StoredRow[]>): Uint8Array {
  const pieces = [gzipSync(`${JSON.stringify(head)}\n`)];
  for (const some of rows) {
    const lines = some.map(({ table, key, values }) => `${table}\t${key}\t${values ?? ""}\n`);
    if (lines.length > 0) pieces.push(gzipSync(lines.join("")));
  }
  return Buffer.concat(pieces);
}

/** What a record says before its rows, which are not read. */
export async function readHead(bytes: Uint8Array): Promise<RecordHead> {
  for await (const line of linesIn(bytes)) return headSchema.parse(JSON.parse(line));
  throw new Error("an object of the store is empty");
}

/** Gives a record's rows, some at a time. */
export async function readRows(
  bytes: Uint8Array,
  enter: (rows: readonly StoredRow[]) => void,
): Promise<void> {
  let isHead = true;
  let rows: StoredRow[] = [];
  for await (const line of linesIn(bytes)) {
    const [table = "", key = "", values = ""] = line.split("\t");
    if (!isHead) rows.push(values === "" ? { table, key } : { table, key, values });
    isHead = false;
    if (rows.length < ROWS) continue;
    enter(rows);
    rows = [];
  }
  if (rows.length > 0) enter(rows);
}

const linesIn = (bytes: Uint8Array): AsyncGenerator<string> =>
  linesOf(Readable.from([bytes]).pipe(createGunzip()), new TextDecoder("utf-8", { fatal: true }));
