import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { confluenceOptions } from "./options.ts";

/** Pages and blog posts of Confluence Cloud and Confluence Data Center. */
export const confluence = lazyConnector({
  ...about.confluence,
  options: confluenceOptions,
  patterns: ["roots", "exclude_trees", "labels"],
  // Atlassian documents no figure: a 429 with Retry-After says when it is too fast (README.md).
  requestsPerSecond: 10,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
