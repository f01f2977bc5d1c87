import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { sharepointOptions } from "./options.ts";

/** Modern pages and files of SharePoint Online sites and OneDrive, through Microsoft Graph. */
export const sharepoint = lazyConnector({
  ...about.sharepoint,
  options: sharepointOptions,
  patterns: ["libraries", "folders", "include", "exclude"],
  // 1,200 resource units a minute on the smallest plan, and most requests cost one or two: `pauseFor` has the address.
  requestsPerSecond: 10,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
