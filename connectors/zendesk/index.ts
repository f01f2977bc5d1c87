import type { Connector } from "../../src/connector-kit/connector.ts";
import { type ZendeskOptions, zendeskOptions } from "./options.ts";

/** Articles of Zendesk Guide help centers, as their user segments allow. */
export const zendesk: Connector<ZendeskOptions> = {
  type: "zendesk",
  summary: "Articles and attached files of Zendesk help centers, as their user segments allow",
  options: zendeskOptions,
  // 200 a minute on the smallest current plan, https://developer.zendesk.com/api-reference/introduction/rate-limits/
  requestsPerSecond: 3,
  async *list(options, io) {
    const { list } = await import("./list.ts");
    yield* list(options, io);
  },
  async check(options, io) {
    const { check } = await import("./check.ts");
    return check(options, io);
  },
  async confirm(options, io, externalId) {
    const { confirm } = await import("./confirm.ts");
    return confirm(options, io, externalId);
  },
};
