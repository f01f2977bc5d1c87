import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { websiteOptions } from "./options.ts";

/** Pages of a website, public or behind a login: by its sitemaps, or by following its links. */
export const website = lazyConnector({
  ...about.website,
  options: websiteOptions,
  patterns: ["include", "exclude"],
  requestsPerSecond: 10,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
