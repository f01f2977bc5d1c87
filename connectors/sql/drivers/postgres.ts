import { isIP } from "node:net";
import { loadOptional } from "../../../src/optional-package.ts";
import { CONNECT_MS, type Session, type Target } from "../session.ts";

/** date, timestamp and timestamptz: as text they keep the microseconds that a JavaScript date drops. */
const TIMES: ReadonlySet<number> = new Set([1082, 1114, 1184]);

/**
 * Connects by node-postgres, https://node-postgres.com/apis/client. Every transaction is read-only, and statements end
 * after the time limit: https://www.postgresql.org/docs/current/runtime-config-client.html
 */
export async function openPostgres(target: Target): Promise<Session> {
  const { default: pg } = await loadOptional("pg", () => import("pg"), "which reads postgres");
  const { host, address, tls } = target;
  const client = new pg.Client({
    host: address,
    port: target.port,
    user: target.user,
    // Without one, the driver looks into the environment and into a file in the home folder.
    password: target.password,
    database: target.database,
    ssl: tls && {
      rejectUnauthorized: true,
      ...(tls.ca ? { ca: tls.ca } : {}),
      ...(isIP(host) === 0 ? { servername: host } : {}),
    },
    connectionTimeoutMillis: CONNECT_MS,
    application_name: "fin-ingest",
    types: {
      getTypeParser: (type: number, format?: "text" | "binary") =>
        TIMES.has(type) ? (text: string) => text : pg.types.getTypeParser(type, format as "text"),
    },
  });
  // What a lost connection means is said by the statement that fails.
  client.on("error", () => {});
  await client.connect();
  const session: Session = {
    begin: async () => {
      await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    },
    async read({ text, values }) {
      // The extended protocol takes one statement only, whatever stands in the query.
      const config = { text, values: [...values], queryMode: "extended" };
      return (await client.query(config)).rows;
    },
    end: () => client.end(),
  };
  await client.query(
    [
      "SET default_transaction_read_only = on",
      `SET statement_timeout = ${target.timeoutMs}`,
      "SET TIME ZONE 'UTC'",
      `SET row_security = ${target.rowSecurity ? "on" : "off"}`,
    ].join("; "),
  );
  return session;
}
