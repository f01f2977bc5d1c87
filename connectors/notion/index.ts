import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { notionOptions } from "./options.ts";

/** Pages and databases of a Notion workspace, as an internal integration sees them. */
export const notion = lazyConnector({
  ...about.notion,
  options: notionOptions,
  patterns: ["roots"],
  // An average per integration, https://developers.notion.com/reference/request-limits
  requestsPerSecond: 3,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
