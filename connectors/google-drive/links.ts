import type { Audience } from "../../src/audience.ts";
import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { escapeHtml } from "../../src/html/characters.ts";
import { parseUrl } from "../../src/http/url.ts";
import { addressesIn, type Chip } from "./document/index.ts";
import type { GoogleDocument } from "./document/schema.ts";

/** Another file as its link or chip names it. */
export interface Named {
  readonly name: string;
  readonly audience: Audience;
}

/** The files of the listing by their ids. */
export type Names = ReadonlyMap<string, Named>;

/** The id of the file in Drive that an address leads to. */
export function fileIdIn(address: string): string | undefined {
  const { hostname, pathname, searchParams } = parseUrl(address) ? new URL(address) : {};
  if (hostname === undefined || !/^(?:docs|drive|sheets|slides)\.google\.com$/.test(hostname))
    return undefined;
  return /\/(?:d|folders)\/([\w-]{8,})/.exec(pathname ?? "")?.[1] ?? searchParams?.get("id") ?? undefined;
}

/** The files that a document links to. */
export const targetsOf = (document: GoogleDocument): string[] => [
  ...new Set(addressesIn(document).flatMap((address) => fileIdIn(address) ?? [])),
];

/**
 * Ids of those targets that the page may not name; the others' names are what it shows. They belong to its version.
 * @param audience who may be answered from the page
 */
export function withheldTargets(targets: readonly string[], names: Names, audience: Audience): string[] {
  const included = new IncludedDocuments(audience);
  return targets.filter((id) => !included.mayShow(names.get(id) ?? { name: id, audience: "nobody" })).sort();
}

/** A chip shows another document's title: only what everybody that the page is for may read stands in the page. */
export function chipsOf(names: Names, included: IncludedDocuments): Chip {
  return (title, address) => {
    const id = fileIdIn(address);
    const known = id === undefined ? undefined : names.get(id);
    const isVideo = /^https:\/\/(?:www\.youtube\.com|youtu\.be)\//.test(address);
    const may = isVideo || included.mayShow(known ?? { name: title, audience: "nobody" });
    return may ? `<a href="${escapeHtml(address)}">${escapeHtml(title)}</a>` : "";
  };
}

/** Links to files of the listing that the page may not name, with their titles. */
export function withheldLinks(
  document: GoogleDocument,
  names: Names,
  included: IncludedDocuments,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    addressesIn(document).flatMap((address) => {
      const known = names.get(fileIdIn(address) ?? "");
      return known === undefined || included.mayShow(known) ? [] : [[address, [known.name]]];
    }),
  );
}
