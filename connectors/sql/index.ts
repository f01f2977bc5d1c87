import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { sqlOptions } from "./options.ts";

/** The rows of one query as documents: PostgreSQL, MySQL, MariaDB, SQL Server and SQLite. */
export const sql = lazyConnector({
  type: "sql",
  summary: "The rows of one query: PostgreSQL, MySQL, MariaDB, SQL Server, SQLite",
  options: sqlOptions,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
