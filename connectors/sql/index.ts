import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { sqlOptions } from "./options.ts";

/** The rows of one query as documents: PostgreSQL, MySQL, MariaDB, SQL Server and SQLite. */
export const sql = lazyConnector({
  ...about.sql,
  options: sqlOptions,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
