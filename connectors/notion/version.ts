import type { Gap } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import { gap } from "./gaps.ts";
import type { KnownPage } from "./known-page.ts";
import type { Place } from "./place.ts";
import { digest, type PageTable, type Session } from "./session.ts";
import type { Structure } from "./tree.ts";

/** What a page shows now; without a version where Notion's minute of an edit may not be its last. */
interface Version {
  readonly kind: "version";
  readonly version: string | undefined;
  readonly title: string;
}

/**
 * A page depends on its blocks, its address, its properties, its databases, the originals of synced blocks, and on
 * what of other pages it may not show.
 */
export async function versionOf(
  session: Session,
  page: KnownPage,
  structure: Structure,
  tables: readonly PageTable[],
  place: Place,
): Promise<Version | Gap> {
  const included = session.audiences.included(page);
  let isTimeFinal = page.isTimeFinal;
  try {
    const { title, properties } = await session.shown(page, included);
    const named = await session.withheld(structure.named, included, {
      children: structure.children,
      place,
    });
    const parts = [page.url ?? "", properties, ...tables.map(partOf)];
    for (const origin of structure.synced) {
      const { holder, mayShow } = await session.syncedFrom(origin, included);
      parts.push(mayShow ? (holder?.edited ?? "not shared") : "withheld");
      if (holder?.isTimeFinal === false) isTimeFinal = false;
    }
    parts.push(...[...named.keys()].sort().map((id) => `withheld ${id}`));
    if (title !== page.title) parts.push(`title ${title}`);
    return { kind: "version", version: isTimeFinal ? `${page.edited}.${digest(parts)}` : undefined, title };
  } catch (error) {
    if (!isAboutOneObject(error)) throw error;
    return gap(place, `Notion refuses what it shows of others: ${toFailure(error).message}`);
  }
}

/** A table as a part of the version of the page that contains it. */
const partOf = ({ html, isNameable }: PageTable): string => (isNameable ? html : `${html} without its name`);
