import { checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import { openDatabase } from "./client.ts";
import { listedColumns } from "./fields.ts";
import { checkColumns, countRows } from "./list.ts";
import { createLoader } from "./load.ts";
import type { SqlOptions } from "./options.ts";
import { keyIn } from "./session.ts";
import { pageStatement } from "./statements.ts";

/** Connects, compares the columns, counts the rows, and reads the first row and its text. */
export async function check(options: SqlOptions, io: Io): Promise<CheckResult[]> {
  const { results, attempt, ok } = checklist(io.signal);
  const { query, fields } = options;
  const database = await attempt("connection", "Check `database`, `password` and `tls`.", () =>
    openDatabase(options, io, io.signal, { snapshot: true }),
  );
  if (!database) return results;
  try {
    ok("connection", `${database.system}, read-only`);
    const columns = await attempt("columns", "Compare `fields` with the query's columns.", () =>
      checkColumns(options, database, io.signal),
    );
    if (!columns) return results;
    ok("columns", columns.join(", "));
    await attempt("rows", "Run `query` as the same user in the database's own client.", async () => {
      const count = await countRows(options, database, io.signal);
      const page = { columns: listedColumns(fields), key: fields.id, after: undefined, limit: 1 };
      const [row] = await database.read(pageStatement(database.system, query, page), io.signal);
      const key = row && keyIn(row, fields.id);
      if (row && key === undefined)
        throw new FinIngestError(`the first row's id (${fields.id}) is NULL, or neither a number nor a text`);
      const externalId = String(key);
      const first = key === undefined ? undefined : { externalId, load: createLoader(options, io)(key) };
      const document = await first?.load(io.signal);
      ok(
        "rows",
        `${count}${document ? `; the first is ${key}, with a text of ${document.body.length}` : ""}`,
      );
    });
  } finally {
    await database.end();
  }
  return results;
}
