import type { Io } from "../../../src/connector-kit/io.ts";
import type { ConfluenceApi } from "../api.ts";
import type { Client } from "../client.ts";
import type { ConfluenceOptions } from "../options.ts";
import { BulkItem } from "../schema.ts";
import { includesOtherPages } from "../storage/references.ts";
import type { Body } from "../types.ts";
import { BulkWay } from "./bulk-bodies.ts";

/**
 * The most that a search gives with bodies:
 * https://support.atlassian.com/confluence/kb/searching-for-content-with-the-rest-api-and-cql-always-limits-results-to-50
 */
const MAX_WITH_BODIES = 50;
/** Fewer than that, so that a full answer says that nothing follows. */
export const serverBodiesAtOnce = MAX_WITH_BODIES - 10;

/** Bodies of several contents at once, in storage format and rendered, by a search for their ids. */
export function serverBodies(
  { body: format }: ConfluenceOptions,
  client: Client,
  { log }: Io,
): ConfluenceApi["bodies"] {
  const formats = [...new Set(["storage", format])].map((name) => `body.${name}`);
  const expand = ["version", ...formats].join(",");
  const way = new BulkWay(
    (contents, signal) => {
      const cql = `id in (${contents.map(({ id }) => id).join(",")})`;
      return client.pages(
        "/rest/api/content/search",
        { cql, expand, limit: MAX_WITH_BODIES },
        BulkItem,
        signal,
      );
    },
    ({ body }) => typeof body?.storage?.value === "string",
    (why) => log.debug("several bodies cannot be read at once", { why }),
  );
  return async (contents, wanted, signal) => {
    const bodies = new Map<string, Body>();
    for (const [id, { body }] of await way.read(contents, signal)) {
      const storage = body?.storage?.value ?? "";
      const rendered = body?.[format]?.value;
      const isStorage = wanted === "storage" || format === "storage" || rendered === undefined;
      bodies.set(id, isStorage || includesOtherPages(storage) ? { storage } : { storage, rendered });
    }
    return bodies;
  };
}
