import type { Io } from "../../src/connector-kit/io.ts";
import { oddEntry } from "../../src/connector-kit/items.ts";
import type { Gap, Unreadable } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import type { Client, Search } from "./client.ts";
import type { Container } from "./containers.ts";
import { folderType } from "./formats.ts";
import type { Item, ItemPage } from "./schema.ts";

/** Where a file lies, and why fewer people may read it than its drive or folder. */
export type Place =
  | { readonly kind: "known"; readonly path: string; readonly restricted: string | undefined }
  | { readonly kind: "unknown"; readonly reason: string };

export interface Found {
  readonly kind: "found";
  readonly item: Item;
  readonly place: Place;
}

type Step = Found | Gap | Unreadable;

/** The files of a drive or folder, trashed ones and folders too. What could not be listed is a gap. */
export function walk(container: Container, client: Client, io: Pick<Io, "signal">): AsyncGenerator<Step> {
  return container.kind === "drive" ? walkDrive(container, client, io) : walkFolder(container, client, io);
}

const top: Place = { kind: "known", path: "", restricted: undefined };

/** A file's place by that of its folder; names may hold what a path may not. */
export function placeIn(folder: Place, item: Pick<Item, "name" | "inheritedPermissionsDisabled">): Place {
  if (folder.kind === "unknown") return folder;
  const name = item.name.replaceAll(/[/\\]/g, "-").replace(/^\.{1,2}$/, "_") || "_";
  const path = folder.path === "" ? name : `${folder.path}/${name}`;
  // The one way in which fewer people may read a part than the whole:
  // https://developers.google.com/workspace/drive/api/guides/limited-expansive-access
  const own = item.inheritedPermissionsDisabled ? `"${path}" has limited access` : undefined;
  return { kind: "known", path, restricted: folder.restricted ?? own };
}

/** A whole shared drive: all of its folders, then its files as they come. */
async function* walkDrive(
  { id, name }: Container,
  client: Client,
  { signal }: Pick<Io, "signal">,
): AsyncGenerator<Step> {
  const part = `drive "${name}"`;
  const folders = new Map<string, Item>();
  const search = (query: string): Search => ({ what: part, query, driveId: id });
  for await (const page of client.pages(search(`mimeType = '${folderType}'`), signal)) {
    yield* troubles(part, page);
    for (const folder of page.items) folders.set(folder.id, folder);
  }
  const places = new Map<string, Place>([[id, top]]);
  const placeOf = (parent: string | undefined, below: readonly string[] = []): Place => {
    const known = places.get(parent ?? "");
    if (known) return known;
    const folder = folders.get(parent ?? "");
    if (parent === undefined || folder === undefined || below.includes(parent))
      return { kind: "unknown", reason: "its folder is not listed, so nobody can tell who may read it" };
    const place = placeIn(placeOf(folder.parents?.[0], [...below, parent]), folder);
    places.set(parent, place);
    return place;
  };
  const found = (item: Item): Found => ({
    kind: "found",
    item,
    place: placeIn(placeOf(item.parents?.[0]), item),
  });
  for (const folder of folders.values()) yield found(folder);
  try {
    for await (const page of client.pages(search(`mimeType != '${folderType}'`), signal)) {
      yield* troubles(part, page, "files");
      yield* page.items.map(found);
    }
  } catch (error) {
    yield gapOf(part, error, signal);
  }
}

/** A folder and those below it, one request for each: Google's query has no "anywhere below". */
async function* walkFolder(
  container: Container,
  client: Client,
  { signal }: Pick<Io, "signal">,
): AsyncGenerator<Step> {
  const { id, name, driveId, readers } = container;
  const seen = new Set<string>([id]);
  const waiting: { readonly id: string; readonly place: Place }[] = [{ id, place: top }];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const { place } = folder;
    const part = `folder "${place.kind === "known" && place.path !== "" ? `${name}/${place.path}` : name}"`;
    const query = `'${folder.id}' in parents`;
    const pages = client.pages({ what: part, query, driveId, withPermissions: readers.length > 0 }, signal);
    try {
      for await (const page of pages) {
        yield* troubles(part, page);
        for (const item of page.items) {
          const here = withReaders(placeIn(place, item), item, readers);
          const isFolder = item.mimeType === folderType;
          if (isFolder && !seen.has(item.id) && mayOpen(item)) waiting.push({ id: item.id, place: here });
          seen.add(item.id);
          yield { kind: "found", item, place: here };
        }
      }
    } catch (error) {
      if (folder.id === id && waiting.length === 0 && seen.size === 1) throw error;
      yield gapOf(part, error, signal);
    }
  }
}

/** Whether the account may see what is in a folder. */
export const mayOpen = ({ capabilities }: Item): boolean => capabilities?.canListChildren !== false;

/** Outside of shared drives an older file may lack a permission that its folder has; where Google shows them, they are compared. */
function withReaders(place: Place, { permissionIds, name }: Item, readers: readonly string[]): Place {
  if (place.kind === "unknown" || place.restricted !== undefined || !permissionIds?.length) return place;
  const isNarrower = readers.some((one) => !permissionIds.includes(one));
  return isNarrower ? { ...place, restricted: `"${name}" has fewer readers than its folder` } : place;
}

function* troubles(
  part: string,
  { odd, isIncomplete }: ItemPage,
  holds: "folders" | "files" = "folders",
): Generator<Gap | Unreadable> {
  if (isIncomplete)
    yield { kind: "gap", part, reason: "Google says that it did not search everything (incompleteSearch)" };
  for (const one of odd) {
    // What cannot be read may be a folder, with everything behind it.
    if (one.id !== undefined && holds === "folders")
      yield { kind: "gap", part: `${part}: ${one.id}`, reason: one.reason };
    yield oddEntry(part, one);
  }
}

function gapOf(part: string, error: unknown, signal: AbortSignal): Gap {
  signal.throwIfAborted();
  if (!isAboutOneObject(error)) throw error;
  return { kind: "gap", part, reason: toFailure(error).message };
}
