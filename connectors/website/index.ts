import type { Connector } from "../../src/connector-kit/connector.ts";
import { type WebsiteOptions, websiteOptions } from "./options.ts";

/** Pages of a website, public or behind a login: by its sitemaps, or by following its links. */
export const website: Connector<WebsiteOptions> = {
  type: "website",
  summary: "Pages of a website by sitemap or crawl, public or behind a login",
  options: websiteOptions,
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
