import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import type { Client } from "pg";
import { FinIngestError, TryLaterError, toFailure } from "../../../errors.ts";
import { loadOptional } from "../../../optional-package.ts";
import type { PostgresAddress } from "../address.ts";
import { type Costs, Unreachable } from "../remote.ts";

const CONNECT_MS = 10_000;
const END_MS = 1_000;
/** Longer than any statement of ours takes, but for the first upload of a large ledger, which comes in pieces. */
const STATEMENT_MS = 60_000;

export type Result = readonly Readonly<Record<string, unknown>>[];
export type Query = (text: string, values?: readonly unknown[], limitMs?: number) => Promise<Result>;

/** One connection to PostgreSQL, opened when it is needed and again after it broke. Statements go one after the other. */
export class Connection {
  readonly #address: PostgresAddress;
  readonly #costs: Costs;
  #client: Promise<Opened> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(address: PostgresAddress, costs: Costs) {
    this.#address = address;
    this.#costs = costs;
  }

  /**
   * One statement, in a transaction of its own.
   * @throws Unreachable where the database does not answer in time; FinIngestError for what it refuses
   */
  query(text: string, values: readonly unknown[] = [], limitMs = STATEMENT_MS): Promise<Result> {
    return this.#alone((query) => query(text, values, limitMs));
  }

  /** Several statements in one transaction, which is rolled back when `work` throws. */
  transaction<T>(mode: "READ ONLY" | "READ WRITE", work: (query: Query) => Promise<T>): Promise<T> {
    return this.#alone(async (query) => {
      const isolation = mode === "READ ONLY" ? "REPEATABLE READ" : "READ COMMITTED";
      // One that is cut off in the middle keeps nobody out for longer than its lease. Poolers take no such setting when they
      // are connected to.
      const limit = `SET LOCAL idle_in_transaction_session_timeout = ${this.#address.leaseMs}`;
      await query(`BEGIN TRANSACTION ISOLATION LEVEL ${isolation} ${mode}; ${limit}`);
      try {
        const result = await work(query);
        await query("COMMIT");
        return result;
      } catch (error) {
        // On a connection that broke there is nothing to roll back.
        if (!(error instanceof Unreachable)) await query("ROLLBACK").catch(() => {});
        throw error;
      }
    });
  }

  /** Ends the connection; the next statement opens another one. */
  async close(): Promise<void> {
    await this.#last;
    const opened = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await opened?.end();
  }

  #alone<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const done = this.#last.then(() => work((...statement) => this.#ask(...statement)));
    this.#last = done.catch(() => {});
    return done;
  }

  async #ask(text: string, values: readonly unknown[] = [], limitMs = STATEMENT_MS): Promise<Result> {
    const opened = this.#client ?? this.#opened();
    this.#costs.requests += 1;
    try {
      const { client } = await opened;
      // https://node-postgres.com/apis/client: also a database that accepts everything and answers nothing comes to an end.
      const config = { text, values: [...values], query_timeout: limitMs };
      return (await client.query(config)).rows;
    } catch (error) {
      const explained = failure(error, this.#address.place);
      if (explained instanceof Unreachable) {
        this.#client = undefined;
        opened.then(({ end }) => end()).catch(() => {});
      }
      throw explained;
    }
  }

  #opened(): Promise<Opened> {
    const opened = this.#open(() => {
      // One that broke while nothing was asked is not asked any more.
      if (this.#client === opened) this.#client = undefined;
    });
    this.#client = opened;
    return opened;
  }

  async #open(onBroken: () => void): Promise<Opened> {
    const { default: pg } = await loadOptional(
      "pg",
      () => import("pg"),
      "with which `state: postgres://…` is kept",
    );
    const { url, tls, rootCertificates, leaseMs } = this.#address;
    const ca = rootCertificates === undefined ? {} : { ca: certificatesIn(rootCertificates) };
    const socket = new Socket();
    const client = new pg.Client({
      stream: () => socket,
      connectionString: url,
      ssl: tls === "off" ? false : { rejectUnauthorized: true, ...ca },
      connectionTimeoutMillis: Math.min(CONNECT_MS, leaseMs),
      keepAlive: true,
      application_name: "fin-ingest",
    });
    // What a lost connection means is said by the statement that fails.
    client.on("error", onBroken);
    await client.connect();
    return { client, end: () => endOf(client, socket) };
  }
}

interface Opened {
  readonly client: Client;
  end(): Promise<void>;
}

/** Takes leave of the server, which may be one that answers nothing any more. */
async function endOf(client: Client, socket: Socket): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), END_MS);
  await client.end().catch(() => {});
  clearTimeout(timer);
}

function certificatesIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new FinIngestError(`\`state\`: sslrootcert cannot be read: ${toFailure(error).message}`, {
      cause: error,
    });
  }
}

/**
 * https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, a server that starts or stops, a
 * transaction that was left alone for too long.
 */
const passing = /^(?:08...|57P0[123]|53300|25P03)$/;
const network = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND)/;
const broken = /Connection terminated|Query read timeout|timeout expired|not queryable|timeout exceeded/i;

const hints: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:28P01|28000)$/,
    "Check the user and the password in `state`; what is special in a URL is percent-encoded there.",
  ],
  [/^3D000$/, "Create the database, or name another one in `state`."],
  [
    /^(?:42501|3F000)$/,
    "The user of `state` needs a schema of its own: GRANT CREATE ON DATABASE … TO it for the first run, or create the schema and make it the owner.",
  ],
  [
    /SSL|CERT|ALTNAME/i,
    "The connection is encrypted and the certificate checked: `?sslrootcert=FILE` names your own authority, `?sslmode=disable` is for a network of your own.",
  ],
];

function failure(error: unknown, place: string): FinIngestError {
  if (error instanceof FinIngestError) return error;
  const { code } = Object(error) as { code?: unknown };
  const message = messageOf(error);
  const text = `${place}: ${message}`;
  const mark = `${typeof code === "string" ? code : ""}`;
  const hint =
    hints.find(([pattern]) => pattern.test(mark))?.[1] ??
    (/SSL|certificate/i.test(message) ? hints.at(-1)?.[1] : undefined);
  if (mark === "53300")
    return new TryLaterError(text, { hint: "The database takes no more connections now.", cause: error });
  if (passing.test(mark) || network.test(mark) || broken.test(message))
    return new Unreachable(text, {
      hint: "Check host and port in `state`, and that this machine may connect there.",
      cause: error,
    });
  return new FinIngestError(text, { hint: hint ?? "The message is the database's own.", cause: error });
}

function messageOf(error: unknown): string {
  // Several addresses that all refuse are one error without words of its own.
  const [first]: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  return toFailure(error).message || toFailure(first).message;
}
