import type { Gap, Unreadable } from "../../src/connector-kit/listing.ts";
import { mediaTypeOfName } from "../../src/normalize/index.ts";
import { type Published, publishedOf } from "./publication.ts";
import type { DriveItem, Page } from "./schema.ts";
import type { Selection } from "./selection.ts";
import type { Library } from "./sites.ts";
import { stepsOf, type Tree } from "./tree.ts";

/** An item that would be a document, if all who may read its library may read it. */
export interface Candidate {
  readonly item: DriveItem;
  /** Below the drive's root. */
  readonly steps: readonly string[];
  readonly path: string;
  readonly published: Published;
  /** The modern page that the item is. */
  readonly page?: Page | undefined;
}

export interface Candidates {
  readonly wanted: readonly Candidate[];
  /** Items that are there and cannot be judged. */
  readonly unreadable: readonly Unreadable[];
  readonly gaps: readonly Gap[];
}

/** The external id of an item: it stays with it under another name and in another folder. */
export const externalIdOf = ({ drive }: Pick<Library, "drive">, itemId: string): string =>
  `${drive.id}/${itemId}`;

/** The files of a library that the options select. */
export function filesOf(library: Library, { items }: Tree, selection: Selection): Candidates {
  const wanted: Candidate[] = [];
  const unreadable: Unreadable[] = [];
  for (const item of items.values()) {
    if (item.root || item.folder || item.package) continue;
    const externalId = externalIdOf(library, item.id);
    const isDocument = item.name == null || mediaTypeOfName(item.name) !== undefined;
    if (!isDocument) continue;
    const steps = stepsOf(item, items);
    if (!steps || !item.file) {
      const reason = steps
        ? "it is neither a file nor a folder"
        : "its name, or a folder above it, is not known";
      unreadable.push({ kind: "unreadable", externalId, reason });
      continue;
    }
    if (!selection.selects(library, steps)) continue;
    const path = [library.place, ...steps].join("/");
    if (item.malware) {
      const reason = "SharePoint has found malware in it";
      unreadable.push({ kind: "unreadable", externalId, path, reason, isPermanent: true });
    } else wanted.push({ item, steps, path, published: publishedOf(item.publication) });
  }
  return { wanted, unreadable, gaps: [] };
}

/** Folders of the options that a library does not have. */
export function missingFolders({ items }: Tree, folders: readonly string[]): string[] {
  const there = new Set<string>();
  for (const item of items.values())
    if (item.folder) there.add((stepsOf(item, items) ?? []).join("/").toLowerCase());
  return folders.filter((folder) => folder !== "" && !there.has(folder.toLowerCase()));
}

/** The modern pages of a site, each beside the file that it is in the library of pages. */
export function pagesOf(
  library: Library,
  { items }: Tree,
  pages: ReadonlyMap<string, Page>,
  selection: Selection,
  unreadIds: ReadonlySet<string>,
): Candidates {
  const left = new Map(pages);
  const wanted: Candidate[] = [];
  const unreadable: Unreadable[] = [];
  for (const item of items.values()) {
    if (item.root || item.folder) continue;
    const id = uniqueIdOf(item);
    const page = left.get(id);
    left.delete(id);
    const externalId = externalIdOf(library, item.id);
    if (!page && item.name && !/\.aspx$/i.test(item.name)) continue;
    const steps = stepsOf(item, items);
    if (steps && !selection.selects(library, steps)) continue;
    const path = steps && [library.place, ...steps].join("/");
    if (page && steps && path !== undefined)
      wanted.push({ item, steps, path, page, published: publishedOf(page.publishingState) });
    else if (page || unreadIds.has(id) || id === "")
      unreadable.push({
        kind: "unreadable",
        externalId,
        path,
        reason: "SharePoint's answers about this page are odd",
      });
    else {
      const reason = "it is a classic page, which Microsoft Graph does not give out";
      unreadable.push({ kind: "unreadable", externalId, path, reason, neverDocument: true });
    }
  }
  const gaps = [...left.values()].map(
    ({ id, title }): Gap => ({
      kind: "gap",
      part: `page ${title ?? id} of ${library.place}`,
      reason: "it is not in the library of pages, so that nobody can tell who may read it",
    }),
  );
  return { wanted, unreadable, gaps };
}

/** A page's id is the unique id of its list item, which the file's eTag contains too: `"{GUID},8"`. */
export function uniqueIdOf({ sharepointIds, eTag }: Pick<DriveItem, "sharepointIds" | "eTag">): string {
  const id = sharepointIds?.listItemUniqueId ?? /\{([0-9a-f-]{36})\}/i.exec(eTag ?? "")?.[1] ?? "";
  return id.toLowerCase();
}

/** Stands for what an item holds; undefined where SharePoint says nothing of it. */
export const stateOf = ({ item, page }: Candidate): string | undefined => stampOf(page?.eTag ? page : item);

/** The eTag: the cTag, which only the content changes, is left out of some answers about changes. */
const stampOf = ({ eTag, lastModifiedDateTime, size }: Partial<DriveItem>): string | undefined =>
  eTag || (lastModifiedDateTime ? `${lastModifiedDateTime} ${size ?? ""}` : undefined);
