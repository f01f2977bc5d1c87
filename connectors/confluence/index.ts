import type { Connector } from "../../src/connector-kit/connector.ts";
import { type ConfluenceOptions, confluenceOptions } from "./options.ts";

/** Pages and blog posts of Confluence Cloud and Confluence Data Center. */
export const confluence: Connector<ConfluenceOptions> = {
  type: "confluence",
  summary: "Pages, blog posts and attached files of Confluence Cloud or Data Center spaces",
  options: confluenceOptions,
  // Atlassian documents no figure: a 429 with Retry-After says when it is too fast (README.md).
  requestsPerSecond: 10,
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
