import { type Cached, cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Items } from "../../src/connector-kit/items.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError } from "../../src/errors.ts";
import { hashOf } from "../../src/hash.ts";
import { BATCH_SIZE, type Graph } from "./client.ts";
import type { SharepointOptions } from "./options.ts";
import { type Access, compared, type Readers, readersOf } from "./readers.ts";
import { collectionOf, type DriveItem, KnownReaders, Permission } from "./schema.ts";
import { chainOf } from "./tree.ts";

export const permissionsPath = (drive: string, item: string): string =>
  `/drives/${encodeURIComponent(drive)}/items/${encodeURIComponent(item)}/permissions`;

/** A drive and what is asked about it. */
export interface Question {
  readonly drive: string;
  /** The root's id. */
  readonly root: string;
  readonly items: ReadonlyMap<string, DriveItem>;
  /** Those that would be documents. */
  readonly wanted: readonly DriveItem[];
  /** Ids of what changed since they were read last; undefined: all of it may have. */
  readonly changed: ReadonlySet<string> | undefined;
}

/**
 * Who may read items, each compared with the library's root.
 * @throws FinIngestError where it is not told who may read the library: then nothing is known of its items
 */
export async function accessesOf(
  { drive, root, items, wanted, changed }: Question,
  graph: Graph,
  options: Pick<SharepointOptions, "restricted_items" | "permission_changes">,
  io: Io,
): Promise<ReadonlyMap<string, Access>> {
  if (options.restricted_items === "include") return new Map(wanted.map(({ id }) => [id, { kind: "open" }]));
  const library = await libraryReaders(graph, drive, root, io.signal);
  const mark = hashOf(library);
  const memory: Cached<KnownReaders> = cached(derivedCache(io), KnownReaders);
  const key = `readers ${drive}`;
  const before = options.permission_changes === "from_delta" && changed ? memory.get(key) : undefined;
  const known = before?.root === mark ? before.items : {};
  const accesses = new Map<string, Access>();
  const unread: DriveItem[] = [];
  for (const item of wanted) {
    const reason = known[item.id];
    const isSame = reason !== undefined && !chainOf(item, items).some(({ id }) => changed?.has(id));
    if (!isSame) unread.push(item);
    else accesses.set(item.id, reason === null ? { kind: "open" } : { kind: "restricted", reason });
  }
  for (let from = 0; from < unread.length; from += BATCH_SIZE) {
    const some = unread.slice(from, from + BATCH_SIZE);
    for (const [id, access] of await readSome(graph, drive, some, library, io.signal))
      accesses.set(id, access);
  }
  if (options.permission_changes === "from_delta") memory.set(key, { root: mark, items: found(accesses) });
  return accesses;
}

/** What was found out for certain, to be remembered. */
const found = (accesses: ReadonlyMap<string, Access>): KnownReaders["items"] =>
  Object.fromEntries(
    [...accesses].flatMap(([id, access]) =>
      access.kind === "unknown" ? [] : [[id, access.kind === "open" ? null : access.reason]],
    ),
  );

/** @throws FinIngestError where nobody is named */
export async function libraryReaders(
  graph: Graph,
  drive: string,
  root: string,
  signal: AbortSignal,
): Promise<Readers> {
  const path = permissionsPath(drive, root);
  const { items } = await graph.all("the library's permissions", path, Permission, signal);
  const readers = readersOf(items);
  if (readers.all.length > 0) return readers;
  throw new FinIngestError("Microsoft Graph does not tell this app who may read the library", {
    hint: "Grant the app a higher role on the site (owner or fullcontrol instead of read), or state `restricted_items: include` where every item is for the source's readers.",
  });
}

async function readSome(
  graph: Graph,
  drive: string,
  items: readonly DriveItem[],
  library: Readers,
  signal: AbortSignal,
): Promise<[string, Access][]> {
  const answers = await graph.batch(
    items.map(({ id }) => permissionsPath(drive, id)),
    signal,
  );
  const accesses: [string, Access][] = [];
  for (const { id } of items) {
    signal.throwIfAborted();
    const path = permissionsPath(drive, id);
    accesses.push([id, await accessOf(graph, path, answers.get(path), library, signal)]);
  }
  return accesses;
}

/** @param answer what a batch brought, if it did: a request by itself waits as it is told to, and reads all pages */
export async function accessOf(
  graph: Graph,
  path: string,
  answer: unknown,
  library: Readers,
  signal: AbortSignal,
): Promise<Access> {
  try {
    const batched = collectionOf(Permission).safeParse(answer);
    const isWhole = batched.success && !batched.data.next;
    const found: Items<Permission> = isWhole
      ? batched.data
      : await graph.all("an item's permissions", path, Permission, signal);
    const access = compared(readersOf(found.items), library);
    // Whoever is missing may be in what could not be read.
    const [odd] = found.odd;
    return odd && access.kind === "restricted"
      ? { kind: "unknown", reason: `its permissions: ${odd.reason}` }
      : access;
  } catch (error) {
    signal.throwIfAborted();
    if (!isAboutOneObject(error)) throw error;
    return { kind: "unknown", reason: `its permissions cannot be read: ${error.message}` };
  }
}
