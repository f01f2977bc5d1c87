import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { type Database, openDatabase } from "./client.ts";
import { listedColumns, readRow } from "./fields.ts";
import { createLoader } from "./load.ts";
import type { SqlOptions } from "./options.ts";
import { keyIn, type Row } from "./session.ts";
import { columnsStatement, countStatement, type Key, pageStatement } from "./statements.ts";

/**
 * All rows of the query, page by page in the order of their key, without their bodies. Rows that the key does not tell
 * apart are missed by such pages: the database's own count shows it, and a gap says so.
 * @throws FinIngestError where the database refuses, or a column is missing
 */
export async function* list(options: SqlOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  const database = await openDatabase(options, io, io.signal, { snapshot: true });
  const load = createLoader(options, io);
  try {
    await checkColumns(options, database, io.signal);
    const expected = await countRows(options, database, io.signal);
    const seen = new Set<string>();
    let read = 0;
    for await (const row of rowsOf(options, database, io.signal)) {
      io.signal.throwIfAborted();
      read += 1;
      const key = keyIn(row, options.fields.id);
      if (key === undefined) {
        yield {
          kind: "gap",
          part: options.fields.id,
          reason: "a row has no id: NULL, or what is neither a number nor a text",
        };
        continue;
      }
      const externalId = String(key);
      if (seen.has(externalId)) {
        yield {
          kind: "gap",
          part: externalId,
          reason: `two rows have this id; ${options.fields.id} must be unique`,
        };
        continue;
      }
      seen.add(externalId);
      yield readRow(options.fields, row, externalId, load(key));
    }
    if (read !== expected)
      yield {
        kind: "gap",
        part: "the query",
        reason: `it has ${expected} rows, and ${read} were read: ${options.fields.id} must be unique, also without regard to case where the database compares so, and never NULL`,
      };
  } finally {
    await database.end();
  }
}

/** @throws FinIngestError that names a column of `fields` that the query does not have, and those that it has */
export async function checkColumns(
  { query, fields }: SqlOptions,
  database: Database,
  signal: AbortSignal,
): Promise<string[]> {
  const [row] = await database.read(columnsStatement(query), signal);
  const columns = Object.keys(row ?? {});
  const missing = [...listedColumns(fields), fields.body].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new FinIngestError(`the query has no column ${missing.join(", ")}`, {
      hint: `It has ${columns.join(", ")}: name these in \`fields\`, as they are spelt here.`,
    });
  return columns;
}

/** The number of the query's rows. */
export async function countRows(
  { query }: SqlOptions,
  database: Database,
  signal: AbortSignal,
): Promise<number> {
  const [row] = await database.read(countStatement(query), signal);
  const count = Number(row?.fin_ingest_count);
  if (!Number.isSafeInteger(count)) throw new FinIngestError("the database did not count the query's rows");
  return count;
}

async function* rowsOf(
  { query, fields, page_size }: SqlOptions,
  database: Database,
  signal: AbortSignal,
): AsyncGenerator<Row> {
  const columns = listedColumns(fields);
  for (let after: Key | undefined; ; ) {
    const page = { columns, key: fields.id, after, limit: page_size };
    const rows = await database.read(pageStatement(database.system, query, page), signal);
    yield* rows;
    if (rows.length < page_size) return;
    const last = rows.at(-1);
    const key = last && keyIn(last, fields.id);
    if (key === undefined || key === after)
      throw new FinIngestError(
        `the rows after ${after ?? "the first page"} cannot be asked for: their id is NULL or the same`,
        {
          hint: `\`fields.id\` (${fields.id}) must be a number or a text, unique and never NULL; leave other rows out in \`query\`.`,
        },
      );
    after = key;
  }
}
