import type { VisibleTo } from "../../src/audience.ts";
import { hashOf } from "../../src/hash.ts";
import { parseUrl } from "../../src/http/url.ts";
import { type Format, formatOf } from "./formats.ts";
import type { GoogleDriveOptions } from "./options.ts";
import type { Item } from "./schema.ts";
import type { Place } from "./walk.ts";

type Options = Pick<GoogleDriveOptions, "restricted_items" | "labels" | "cite">;

/** What a file is for the source. */
export type Verdict =
  | { readonly kind: "content"; readonly metadata: Metadata; readonly format: Format }
  | { readonly kind: "gone"; readonly reason: string }
  | { readonly kind: "unpublished"; readonly path: string; readonly reason: string }
  | { readonly kind: "unreadable"; readonly reason: string; readonly isPermanent?: true }
  /** Nothing that a page can be made of. */
  | { readonly kind: "other" };

/** What an entry says of a file. */
export interface Metadata {
  readonly title: string;
  readonly path: string;
  readonly url: string | undefined;
  readonly labels: readonly string[];
  readonly visibleTo?: VisibleTo;
  readonly version: string | undefined;
  readonly updatedAt: number | undefined;
}

/** Whether a file is content, for whom, and as which version. */
export function classify(item: Item, place: Place, options: Options): Verdict {
  const format = formatOf(item);
  if (format === undefined) return { kind: "other" };
  if (item.trashed) return { kind: "gone", reason: "it is in the trash" };
  if (place.kind === "unknown") return { kind: "unreadable", reason: place.reason };
  const { path, restricted } = place;
  if (restricted !== undefined && options.restricted_items === "exclude")
    return {
      kind: "unpublished",
      path,
      reason: `${restricted}, and \`restricted_items\` excludes such files`,
    };
  const obstacle = obstacleOf(item, options);
  if (obstacle !== undefined) return { kind: "unreadable", ...obstacle };
  const labels = labelsOf(item, options.labels);
  const narrowed = restricted !== undefined && options.restricted_items === "teammates";
  const visibleTo = narrowed ? { visibleTo: "teammates" as const } : {};
  const url = options.cite ? urlOf(item) : undefined;
  const changed = Date.parse(item.modifiedTime ?? "");
  const title = titleOf(item, format);
  const state = stateOf(item);
  const version = state && hashOf([state, title, path, url ?? "", labels, visibleTo]);
  const updatedAt = Number.isNaN(changed) ? undefined : changed;
  return {
    kind: "content",
    format,
    metadata: { title, path, url, labels, ...visibleTo, version, updatedAt },
  };
}

/**
 * What of a file changes with its content, and not when somebody looks at it or shares it, as its `version` does: of an
 * uploaded file the checksum, of a document of Google's own editors the time of its last change.
 * https://developers.google.com/workspace/drive/api/reference/rest/v3/files#File
 */
const stateOf = ({ mimeType, md5Checksum, headRevisionId, modifiedTime }: Item): string | undefined => {
  const state = md5Checksum || headRevisionId || modifiedTime;
  return state ? `${mimeType} ${state}` : undefined;
};

function obstacleOf({ capabilities, clientEncryptionDetails }: Item, { labels }: Options) {
  const isPermanent = true as const;
  if (clientEncryptionDetails && clientEncryptionDetails.encryptionState !== "unencrypted")
    return { isPermanent, reason: "it is encrypted by its company's own key, which Google does not have" };
  if (capabilities?.canDownload === false)
    return {
      isPermanent,
      reason:
        "its owner does not let readers download, print or copy it: give the account a writing role, or allow it in its sharing settings",
    };
  if (Object.keys(labels).length > 0 && capabilities?.canReadLabels === false)
    return { reason: "its labels may not be read, so nobody can tell which rules match it" };
  return undefined;
}

/** The labels that the options name, and the values of their fields. */
function labelsOf({ labelInfo }: Item, names: Options["labels"]): string[] {
  return (labelInfo?.labels ?? []).flatMap(({ id, fields }) => {
    const name = Object.hasOwn(names, id) ? names[id] : undefined;
    if (name === undefined) return [];
    const values = Object.values(fields ?? {}).flatMap(({ selection, text, integer, dateString }) => [
      ...(selection ?? []),
      ...(text ?? []),
      ...(integer ?? []),
      ...(dateString ?? []),
    ]);
    return [name, ...values.map((value) => `${name}:${value}`)];
  });
}

/** A file's name without its extension; documents of Google's own editors have none. */
const titleOf = ({ name }: Item, { kind }: Format): string =>
  kind === "file" ? name.replace(/(?<=.)\.[A-Za-z0-9]{1,10}$/, "") : name;

function urlOf({ webViewLink }: Item): string | undefined {
  return webViewLink && parseUrl(webViewLink) && /^https?:/i.test(webViewLink)
    ? new URL(webViewLink).href
    : undefined;
}
