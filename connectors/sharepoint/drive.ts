import { cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { OddItem } from "../../src/connector-kit/items.ts";
import { isAboutOneObject, isServerFault } from "../../src/connector-kit/one-object.ts";
import type { Graph } from "./client.ts";
import type { SharepointOptions } from "./options.ts";
import { publishedOf } from "./publication.ts";
import { DriveItem, itemFields, Snapshot } from "./schema.ts";
import type { Library } from "./sites.ts";
import { afterChanges, type Tree } from "./tree.ts";

/** A drive as it is now. */
export interface DriveState extends Tree {
  /** The root's id. */
  readonly root: string;
  /** Ids of what changed since the last run, but for the root, which may always come; undefined: it was read from the beginning. */
  readonly changed: ReadonlySet<string> | undefined;
  readonly odd: readonly OddItem[];
  /** Remembers it for the next run. To be called when all that the changes mean was found out, so that none is missed. */
  remember(): void;
}

interface Changes {
  readonly items: readonly DriveItem[];
  readonly odd: readonly OddItem[];
  readonly link: string;
}

/**
 * Reads a drive: its changes since the last run, or all of it where nothing is remembered or the link to the changes is no
 * longer good (410 `resyncRequired`, and whatever else is wrong with it alone). What Graph says then replaces what was known.
 * https://learn.microsoft.com/graph/api/driveitem-delta
 *
 * @throws FinIngestError where the drive cannot be read to its end
 */
export async function readDrive(
  graph: Graph,
  { drive, place }: Library,
  { permission_changes }: Pick<SharepointOptions, "permission_changes">,
  io: Io,
): Promise<DriveState> {
  const memory = cached(derivedCache(io), Snapshot);
  // A link to changes of one kind may not tell those of the other.
  const key = `drive ${permission_changes} ${drive.id}`;
  const before = memory.get(key);
  const path = `/drives/${encodeURIComponent(drive.id)}/root`;
  const since = before && (await changesSince(graph, place, before.link, io));
  const changes = since ?? (await changesFrom(graph, place, `${path}/delta?$select=${itemFields}`, io));
  // What was deleted before stays deleted, unless it is there again.
  const known = since ? before : { items: [], deleted: before?.deleted ?? [] };
  const { items, deleted } = afterChanges(known, changes.items);
  const root = [...items.values()].find((item) => item.root) ?? {
    ...(await graph.ask(`${path}?$select=${itemFields}`, DriveItem, io.signal)),
    root: true,
  };
  const all = new Map(items).set(root.id, root);
  return {
    items: all,
    deleted,
    root: root.id,
    changed: since && new Set(changes.items.flatMap((item) => (item.root ? [] : [item.id]))),
    odd: changes.odd,
    remember() {
      // With something odd, the same changes are asked for again the next time.
      if (changes.odd.length > 0 || !changes.items.every(isSound)) return;
      memory.set(key, { link: changes.link, items: [...all.values()], deleted: [...deleted] });
    },
  };
}

/** Whether an answer holds all that is needed of an item; SharePoint always says it, so that it will the next time. */
function isSound(item: DriveItem): boolean {
  if (item.deleted || item.root) return true;
  const isKind = Boolean(item.folder || item.package || (item.file && item.eTag));
  const hasPlace = Boolean(item.name && item.parentReference?.id);
  return isKind && hasPlace && publishedOf(item.publication).kind !== "unknown";
}

async function changesSince(
  graph: Graph,
  place: string,
  link: string,
  io: Pick<Io, "signal" | "log">,
): Promise<Changes | undefined> {
  try {
    return await changesFrom(graph, place, link, io);
  } catch (error) {
    io.signal.throwIfAborted();
    if (!isAboutOneObject(error) || isServerFault(error)) throw error;
    io.log.info("the library is read from the beginning: its changes are no longer told", { place });
    return undefined;
  }
}

async function changesFrom(
  graph: Graph,
  place: string,
  from: string,
  { signal }: Pick<Io, "signal">,
): Promise<Changes> {
  const items: DriveItem[] = [];
  const odd: OddItem[] = [];
  let link = "";
  for await (const page of graph.delta(`the changes of ${place}`, from, signal)) {
    signal.throwIfAborted();
    items.push(...page.items);
    odd.push(...page.odd);
    link = page.link ?? link;
  }
  return { items, odd, link };
}
