import type { Pool, PoolClient, QueryResult } from "pg";
import { FinIngestError } from "../../errors.ts";
import { loadOptional } from "../../optional-package.ts";

/** Runs one statement; its rows are checked where they are read. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly unknown[]>;

/** The fleet's PostgreSQL. */
export interface Database {
  readonly query: Query;
  /** Runs `work` in a transaction, which is rolled back when it throws. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A lost machine does not keep a connection for long, and a statement waits for no lock for ever. */
const CONNECT_MS = 5_000;
const STATEMENT_MS = 15_000;
/** A machine that is cut off in the middle of a transaction gives back the jobs whose rows it has locked. */
const IDLE_TRANSACTION_MS = 3_000;

/**
 * Connects by node-postgres (https://node-postgres.com/apis/pool), when the first statement comes.
 * @param connections at most so many at once
 * @throws FinIngestError where `pg` is not installed
 */
export async function openDatabase(url: string, connections = 4): Promise<Database> {
  const { default: pg } = await loadPg();
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS + CONNECT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    keepAlive: true,
    application_name: "fin-ingest fleet",
  });
  // What a lost connection means is said by the statement that fails.
  pool.on("error", () => {});
  return {
    query: async (text, values = []) => rowsOf(await explained(() => pool.query(text, [...values]))),
    transaction: (work) => explained(() => inTransaction(pool, work)),
    close: () => pool.end(),
  };
}

async function inTransaction<T>(pool: Pool, work: (query: Query) => Promise<T>): Promise<T> {
  const client: PoolClient = await pool.connect();
  let failure: Error | undefined;
  client.on("error", noted);
  try {
    await client.query("BEGIN");
    const result = await work(async (text, values = []) => rowsOf(await client.query(text, [...values])));
    await client.query("COMMIT");
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    // A connection that cannot roll back is not used again; one that answers nothing is not asked.
    if (!isSilent(failure))
      await client.query("ROLLBACK").then(() => {
        failure = undefined;
      }, noted);
    throw error;
  } finally {
    client.off("error", noted);
    client.release(failure);
  }
}

/** Several statements in one text have several results. */
function rowsOf(results: QueryResult | readonly QueryResult[]): readonly unknown[] {
  return "rows" in results ? results.rows : results.flatMap(({ rows }) => rows);
}

const noted = () => {};

/** https://node-postgres.com/apis/client: `query_timeout` */
const isSilent = ({ message }: Error): boolean => message === "Query read timeout";

/** SQLSTATE and Node's codes of a server that is not there, refuses, or goes away. */
const unreachable = /^(?:08|57P0|E(?:CONN|HOST|NET|TIMEDOUT|PIPE|AI_AGAIN)|ENOTFOUND)/;
const refused = /^(?:28|3D000)/;

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FinIngestError || !(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : "";
    const hint = unreachable.test(code)
      ? "Is the database of the fleet running, and is its address right? FLEET_DATABASE_URL, or `database` in the fleet file."
      : refused.test(code)
        ? "Check user, password and name of the database in the fleet file's `database`."
        : code === "3F000" || code === "42P01"
          ? "The fleet's tables are not there: fin-ingest fleet init makes them."
          : undefined;
    if (hint === undefined) throw error;
    throw new FinIngestError(`the fleet's database: ${error.message || code}`, { hint, cause: error });
  }
}

const loadPg = () => loadOptional("pg", () => import("pg"), "which a fleet needs");
