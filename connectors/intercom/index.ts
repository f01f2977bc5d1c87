import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { intercomOptions } from "./options.ts";

/** Articles and internal articles of another Intercom workspace, or of one in another region. */
export const intercom = lazyConnector({
  ...about.intercom,
  options: intercomOptions,
  patterns: ["help_centers", "collections", "audiences"],
  // Of the 10,000 requests a minute that an app has, most are for others.
  requestsPerSecond: 20,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
