import type { Connector } from "../../src/connector-kit/connector.ts";
import { type Options, options } from "./options.ts";

/** Pages and databases of a Notion workspace, as an internal integration sees them. */
export const notion: Connector<Options> = {
  type: "notion",
  summary: "Pages and databases of Notion that are shared with an internal integration",
  options,
  // An average per integration, https://developers.notion.com/reference/request-limits
  requestsPerSecond: 3,
  async *list(own, io) {
    const { list } = await import("./list.ts");
    yield* list(own, io);
  },
  async check(own, io) {
    const { check } = await import("./check.ts");
    return check(own, io);
  },
  async confirm(own, io, externalId) {
    const { confirm } = await import("./confirm.ts");
    return confirm(own, io, externalId);
  },
};
