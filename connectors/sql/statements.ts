import type { System } from "./options.ts";

/** What identifies a row, as its database compares it. */
export type Key = string | number | bigint;

/** A statement and the values of its placeholders. */
export interface Statement {
  readonly text: string;
  readonly values: readonly Key[];
}

/**
 * Identifiers in quotes, so that any name is taken as a column's. SQLite reads an unknown name in double quotes as a
 * text, one in backticks as an error: https://sqlite.org/quirks.html#double_quoted_string_literals_are_accepted
 */
export function quoted(system: System, name: string): string {
  switch (system) {
    case "postgres":
      return `"${name.replaceAll('"', '""')}"`;
    case "mssql":
      return `[${name.replaceAll("]", "]]")}]`;
    default:
      return `\`${name.replaceAll("`", "``")}\``;
  }
}

/** The line end keeps a comment at the query's end from swallowing the bracket. */
const from = (query: string): string => `FROM (\n${query}\n) AS fin_ingest_rows`;

/** One row in which every column of the query is NULL: its names are there, and nothing of the table is read. */
export const columnsStatement = (query: string): Statement => ({
  text: `SELECT fin_ingest_rows.* FROM (SELECT 1 AS fin_ingest_one) AS fin_ingest_one_row LEFT JOIN (\n${query}\n) AS fin_ingest_rows ON 1 = 0`,
  values: [],
});

/** How many rows the query has. */
export const countStatement = (query: string): Statement => ({
  text: `SELECT COUNT(*) AS fin_ingest_count ${from(query)}`,
  values: [],
});

/** One page of the query's rows in the order of their key. */
export function pageStatement(
  system: System,
  query: string,
  { columns, key, after, limit }: PageOfRows,
): Statement {
  const by = quoted(system, key);
  const { place, values } = after === undefined ? { place: "", values: [] } : literal(system, after);
  const where = after === undefined ? "" : ` WHERE ${by} > ${place}`;
  const list = columns.map((name) => quoted(system, name)).join(", ");
  const [top, end] = system === "mssql" ? [`TOP (${limit}) `, ""] : ["", ` LIMIT ${limit}`];
  return { text: `SELECT ${top}${list} ${from(query)}${where} ORDER BY ${by}${end}`, values };
}

interface PageOfRows {
  readonly columns: readonly string[];
  readonly key: string;
  /** The last key of the page before. */
  readonly after: Key | undefined;
  readonly limit: number;
}

/** One row by its key; two at most, to notice a key that is not unique. */
export function rowStatement(
  system: System,
  query: string,
  column: string,
  [key, is]: [string, Key],
): Statement {
  const { place, values } = literal(system, is);
  const top = system === "mssql" ? "TOP (2) " : "";
  const end = system === "mssql" ? "" : " LIMIT 2";
  return {
    text: `SELECT ${top}${quoted(system, column)} ${from(query)} WHERE ${quoted(system, key)} = ${place}${end}`,
    values,
  };
}

/**
 * A value in a statement. MySQL's placeholders would be looked for in the user's own texts, too, so a literal in
 * hexadecimal stands there, which no mode of the server reads otherwise:
 * https://dev.mysql.com/doc/refman/8.4/en/hexadecimal-literals.html
 */
function literal(system: System, key: Key): { place: string; values: readonly Key[] } {
  switch (system) {
    case "postgres":
      return { place: "$1", values: [String(key)] };
    case "mssql":
      return { place: "@fin_ingest_key", values: [key] };
    case "sqlite":
      return { place: "?1", values: [key] };
    case "mysql":
      if (typeof key !== "string") return { place: String(key), values: [] };
      return { place: `_utf8mb4 X'${Buffer.from(key).toString("hex")}'`, values: [] };
  }
}
