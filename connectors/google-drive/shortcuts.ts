import type { Gone, Unpublished, Unreadable } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import type { Client } from "./client.ts";
import { folderType, shortcutType } from "./formats.ts";
import type { GoogleDriveOptions } from "./options.ts";
import { httpErrorIn } from "./refusals.ts";
import type { Item } from "./schema.ts";
import type { Found, Place } from "./walk.ts";

/** Where a shortcut ends. */
export type End =
  | { readonly kind: "target"; readonly item: Item; readonly place: Place }
  | Gone
  | Unpublished
  | Unreadable;

/**
 * Follows a shortcut that leads out of what is listed, once. Who may read its target is not known here, so it counts as
 * restricted, whatever the shortcut's folder is. Its id is the target's, so that it stays the same document if it moves in.
 * @see https://developers.google.com/workspace/drive/api/guides/shortcuts
 */
export async function resolveShortcut(
  { item, place }: Found,
  { restricted_items: restricted }: Pick<GoogleDriveOptions, "restricted_items">,
  client: Client,
  signal: AbortSignal,
): Promise<End> {
  const { targetId, targetMimeType } = item.shortcutDetails ?? {};
  const none = (reason: string): Unreadable => ({
    kind: "unreadable",
    externalId: item.id,
    reason,
    isPermanent: true,
    neverDocument: true,
  });
  if (!targetId) return none(`the shortcut "${item.name}" does not say where it leads`);
  if (place.kind === "unknown") return { kind: "unreadable", externalId: targetId, reason: place.reason };
  const { path } = place;
  if (targetMimeType === folderType)
    return none(
      `the shortcut "${path}" leads to a folder: name it in \`folders\` if it belongs to the source`,
    );
  const outside = `the shortcut "${path}" leads out of what is listed`;
  if (restricted === "exclude") {
    const reason = `${outside}, to where nobody can tell who may read it, and \`restricted_items\` excludes such files`;
    return { kind: "unpublished", externalId: targetId, path, title: item.name, reason };
  }
  try {
    const target = await client.item(targetId, signal);
    if (target.mimeType === shortcutType || target.mimeType === folderType)
      return none(`the shortcut "${path}" leads to another shortcut or to a folder`);
    return { kind: "target", item: target, place: { kind: "known", path, restricted: outside } };
  } catch (error) {
    signal.throwIfAborted();
    if (!isAboutOneObject(error)) throw error;
    if (httpErrorIn(error)?.status === 404)
      return {
        kind: "gone",
        externalId: targetId,
        reason: `${outside}, to a file that is not there for this account`,
      };
    return { kind: "unreadable", externalId: targetId, path, reason: toFailure(error).message };
  }
}
