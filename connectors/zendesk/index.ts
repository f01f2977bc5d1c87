import { lazyConnector } from "../../src/connector-kit/lazy.ts";
import { about } from "../about.ts";
import { zendeskOptions } from "./options.ts";

/** Articles of Zendesk Guide help centers, as their user segments allow. */
export const zendesk = lazyConnector({
  ...about.zendesk,
  options: zendeskOptions,
  patterns: ["categories", "sections", "user_segments"],
  // 200 a minute on the smallest current plan, https://developer.zendesk.com/api-reference/introduction/rate-limits/
  requestsPerSecond: 3,
  list: () => import("./list.ts"),
  check: () => import("./check.ts"),
  confirm: () => import("./confirm.ts"),
});
