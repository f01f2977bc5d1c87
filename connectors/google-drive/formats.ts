import { type MediaType, mediaTypeOfHeader, mediaTypeOfName } from "../../src/normalize/index.ts";
import type { Item } from "./schema.ts";

/** https://developers.google.com/workspace/drive/api/guides/mime-types */
const google = "application/vnd.google-apps.";
export const folderType = `${google}folder`;
export const shortcutType = `${google}shortcut`;

/** How a file's body is read. */
export type Format =
  /** Of Google Docs: by the Docs API. */
  | { readonly kind: "document" }
  /** Of another editor of Google's: exported. */
  | { readonly kind: "export"; readonly mediaType: MediaType }
  /** Uploaded: as it is. */
  | { readonly kind: "file"; readonly mediaType: MediaType };

/** https://developers.google.com/workspace/drive/api/guides/ref-export-formats */
const exports: Readonly<Record<string, MediaType>> = {
  [`${google}presentation`]: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  [`${google}spreadsheet`]: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** Types that say less than the file's name does. */
const vague =
  /^(?:text\/(?:plain|x-.*)|application\/(?:octet-stream|json|x-yaml|yaml|vnd\.ms-excel)|text\/yaml)$/;

/** The format of a file; undefined for what is no document: pictures, forms, videos. */
export function formatOf({ mimeType, name }: Pick<Item, "mimeType" | "name">): Format | undefined {
  if (mimeType === `${google}document`) return { kind: "document" };
  const exported = exports[mimeType];
  if (exported !== undefined) return { kind: "export", mediaType: exported };
  if (mimeType.startsWith(google)) return undefined;
  const byName = vague.test(mimeType) ? mediaTypeOfName(name) : undefined;
  const mediaType = byName ?? mediaTypeOfHeader(mimeType);
  return mediaType === undefined ? undefined : { kind: "file", mediaType };
}
