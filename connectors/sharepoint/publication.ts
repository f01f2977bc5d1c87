import type { Publication } from "./schema.ts";

/** What of an item is meant for its readers. */
export type Published =
  /** The item as it is. */
  | { readonly kind: "current" }
  /** An earlier version, while somebody edits the next one. */
  | { readonly kind: "earlier"; readonly version: string }
  | { readonly kind: "never"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * What of an item is published. Versions are `MAJOR.MINOR`: a minor one is a draft, and without a major one nothing was
 * ever published. An item without the facet is in a library that keeps no such state.
 * https://learn.microsoft.com/graph/api/resources/publicationfacet
 */
export function publishedOf(publication: Publication | null | undefined): Published {
  if (!publication || publication.level === "published") return { kind: "current" };
  const { level, versionId } = publication;
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(versionId ?? "") ?? [];
  const state = level === "checkout" ? "checked out" : "a draft";
  if (major === undefined)
    return { kind: "unknown", reason: `it is ${state}, and SharePoint does not say in which version` };
  if (Number(major) === 0)
    return { kind: "never", reason: `it is ${state} (version ${versionId}) and was never published` };
  return Number(minor) === 0 ? { kind: "current" } : { kind: "earlier", version: `${major}.0` };
}
