import type { Key, Statement } from "./statements.ts";

/** A row by the names of its columns, as the driver reads it; `readRow` checks it. */
export type Row = Readonly<Record<string, unknown>>;

/** A connection to a database that reads and never writes. */
export interface Session {
  /** Begins a transaction in which all statements see the same state, where the database can. */
  begin(): Promise<void>;
  /** A statement's rows. */
  read(statement: Statement): Promise<readonly Row[]>;
  /** Ends it at once, also in the middle of a statement. */
  end(): Promise<void>;
}

/** What a driver needs to connect. */
export interface Target {
  /** As the options name it: what a certificate must be made for. */
  readonly host: string;
  /** The address that was checked: what is connected to. */
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The certificates to trust, beside the public ones; undefined: no TLS. */
  readonly tls: { readonly ca: string[] | undefined } | undefined;
  readonly timeoutMs: number;
  readonly rowSecurity: boolean;
}

/** Milliseconds until a connection must be open. */
export const CONNECT_MS = 10_000;

/** The key in a row; undefined for NULL and for what cannot be compared exactly. */
export function keyIn(row: Row, column: string): Key | undefined {
  const value = row[column];
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint"
    ? value
    : undefined;
}
