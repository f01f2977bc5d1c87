import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { jsonFeedOptions } from "./options.ts";

/** Articles of a JSON Feed, https://www.jsonfeed.org/version/1.1/ */
export const jsonFeed = lazyConnector({
  type: "json-feed",
  summary: "Articles of a JSON Feed, public or behind a token",
  options: jsonFeedOptions,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
});
