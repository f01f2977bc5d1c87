import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { openDatabase } from "./client.ts";
import type { SqlOptions } from "./options.ts";
import { rowStatement } from "./statements.ts";

/**
 * Whether the query still has a row of this id. Rows that a policy hides, as far as `row_security` allows it, are not
 * known to be gone.
 * @throws FinIngestError where the database cannot be asked
 */
export async function confirm(options: SqlOptions, io: Io, externalId: string): Promise<Presence> {
  const { query, fields } = options;
  const database = await openDatabase(options, io, io.signal, { snapshot: false });
  try {
    const key = keyOf(externalId, database.system === "mysql" || database.system === "sqlite");
    const statement = rowStatement(database.system, query, fields.id, [fields.id, key]);
    const rows = await database.read(statement, io.signal);
    if (rows.length > 0) return "present";
    // A text of digits is another value than the number: both are asked for.
    if (typeof key !== "string") {
      const asText = rowStatement(database.system, query, fields.id, [fields.id, externalId]);
      if ((await database.read(asText, io.signal)).length > 0) return "present";
    }
    return options.row_security ? "unknown" : "gone";
  } finally {
    await database.end();
  }
}

/** MySQL and SQLite compare a number with a text by rules of their own, so digits are asked for as a number first. */
function keyOf(externalId: string, isTyped: boolean): string | bigint {
  return isTyped && /^-?(?:0|[1-9]\d{0,17})$/.test(externalId) ? BigInt(externalId) : externalId;
}
