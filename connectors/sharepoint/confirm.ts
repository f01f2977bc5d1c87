import { oncePerRun, unlessMissing } from "../../src/connector-kit/confirming.ts";
import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import { filesOf, pagesOf, uniqueIdOf } from "./candidates.ts";
import { type Graph, openGraph } from "./client.ts";
import { classify } from "./entries.ts";
import type { SharepointOptions } from "./options.ts";
import { accessOf, libraryReaders, permissionsPath } from "./permissions.ts";
import type { Access } from "./readers.ts";
import { DriveItem, itemFields, Page, pageFields } from "./schema.ts";
import { Selection } from "./selection.ts";
import { type Library, type Opened, openSites } from "./sites.ts";

interface Opening {
  readonly graph: Graph;
  readonly opened: Opened;
}

const openingOf = oncePerRun<Opening>();

interface Asked {
  readonly options: SharepointOptions;
  readonly io: Io;
  readonly graph: Graph;
  readonly library: Library;
}

/**
 * Whether what was not listed is no longer content of this source: deleted, restricted, unpublished or no longer selected.
 * Graph answers 404 for what is not there and 403 for what the app may not see; a 404 counts only while the library's own
 * root is there for this app. Whatever is refused or fails is "unknown".
 */
export async function confirm(options: SharepointOptions, io: Io, externalId: string): Promise<Presence> {
  io.signal.throwIfAborted();
  const [, drive, itemId] = /^([^/]+)\/([^/]+)$/.exec(externalId) ?? [];
  if (drive === undefined || itemId === undefined) return "unknown";
  try {
    const { graph, opened } = await openingOf(io, () => open(options, io));
    const library = opened.libraries.find((one) => one.drive.id === drive);
    if (!library) return opened.gaps.length === 0 ? "gone" : "unknown";
    return await presenceOf({ options, io, graph, library }, itemId);
  } catch (error) {
    io.signal.throwIfAborted();
    if (error instanceof FinIngestError) return "unknown";
    throw error;
  }
}

async function open(options: SharepointOptions, io: Io): Promise<Opening> {
  const graph = openGraph(options, io);
  return { graph, opened: await openSites(graph, options, io) };
}

async function presenceOf(asked: Asked, itemId: string): Promise<Presence> {
  const { library, options } = asked;
  const items = await withFolders(asked, itemId);
  const item = items.get(itemId);
  if (!item) return "gone";
  const tree = { items, deleted: new Set<string>() };
  const selection = new Selection(options);
  const found =
    library.kind === "files"
      ? filesOf(library, tree, selection)
      : pagesOf(library, tree, await pagesAt(asked, item), selection, new Set());
  const candidate = found.wanted.find((one) => one.item.id === itemId);
  if (!candidate) return found.unreadable.some(({ neverDocument }) => !neverDocument) ? "unknown" : "gone";
  const verdict = classify(candidate, await accessNow(asked, items, itemId), options);
  if (verdict.kind === "unreadable") return "unknown";
  return verdict.kind === "content" ? "present" : "gone";
}

/** An item with the folders above it and the root; without the item where it is not there. */
async function withFolders(
  { graph, library, io }: Asked,
  itemId: string,
): Promise<ReadonlyMap<string, DriveItem>> {
  const drive = `/drives/${encodeURIComponent(library.drive.id)}`;
  const ask = (path: string) => graph.ask(`${drive}/${path}?$select=${itemFields}`, DriveItem, io.signal);
  const root = await ask("root");
  const items = new Map<string, DriveItem>([[root.id, { ...root, root: true }]]);
  for (let id = itemId; id !== "" && !items.has(id); ) {
    const item = await unlessMissing(() => ask(`items/${encodeURIComponent(id)}`));
    if (!item || item.deleted) return new Map();
    items.set(id, item);
    id = item.parentReference?.id ?? "";
  }
  return items;
}

async function pagesAt({ graph, library, io }: Asked, item: DriveItem): Promise<ReadonlyMap<string, Page>> {
  const id = uniqueIdOf(item);
  const path = `/sites/${library.siteId}/pages/${id}/microsoft.graph.sitePage?$select=${pageFields}`;
  const page = id === "" ? undefined : await unlessMissing(() => graph.ask(path, Page, io.signal));
  return new Map(page ? [[id, page]] : []);
}

async function accessNow(
  { graph, library, io, options }: Asked,
  items: ReadonlyMap<string, DriveItem>,
  itemId: string,
): Promise<Access> {
  const root = [...items.values()].find((one) => one.root);
  if (options.restricted_items === "include" || !root) return { kind: "open" };
  const readers = await libraryReaders(graph, library.drive.id, root.id, io.signal);
  return accessOf(graph, permissionsPath(library.drive.id, itemId), undefined, readers, io.signal);
}
