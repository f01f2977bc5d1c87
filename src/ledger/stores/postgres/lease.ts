import { z } from "zod";
import type { Clock } from "../../../clock.ts";
import { sha256 } from "../../../hash.ts";
import type { Holder } from "../../lock.ts";
import type { PostgresAddress } from "../address.ts";
import { type Changes, type Costs, LeaseLost, type RemoteLease } from "../remote.ts";
import type { StoredRow } from "../rows.ts";
import type { Connection, Query, Result } from "./connection.ts";
import type { Tables } from "./tables.ts";

/** Keys up to this length fit an index as they are. */
const MAX_KEY = 1_000;
/** Rows that are gone and still remembered, for the copies of other machines; more are forgotten at the end of a run. */
const MAX_GONE = 1_000;

interface Held {
  readonly connection: Connection;
  readonly address: PostgresAddress;
  readonly tables: Tables;
  readonly epoch: number;
  /** When it was taken, monotonic milliseconds. */
  readonly renewedAt: number;
  readonly clock: Pick<Clock, "monotonic">;
  readonly costs: Costs;
  readonly holder: () => Promise<Holder | undefined>;
}

/**
 * The lease as a row with an epoch, which each taking raises. The row is renewed in the statement that writes: what was
 * stopped for too long, or was overtaken, finds no row to renew and so writes nothing. Time is the database's own.
 */
export function postgresLease(held: Held): RemoteLease {
  const { connection, address, tables, epoch, clock, costs, holder } = held;
  const { workspace, leaseMs, place } = address;
  let { renewedAt } = held;
  const renewing = `UPDATE ${tables.workspaces} SET expires_at = clock_timestamp() + $3 * interval '1 ms'`;
  const ours = "WHERE workspace = $1 AND epoch = $2 AND expires_at > clock_timestamp()";
  const mine = [workspace, epoch, leaseMs] as const;

  /** The answer of a statement that renews; without a row the lease is gone. */
  async function renewedBy(ask: () => Promise<Result>): Promise<Readonly<Record<string, unknown>>> {
    const begun = clock.monotonic();
    const [row] = await ask();
    if (!row) throw new LeaseLost(place, await holder());
    renewedAt = begun;
    return row;
  }

  const put = `INSERT INTO ${tables.rows} AS kept (workspace, table_name, key, content, is_gone, revision)
    SELECT $1, put.table_name, put.key, put.content, put.is_gone, fence.revision
    FROM fence, unnest($4::text[], $5::text[], $6::text[], $7::boolean[]) AS put (table_name, key, content, is_gone)
    ON CONFLICT (workspace, table_name, key)
    DO UPDATE SET content = excluded.content, is_gone = excluded.is_gone, revision = excluded.revision`;
  /** All of it happens, or without a lease nothing. */
  const committing = `WITH fence AS (${renewing}, revision = revision + 1, version = $8 ${ours} RETURNING revision),
    put AS (${put}) SELECT revision FROM fence`;

  async function commitSome(rows: readonly StoredRow[], version: number): Promise<number> {
    const columns = columnsOf(rows, costs);
    const row = await renewedBy(() => connection.query(committing, [...mine, ...columns, version], leaseMs));
    return z.coerce.number().parse(row.revision);
  }

  const commitAll = ({ rows, version }: Changes): Promise<number> =>
    connection.transaction("READ WRITE", async (query) => {
      const begin = `${renewing}, revision = revision + 1, version = $4, whole_since = revision + 1 ${ours} RETURNING revision`;
      const row = await renewedBy(() => query(begin, [...mine, version]));
      await query(`DELETE FROM ${tables.rows} WHERE workspace = $1`, [workspace]);
      const some = `WITH fence AS (SELECT revision FROM ${tables.workspaces} WHERE workspace = $1 AND epoch = $2 AND $3 > 0) ${put}`;
      for (const piece of rows) await query(some, [...mine, ...columnsOf(piece, costs)]);
      // It may have taken longer than a lease lasts; nobody could take it meanwhile.
      await renewedBy(() =>
        query(`${renewing} WHERE workspace = $1 AND epoch = $2 RETURNING epoch`, [...mine]),
      );
      return z.coerce.number().parse(row.revision);
    });

  return {
    ttlMs: leaseMs,
    get renewedAt() {
      return renewedAt;
    },
    async commit(changes) {
      if (changes.whole) return commitAll(changes);
      return commitSome([...changes.rows].flat(), changes.version);
    },
    async renew() {
      await renewedBy(() => connection.query(`${renewing} ${ours} RETURNING epoch`, [...mine], leaseMs));
    },
    async tidy() {
      await connection.transaction("READ WRITE", (query) => forgetGone(query, tables, workspace));
    },
    async writeFile(name, bytes) {
      costs.bytesSent += bytes.byteLength;
      const fence = `WITH fence AS (${renewing} ${ours} RETURNING epoch)`;
      const write = `INSERT INTO ${tables.files} (workspace, name, bytes) SELECT $1, $4, $5 FROM fence
        ON CONFLICT (workspace, name) DO UPDATE SET bytes = excluded.bytes RETURNING name`;
      await renewedBy(() => connection.query(`${fence} ${write}`, [...mine, name, Buffer.from(bytes)]));
    },
    async removeFiles(names) {
      if (names.length === 0) return;
      const fence = `WITH fence AS (${renewing} ${ours} RETURNING epoch), gone AS (
        DELETE FROM ${tables.files} USING fence WHERE workspace = $1 AND name = ANY($4)) SELECT epoch FROM fence`;
      await renewedBy(() => connection.query(fence, [...mine, names]));
    },
    async release() {
      const sql = `UPDATE ${tables.workspaces} SET expires_at = NULL, holder = NULL WHERE workspace = $1 AND epoch = $2`;
      await connection.query(sql, [workspace, epoch], leaseMs);
    },
  };
}

/** Whoever has a copy from before reads all rows again. */
async function forgetGone(query: Query, tables: Tables, workspace: string): Promise<void> {
  const [row] = await query(
    `SELECT count(*)::integer AS gone FROM ${tables.rows} WHERE workspace = $1 AND is_gone`,
    [workspace],
  );
  if (z.number().parse(row?.gone) <= MAX_GONE) return;
  await query(`DELETE FROM ${tables.rows} WHERE workspace = $1 AND is_gone`, [workspace]);
  await query(`UPDATE ${tables.workspaces} SET whole_since = revision WHERE workspace = $1`, [workspace]);
}

function columnsOf(
  rows: readonly StoredRow[],
  costs: Costs,
): readonly [string[], string[], string[], boolean[]] {
  const contents = rows.map(({ key, values }) => values ?? key);
  costs.bytesSent += contents.reduce((sum, content) => sum + content.length, 0);
  return [
    rows.map(({ table }) => table),
    rows.map(({ key }) => (key.length <= MAX_KEY ? key : `sha256 ${sha256(key)}`)),
    contents,
    rows.map(({ values }) => values === undefined),
  ];
}
