import type { Connector } from "../../src/connector.ts";
import { check } from "./check.ts";
import { confirm } from "./confirm.ts";
import { list } from "./list.ts";
import { type Options, options } from "./options.ts";

/** Pages and databases of a Notion workspace, as an internal integration sees them. */
export const notion: Connector<Options> = {
  type: "notion",
  summary: "Pages and databases of Notion that are shared with an internal integration",
  options,
  // An average per integration, https://developers.notion.com/reference/request-limits
  requestsPerSecond: 3,
  list,
  check,
  confirm,
};
