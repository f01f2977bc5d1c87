import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { isNotShared, isOtherKind, type NotionApi, notionApi } from "./client.ts";
import { filePrefix } from "./load.ts";
import type { Options } from "./options.ts";
import type { Parent } from "./schema.ts";

/** More levels than pages and blocks stand within each other. */
const maxLevels = 100;

/**
 * Whether a page is gone. In the trash, itself or a page above it: gone. Not shared (404 `object_not_found`) while
 * the integration still sees something else: gone, for Notion says no more of a deleted page than of one whose
 * sharing was withdrawn, and Fin may use neither. Readable, but not below the roots: gone from this source.
 * Everything else is unknown.
 */
export async function confirm(options: Options, io: Io, externalId: string): Promise<Presence> {
  const api = notionApi(options, io.http, io.signal);
  // A file is a document only as long as the configuration wants it.
  if (externalId.startsWith(filePrefix) && options.attachments.length === 0) return "gone";
  try {
    return await climb(api, externalId, options.roots);
  } catch (error) {
    if (!isNotShared(error)) throw error;
    return (await seesSomething(api, options.roots)) ? "gone" : "unknown";
  }
}

type Step = { readonly trashed: boolean; readonly parent: Parent | undefined };

async function climb(
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
  for (let level = 0; level < maxLevels; level += 1) {
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
      // Nothing can be said of what is above; the page itself was seen.
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

/** An integration that sees nothing any more is most likely the wrong one: that is no evidence against pages. */
async function seesSomething(api: NotionApi, roots: readonly string[] | undefined): Promise<boolean> {
  if (!roots) {
    for await (const { results } of api.search(1)) return results.length > 0;
    return false;
  }
  for (const id of roots) {
    for (const way of [api.page, api.database, api.dataSource]) {
      try {
        await way(id);
        return true;
      } catch (error) {
        if (!isNotShared(error) && !isOtherKind(error)) throw error;
      }
    }
  }
  return false;
}
