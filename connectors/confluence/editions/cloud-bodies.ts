import type { Io } from "../../../src/connector-kit/io.ts";
import type { ConfluenceApi } from "../api.ts";
import type { Client } from "../client.ts";
import type { ConfluenceOptions } from "../options.ts";
import { BulkItem } from "../schema.ts";
import { includesOtherPages } from "../storage/references.ts";
import type { Body, Content } from "../types.ts";
import { type BulkItems, BulkWay } from "./bulk-bodies.ts";

/**
 * Contents in one question for bodies. A search gives at most 25 with `body.export_view` or `body.styled_view`:
 * https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-content/#api-wiki-rest-api-content-search-get
 * The v2 API takes up to 250 ids: https://developer.atlassian.com/cloud/confluence/rest/v2/api-group-page/#api-pages-get
 */
export const cloudBodiesAtOnce = 25;

/**
 * Bodies of several contents at once. The v2 API gives storage format for many ids, and documents renderings for one
 * page alone; those come from the v1 search, meanwhile. A rendering of another version than the storage format is not
 * used: only storage format tells whether the rendering shows other pages.
 */
export function cloudBodies(options: ConfluenceOptions, client: Client, io: Io): ConfluenceApi["bodies"] {
  const { body: format } = options;
  const debug = (why: string) => io.log.debug("several bodies cannot be read at once", { why });
  const hasFormat = ({ body }: BulkItem) => typeof body?.[format]?.value === "string";
  const storageWay = byIds(client, "storage", ({ body }) => typeof body?.storage?.value === "string", debug);
  const search = new BulkWay(
    (contents, signal) => {
      const cql = `id in (${contents.map(({ id }) => id).join(",")})`;
      const query = { cql, expand: `version,body.${format}`, limit: cloudBodiesAtOnce };
      return client.pages("/rest/api/content/search", query, BulkItem, signal);
    },
    hasFormat,
    debug,
  );
  const renderedByIds = byIds(client, format, hasFormat, debug);

  async function renderings(contents: readonly Content[], signal: AbortSignal): Promise<BulkItems> {
    const found = await search.read(contents, signal);
    const missing = contents.filter(({ id }) => !found.has(id));
    return new Map([...found, ...(await renderedByIds.read(missing, signal))]);
  }

  return async (contents, wanted, signal) => {
    const isStorage = wanted === "storage" || format === "storage";
    const [stored, rendered] = await Promise.all([
      storageWay.read(contents, signal),
      isStorage ? new Map<string, BulkItem>() : renderings(contents, signal),
    ]);
    const bodies = new Map<string, Body>();
    for (const [id, { version, body }] of stored) {
      const storage = body?.storage?.value ?? "";
      const other = rendered.get(id);
      if (isStorage || includesOtherPages(storage)) bodies.set(id, { storage });
      else if (other?.version.number === version.number)
        bodies.set(id, { storage, rendered: other.body?.[format]?.value });
    }
    return bodies;
  };
}

function byIds(
  client: Client,
  format: string,
  isBody: (item: BulkItem) => boolean,
  debug: (why: string) => void,
): BulkWay {
  async function* ask(contents: readonly Content[], signal: AbortSignal) {
    for (const type of ["page", "blogpost"] as const) {
      const ids = contents.filter((content) => content.type === type).map(({ id }) => id);
      if (ids.length === 0) continue;
      const query = { id: ids.join(","), "body-format": format, limit: cloudBodiesAtOnce };
      yield* client.pages(`/api/v2/${type}s`, query, BulkItem, signal);
    }
  }
  return new BulkWay(ask, isBody, debug);
}
