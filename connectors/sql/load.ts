import { attachmentTypes, textFormatTypes } from "../../src/connector-kit/formats.ts";
import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { type Document, isBinaryType, type MediaType } from "../../src/normalize/index.ts";
import { type Database, openDatabase } from "./client.ts";
import { textOf } from "./fields.ts";
import type { Fields, SqlOptions } from "./options.ts";
import { type Key, rowStatement } from "./statements.ts";

const mediaTypes = {
  ...textFormatTypes,
  ...attachmentTypes,
} as const satisfies Record<Fields["body_format"], MediaType>;

/** A connection that nothing was asked of for so long is closed, milliseconds. */
const IDLE_MS = 2_000;

/**
 * Makes the `load` of a row by its key. All rows with keys of one kind share one function, and all share one connection,
 * one after the other, which is open only while they need it.
 */
export function createLoader(options: SqlOptions, io: Io): (key: Key) => Listed["load"] {
  const read = sharedReader(options, io);
  const loadBy = (keyOf: (id: string) => Key): Listed["load"] =>
    async function load(this: unknown, signal) {
      signal.throwIfAborted();
      const { externalId, title, url } = listedOf(this);
      const body = await read(keyOf(externalId), signal);
      return { body, mediaType: mediaTypes[options.fields.body_format], name: externalId, title, url };
    };
  const byText = loadBy((id) => id);
  const byNumber = loadBy((id) => (/^-?\d+$/.test(id) ? BigInt(id) : Number(id)));
  return (key) => (typeof key === "string" ? byText : byNumber);
}

/** The listed document that `load` is called on. */
function listedOf(given: unknown): Pick<Listed, "externalId" | "title" | "url"> {
  const { externalId = "", title, url } = Object(given) as Partial<Listed>;
  return { externalId, title, url };
}

function sharedReader(
  options: SqlOptions,
  io: Io,
): (key: Key, signal: AbortSignal) => Promise<Document["body"]> {
  let open: Promise<Database> | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  async function close(): Promise<void> {
    const closing = open;
    open = undefined;
    await closing?.then((database) => database.end()).catch(() => {});
  }

  async function readNow(key: Key, signal: AbortSignal): Promise<Document["body"]> {
    signal.throwIfAborted();
    clearTimeout(idle);
    open ??= openDatabase(options, io, signal, { snapshot: false });
    try {
      return await bodyOf(options, io, await open, { key, signal });
    } catch (error) {
      await close();
      throw error;
    } finally {
      idle = setTimeout(() => void close(), IDLE_MS);
      // A process that has nothing else to do need not wait for it; the database ends the connection then.
      idle.unref();
    }
  }

  return (key, signal) => {
    const reading = queue.then(() => readNow(key, signal));
    queue = reading.catch(() => {});
    return reading;
  };
}

async function bodyOf(
  { query, fields }: SqlOptions,
  io: Io,
  database: Database,
  { key, signal }: { readonly key: Key; readonly signal: AbortSignal },
): Promise<Document["body"]> {
  const statement = rowStatement(database.system, query, fields.body, [fields.id, key]);
  const [row, second] = await database.read(statement, signal);
  if (!row) throw new FinIngestError(`the row ${key} is gone since it was listed`);
  if (second)
    throw new FinIngestError(`two rows have the id ${key}`, { hint: `${fields.id} must be unique.` });
  const value = row[fields.body];
  if (isBinaryType(mediaTypes[fields.body_format]) && !(value instanceof Uint8Array))
    throw new FinIngestError(`the body of ${key} is not bytes, as ${fields.body_format} is`);
  const body = value instanceof Uint8Array ? new Uint8Array(value) : (textOf(value) ?? "");
  const size = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  const limit = documentLimit(io);
  if (size > limit)
    throw new FinIngestError(`the body of ${key} is larger than max_document_bytes (${limit})`);
  return body;
}
