import { FinIngestError, TryLaterError } from "../../src/errors.ts";

interface Known {
  readonly codes: readonly (string | number)[];
  readonly hint: string;
  readonly isLater?: true;
}

/**
 * What databases say, by their codes, and where it is mended.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 * @see https://mariadb.com/docs/server/reference/error-codes/mariadb-error-code-reference
 * @see https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
 */
const known: readonly Known[] = [
  {
    codes: ["42501", 1142, 1143, 229, 230],
    hint: "The user may not read it: GRANT SELECT ON the table or view that the message names TO the user of `database`.",
  },
  {
    codes: ["28P01", "28000", 1045, 1698, 18456],
    hint: "The database refuses the login: check the user in `database`, and `password`.",
  },
  {
    codes: ["3D000", 1044, 1049, 4060],
    hint: "Check the database's name in `database`, and that the user may use it (GRANT CONNECT in PostgreSQL, GRANT SELECT ON name.* in MySQL).",
  },
  {
    codes: ["42P01", 1146, 208],
    hint: "Check the table's name in `query`; name its schema, too: kb.articles.",
  },
  { codes: ["42703", 1054, 207], hint: "Check the columns in `query` and `fields`." },
  {
    codes: ["42601", 1064, 102, 156],
    hint: "Check `query`: it becomes a part of a larger statement, so it must be one SELECT, with a name for every column.",
  },
  {
    codes: ["57014", 1969, 3024, "ETIMEOUT"],
    hint: "The query takes longer than `timeout` (seconds): make an index on the column of `fields.id`, or raise it.",
  },
  {
    codes: ["53300", "57P03", 1040, 1203],
    hint: "The database takes no more connections now.",
    isLater: true,
  },
  {
    codes: ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EHOSTUNREACH", "ECONNRESET", "ESOCKET"],
    hint: "Check host and port in `database`, and that this machine may connect there.",
  },
];

const byMessage: readonly (readonly [RegExp, string])[] = [
  [
    /does not support (?:SSL|secure)|HANDSHAKE_NO_SSL/i,
    "The server does not encrypt. Within your own network `tls: false` connects all the same.",
  ],
  [
    /certificate|altnames|self[- ]signed/i,
    "The server's certificate is not trusted: `ca_file` names the certificates of your own authority.",
  ],
  [
    /row-level security policy/i,
    "A policy would hide rows from the user, which would look like deletions. If that is meant, set `row_security: true`; else ALTER ROLE … BYPASSRLS.",
  ],
  [/no such table/i, "Check the table's name in `query`."],
  [/no such column/i, "Check the columns in `query` and `fields`."],
  [/syntax error/i, "Check `query`: it becomes a part of a larger statement, so it must be one SELECT."],
  [
    /locked|unable to open|readonly/i,
    "Check that the file and its folder can be read as this user runs the program.",
  ],
];

/** The error of a driver as one for people. An own one is returned as it is. */
export function explained(error: unknown, what: string): FinIngestError {
  if (error instanceof FinIngestError) return error;
  const { message, codes } = factsOf(error);
  const found = known.find((one) => one.codes.some((code) => codes.includes(code)));
  const hint =
    byMessage.find(([pattern]) => pattern.test(`${message} ${codes.join(" ")}`))?.[1] ?? found?.hint;
  const options = { cause: error, hint: hint ?? "The message is the database's own." };
  const text = `${what}: ${message}`;
  return found?.isLater ? new TryLaterError(text, options) : new FinIngestError(text, options);
}

function factsOf(error: unknown): { message: string; codes: (string | number)[] } {
  if (!(error instanceof Error)) return { message: String(error), codes: [] };
  const given: Readonly<Record<string, unknown>> = { ...error };
  const codes = [given.code, given.errno, given.number].filter(
    (code): code is string | number => typeof code === "string" || typeof code === "number",
  );
  // Several addresses that all refuse are one error without words of its own.
  const [first]: readonly unknown[] = error instanceof AggregateError ? error.errors : [];
  const message = error.message || (first instanceof Error ? first.message : codes.join(" ")) || "it fails";
  return { message, codes };
}
