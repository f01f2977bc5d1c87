import { z } from "zod";
import type { Clock } from "../../../clock.ts";
import { sha256 } from "../../../hash.ts";
import { Holder } from "../../lock.ts";
import type { PostgresAddress } from "../address.ts";
import { type BeginReading, type Costs, heldByAnother, type RemoteStore } from "../remote.ts";
import type { StoredRow } from "../rows.ts";
import { Connection, type Query } from "./connection.ts";
import { postgresLease } from "./lease.ts";
import { createTables, type Tables, tablesIn } from "./tables.ts";

/** Rows that are fetched at a time. */
const ROWS = 5_000;

const workspaceRow = z.object({
  version: z.number().nullable(),
  revision: z.coerce.number(),
  whole_since: z.coerce.number(),
});
const ledgerRow = z.object({
  table_name: z.string(),
  key: z.string(),
  content: z.string(),
  is_gone: z.boolean(),
});

/** A workspace's ledger in PostgreSQL. Nothing is opened before the first request. */
export function postgresStore(address: PostgresAddress, clock: Pick<Clock, "monotonic">): RemoteStore {
  const costs: Costs = { requests: 0, bytesSent: 0, bytesRead: 0 };
  const connection = new Connection(address, costs);
  // Of its own: a lease is renewed while a large ledger is read.
  const leasing = new Connection(address, costs);
  const { place, workspace, schema, leaseMs } = address;
  const tables = tablesIn(schema);
  let prepared = false;
  const prepare = async () => {
    if (!prepared) await connection.transaction("READ WRITE", (query) => createTables(query, schema));
    prepared = true;
  };
  const holder = async () => {
    await prepare();
    const sql = `SELECT holder, since FROM ${tables.workspaces}
      WHERE workspace = $1 AND expires_at > clock_timestamp()`;
    const [row] = await connection.query(sql, [workspace]);
    return row && holderIn(row);
  };
  return {
    place,
    identity: sha256(JSON.stringify(["postgres", place])),
    costs,
    holder,
    async acquire(me) {
      await prepare();
      await leasing.query(`INSERT INTO ${tables.workspaces} (workspace) VALUES ($1) ON CONFLICT DO NOTHING`, [
        workspace,
      ]);
      const renewedAt = clock.monotonic();
      const [row] = await leasing.query(
        `UPDATE ${tables.workspaces}
         SET epoch = epoch + 1, holder = $2, since = clock_timestamp(), expires_at = clock_timestamp() + $3 * interval '1 ms'
         WHERE workspace = $1 AND (expires_at IS NULL OR expires_at <= clock_timestamp())
         RETURNING epoch`,
        [workspace, JSON.stringify(me), leaseMs],
      );
      if (!row) {
        const other = (await holder()) ?? { ...me, pipeline: "a run", host: "another machine" };
        throw heldByAnother(place, other, leaseMs);
      }
      const epoch = z.coerce.number().parse(row.epoch);
      return postgresLease({ connection: leasing, address, tables, epoch, renewedAt, clock, costs, holder });
    },
    async read(since, begin) {
      await prepare();
      const place = { tables, workspace, costs };
      return connection.transaction("READ ONLY", (query) => read(query, place, since, begin));
    },
    async listFiles(prefix) {
      await prepare();
      const sql = `SELECT name FROM ${tables.files} WHERE workspace = $1 AND starts_with(name, $2) ORDER BY name`;
      return (await connection.query(sql, [workspace, prefix])).map(({ name }) => z.string().parse(name));
    },
    async readFile(name) {
      await prepare();
      const sql = `SELECT bytes FROM ${tables.files} WHERE workspace = $1 AND name = $2`;
      const [row] = await connection.query(sql, [workspace, name]);
      const bytes = row && z.instanceof(Uint8Array).parse(row.bytes);
      costs.bytesRead += bytes?.byteLength ?? 0;
      return bytes;
    },
    async close() {
      await connection.close();
      await leasing.close();
    },
  };
}

function holderIn({ holder, since }: Readonly<Record<string, unknown>>): Holder {
  const at = z.date().parse(since).toISOString();
  return { ...Holder.parse(JSON.parse(z.string().parse(holder))), since: at };
}

interface Place {
  readonly tables: Tables;
  readonly workspace: string;
  readonly costs: Costs;
}

/** All rows, or those that changed since, as one snapshot has them. */
async function read(
  query: Query,
  { tables, workspace, costs }: Place,
  since: number | undefined,
  begin: BeginReading,
): Promise<boolean> {
  const sql = `SELECT version, revision, whole_since FROM ${tables.workspaces} WHERE workspace = $1`;
  const [found] = await query(sql, [workspace]);
  const row = found && workspaceRow.parse(found);
  if (!row || row.version === null) return false;
  const { version, revision } = row;
  // A revision from the future: the database is an older copy, of which all rows have to be read.
  const isWhole = since === undefined || since < row.whole_since || since > revision;
  const enter = begin({ revision, version, whole: isWhole });
  await query(
    `DECLARE found NO SCROLL CURSOR FOR SELECT table_name, key, content, is_gone FROM ${tables.rows}
     WHERE workspace = $1 AND ${isWhole ? "NOT is_gone" : "revision > $2"}`,
    isWhole ? [workspace] : [workspace, since],
  );
  for (;;) {
    const rows = await query(`FETCH ${ROWS} FROM found`);
    enter(rows.map((fetched) => storedRow(fetched, costs)));
    if (rows.length < ROWS) return true;
  }
}

function storedRow(fetched: Readonly<Record<string, unknown>>, costs: Costs): StoredRow {
  const { table_name: table, key, content, is_gone } = ledgerRow.parse(fetched);
  costs.bytesRead += key.length + content.length;
  return is_gone ? { table, key: content } : { table, key, values: content };
}
