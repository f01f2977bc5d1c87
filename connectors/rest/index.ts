import type { Connector } from "../../src/connector-kit/connector.ts";
import { type RestOptions, restOptions } from "./options.ts";

/** Documents behind any JSON API, described by configuration alone. */
export const rest: Connector<RestOptions> = {
  type: "rest",
  summary: "Any JSON API, by configuration alone: MediaWiki, DokuWiki, WordPress and others",
  options: restOptions,
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
