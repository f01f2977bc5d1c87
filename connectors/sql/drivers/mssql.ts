import { connect } from "node:net";
import { loadOptional } from "../../../src/optional-package.ts";
import { CONNECT_MS, type Session, type Target } from "../session.ts";

/**
 * Connects by mssql over tedious, https://tediousjs.github.io/node-mssql/. SQL Server has no read-only transactions: the
 * connection declares its intent, and whatever is begun is rolled back. All pages see one state where the database
 * allows snapshots: https://learn.microsoft.com/sql/t-sql/statements/set-transaction-isolation-level-transact-sql
 */
export async function openMssql(target: Target): Promise<Session> {
  const { default: mssql } = await loadOptional("mssql", () => import("mssql"), "which reads mssql");
  const { host, address, port, tls, timeoutMs } = target;
  const pool = new mssql.ConnectionPool({
    server: host,
    port,
    user: target.user,
    password: target.password,
    database: target.database,
    connectionTimeout: CONNECT_MS,
    requestTimeout: timeoutMs,
    pool: { min: 1, max: 1 },
    options: {
      encrypt: tls !== undefined,
      trustServerCertificate: false,
      readOnlyIntent: true,
      appName: "fin-ingest",
      ...(tls?.ca ? { cryptoCredentialsDetails: { ca: tls.ca } } : {}),
      connector: async () => connect({ host: address, port }),
    },
  });
  await pool.connect();
  let transaction: InstanceType<typeof mssql.Transaction> | undefined;
  return {
    async begin() {
      const state = "SELECT snapshot_isolation_state AS state FROM sys.databases WHERE database_id = DB_ID()";
      const { recordset } = await pool.request().query(state);
      const isAllowed = recordset[0]?.state === 1;
      transaction = new mssql.Transaction(pool);
      await transaction.begin(
        isAllowed ? mssql.ISOLATION_LEVEL.SNAPSHOT : mssql.ISOLATION_LEVEL.READ_COMMITTED,
      );
    },
    async read({ text, values }) {
      const request = transaction ? transaction.request() : pool.request();
      for (const value of values)
        request.input("fin_ingest_key", typeof value === "bigint" ? String(value) : value);
      return (await request.query(text)).recordset;
    },
    async end() {
      // Where the connection is lost, the server has rolled back already.
      await transaction?.rollback().catch(() => {});
      await pool.close();
    },
  };
}
