import path from "node:path";
import type { Io } from "../../src/connector-kit/io.ts";
import { ConfigError } from "../../src/errors.ts";
import { trustedCertificates } from "../../src/http/certificates.ts";
import { bareHost } from "../../src/http/url.ts";
import { explained } from "./errors.ts";
import { type SqlOptions, type System, systemIn } from "./options.ts";
import type { Row, Session, Target } from "./session.ts";
import type { Statement } from "./statements.ts";

/** A database that a source may read. */
export interface Database {
  readonly system: System;
  /** @throws FinIngestError with what to do next; the signal's reason when it fires */
  read(statement: Statement, signal: AbortSignal): Promise<readonly Row[]>;
  end(): Promise<void>;
}

const ports = { postgres: 5432, mysql: 3306, mssql: 1433 } as const;

/**
 * Connects under the source's own rules (`allow_hosts`, `allow_private_addresses`, `ca_file`).
 * @param snapshot all statements see one state of the data, where the system can
 * @throws FinIngestError where the driver is not installed, or the database refuses
 */
export async function openDatabase(
  options: SqlOptions,
  io: Pick<Io, "http" | "caFile" | "baseDir">,
  signal: AbortSignal,
  { snapshot }: { readonly snapshot: boolean },
): Promise<Database> {
  signal.throwIfAborted();
  const system = systemIn(options.database);
  if (system === undefined) throw new ConfigError("`database` has an unknown scheme");
  const session = await open(system, options, io);
  const database: Database = {
    system,
    read: (statement, signal) => untilAborted(session, signal, () => session.read(statement)),
    end: () => session.end(),
  };
  try {
    if (snapshot) await untilAborted(session, signal, () => session.begin());
    signal.throwIfAborted();
  } catch (error) {
    await session.end().catch(() => {});
    throw error;
  }
  return database;
}

/** One step; an abort ends the connection, and with it the statement. */
async function untilAborted<T>(session: Session, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const abort = () => void session.end().catch(() => {});
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await act();
  } catch (error) {
    signal.throwIfAborted();
    throw explained(error, "the database");
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function open(
  system: System,
  options: SqlOptions,
  io: Pick<Io, "http" | "caFile" | "baseDir">,
): Promise<Session> {
  try {
    if (system === "sqlite") {
      const { openSqlite } = await import("./drivers/sqlite.ts");
      return await openSqlite(path.resolve(io.baseDir, options.database.replace(/^sqlite:(?:\/\/)?/i, "")));
    }
    const target = await targetOf(system, options, io);
    if (system === "postgres") return await (await import("./drivers/postgres.ts")).openPostgres(target);
    if (system === "mysql") return await (await import("./drivers/mysql.ts")).openMysql(target);
    return await (await import("./drivers/mssql.ts")).openMssql(target);
  } catch (error) {
    throw explained(error, "the database cannot be opened");
  }
}

async function targetOf(
  system: keyof typeof ports,
  { database, password = "", tls, timeout, row_security }: SqlOptions,
  { http, caFile }: Pick<Io, "http" | "caFile">,
): Promise<Target> {
  const url = new URL(database);
  const host = bareHost(url.hostname);
  // What is not encrypted must not leave one's own network.
  const address = await http.allowedAddress(host);
  if (!tls) await http.ownAddress(host);
  return {
    host,
    address,
    port: url.port === "" ? ports[system] : Number(url.port),
    user: decodeURIComponent(url.username),
    password,
    database: decodeURIComponent(url.pathname.slice(1)),
    tls: tls ? { ca: caFile === undefined ? undefined : await trustedCertificates(caFile) } : undefined,
    timeoutMs: timeout * 1000,
    rowSecurity: row_security,
  };
}
