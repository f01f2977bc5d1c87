import { connect } from "node:net";
import type { TypeCastField, TypeCastNext } from "mysql2";
import type { RowDataPacket } from "mysql2/promise";
import { loadOptional } from "../../../src/optional-package.ts";
import { CONNECT_MS, type Session, type Target } from "../session.ts";

/**
 * Connects by mysql2, https://sidorares.github.io/node-mysql2/docs. Transactions are read-only; the limit of a statement's
 * time has another name in each system: https://mariadb.com/docs/server/ha-and-performance/optimization-and-tuning/query-optimizations/aborting-statements
 * and https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_execution_time
 */
export async function openMysql(target: Target): Promise<Session> {
  const { createConnection } = await loadOptional(
    "mysql2",
    () => import("mysql2/promise"),
    "which reads mysql",
  );
  const { host, address, port, user, password, database, tls, timeoutMs } = target;
  const stream = connect({ host: address, port, timeout: CONNECT_MS });
  const connection = await createConnection({
    stream,
    host,
    user,
    password,
    database,
    charset: "utf8mb4",
    connectTimeout: CONNECT_MS,
    ...(tls
      ? { ssl: { rejectUnauthorized: true, verifyIdentity: true, ...(tls.ca ? { ca: tls.ca } : {}) } }
      : {}),
    dateStrings: true,
    typeCast: exactly,
  });
  stream.setTimeout(0);
  connection.on("error", () => {});
  const run = async (sql: string) => {
    const [rows] = await connection.query<RowDataPacket[]>({ sql });
    return rows;
  };
  const [server] = await run("SELECT VERSION() AS version");
  const isMariaDb = /mariadb/i.test(String(server?.version));
  await run("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  await run("SET SESSION time_zone = '+00:00'");
  await run(
    isMariaDb
      ? `SET SESSION max_statement_time = ${timeoutMs / 1000}`
      : `SET SESSION max_execution_time = ${timeoutMs}`,
  );
  return {
    begin: async () => {
      await run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    },
    read: ({ text }) => run(text),
    end: async () => connection.destroy(),
  };
}

/** Large integers would lose digits as numbers, and would be compared as such. */
function exactly(field: TypeCastField, next: TypeCastNext): unknown {
  if (field.type !== "LONGLONG") return next();
  const text = field.string();
  return text === null ? null : BigInt(text);
}
