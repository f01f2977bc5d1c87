import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import { isNotShared, isOtherKind, type NotionApi, notionApi } from "./client.ts";
import { filePrefix } from "./load.ts";
import type { NotionOptions } from "./options.ts";
import type { Parent } from "./schema.ts";

/** Pages and blocks are not nested deeper. */
const MAX_LEVELS = 100;

/**
 * Whether a page is gone. In the trash, itself or a page above it: gone. Not shared (404 `object_not_found`) while the
 * integration still sees something else: gone, because Notion answers the same for a deleted page and for one whose
 * sharing was withdrawn, and Fin may use neither. Readable, but not below the roots: gone from this source. Everything
 * else is unknown.
 */
export async function confirm(options: NotionOptions, io: Io, externalId: string): Promise<Presence> {
  const api = notionApi(options, io.http, io.signal);
  // A file is a document only while the configuration wants its kind.
  if (externalId.startsWith(filePrefix) && options.attachments.length === 0) return "gone";
  try {
    return await walkUp(api, externalId, options.roots);
  } catch (error) {
    if (!isNotShared(error)) throw error;
    return (await seesSomething(api, options.roots)) ? "gone" : "unknown";
  }
}

type Step = { readonly trashed: boolean; readonly parent: Parent | undefined };

async function walkUp(
  api: NotionApi,
  externalId: string,
  roots: readonly string[] | undefined,
): Promise<Presence> {
  const isFile = externalId.startsWith(filePrefix);
  let id = isFile ? externalId.slice(filePrefix.length) : externalId;
  let step = await stepAt(
    api,
    isFile ? { type: "block_id", block_id: id } : { type: "page_id", page_id: id },
  );
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    if (step.trashed) return "gone";
    if (roots?.includes(id)) return "present";
    const { parent } = step;
    const above = parent?.page_id ?? parent?.block_id ?? parent?.data_source_id ?? parent?.database_id;
    if (!parent || above === undefined) {
      if (parent?.type !== "workspace") return "unknown";
      return roots ? "gone" : "present";
    }
    id = above;
    try {
      step = await stepAt(api, parent);
    } catch (error) {
      // What is above is not known, but the page itself was seen.
      if (!isNotShared(error) && !isOtherKind(error)) throw error;
      return roots ? "unknown" : "present";
    }
  }
  return "unknown";
}

async function stepAt(api: NotionApi, at: Parent): Promise<Step> {
  if (at.page_id !== undefined) {
    const { in_trash, archived, is_archived, parent } = (await api.page(at.page_id)).value;
    return { trashed: in_trash === true || archived === true || is_archived === true, parent };
  }
  if (at.block_id !== undefined) {
    const { trashed, parent } = await api.block(at.block_id);
    return { trashed, parent };
  }
  if (at.data_source_id !== undefined) {
    const { in_trash, parent } = await api.dataSource(at.data_source_id);
    return { trashed: in_trash === true, parent };
  }
  const { in_trash, parent } = await api.database(at.database_id ?? "");
  return { trashed: in_trash === true, parent };
}

/** An integration that sees nothing any more is most likely the wrong one: that is not evidence against pages. */
async function seesSomething(api: NotionApi, roots: readonly string[] | undefined): Promise<boolean> {
  if (!roots) {
    const found = await firstOf(api.search(1));
    return found !== undefined && found.items.length > 0;
  }
  for (const id of roots) {
    for (const request of [api.page, api.database, api.dataSource]) {
      try {
        await request(id);
        return true;
      } catch (error) {
        if (!isNotShared(error) && !isOtherKind(error)) throw error;
      }
    }
  }
  return false;
}
