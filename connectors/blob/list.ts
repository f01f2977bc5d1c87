import { cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { pageUrl } from "../../src/connector-kit/page-url.ts";
import { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import { toFailure } from "../../src/errors.ts";
import { globMatcher } from "../../src/glob.ts";
import { hashOf } from "../../src/hash.ts";
import { decodeBody, loadDocumentFacts, mediaTypeOfName } from "../../src/normalize/index.ts";
import { openStore, type Store } from "./client.ts";
import { loaderOf } from "./load.ts";
import type { BlobOptions } from "./options.ts";
import { Facts, type StoredObject } from "./schema.ts";

const SIDECAR = /\.ya?ml$/;
/** So many front matters are read at a time. */
const AT_ONCE = 8;
const MAX_SIDECAR_BYTES = 64 * 1024;

/** All objects that the patterns select, with what their front matter and their sidecar say. */
export async function* list(options: BlobOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  const store = openStore(options, io);
  const { wanted, sidecars, counts } = await select(options, io, store);
  const load = loaderOf(store, io);
  const entry = await entryMaker({ options, io, store, sidecars, load });
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    io.signal.throwIfAborted();
    for (const made of await Promise.all(wanted.slice(from, from + AT_ONCE).map(entry))) {
      io.signal.throwIfAborted();
      yield made;
    }
  }
  counts.report(io);
}

interface Selected {
  readonly wanted: readonly StoredObject[];
  /** By the name of the object beside which they stand. */
  readonly sidecars: ReadonlyMap<string, StoredObject>;
  readonly counts: PatternCounts;
}

async function select(options: BlobOptions, io: Io, store: Store): Promise<Selected> {
  const { prefix, include, exclude } = options;
  const counts = new PatternCounts({ include, exclude });
  const [included, excluded] = [globMatcher(include, { dot: false }), globMatcher(exclude)];
  const each = {
    include: include.map((pattern) => globMatcher(pattern, { dot: false })),
    exclude: exclude.map((pattern) => globMatcher(pattern)),
  };
  const wanted: StoredObject[] = [];
  const sidecars = new Map<string, StoredObject>();
  for await (const { objects } of store.pages(prefix, io.signal)) {
    for (const object of objects) {
      const path = pathOf(object.name, prefix);
      if (path === undefined) continue;
      const besides = object.name.replace(SIDECAR, "");
      if (!object.isDeleted && besides !== object.name && mediaTypeOfName(besides) !== undefined)
        sidecars.set(besides, object);
      if (mediaTypeOfName(path) === undefined || !included(path)) continue;
      counts.addWhere("exclude", each.exclude, (matches) => matches(path));
      if (excluded(path)) continue;
      counts.addWhere("include", each.include, (matches) => matches(path));
      wanted.push(object);
    }
  }
  return { wanted, sidecars, counts };
}

/** The path below the prefix; undefined for "folders", and for names that are no paths. */
export function pathOf(name: string, prefix: string): string | undefined {
  const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const path = name.slice(folder.length);
  const steps = path.split("/");
  return path === "" || steps.some((step) => ["", ".", ".."].includes(step)) ? undefined : path;
}

interface Context {
  readonly options: BlobOptions;
  readonly io: Io;
  readonly store: Store;
  readonly sidecars: ReadonlyMap<string, StoredObject>;
  readonly load: ReturnType<typeof loaderOf>;
}

async function entryMaker({ options, io, store, sidecars, load }: Context) {
  const { documentFacts } = await loadDocumentFacts();
  const remembered = cached(derivedCache(io), Facts);
  const read = async (object: StoredObject, limit: number) => store.read(object.name, io.signal, limit);
  const factsOf = (object: StoredObject, sidecar: StoredObject | undefined): Promise<Facts> => {
    const key = `facts ${object.name} ${object.etag} ${sidecar?.etag ?? ""}`;
    return remembered.getOrMake(key, async () => {
      const type = mediaTypeOfName(object.name) ?? "text/plain";
      const hasFrontMatter =
        type.startsWith("text/") && type !== "text/plain" && object.size <= documentLimit(io);
      const own = hasFrontMatter
        ? documentFacts(
            decodeBody({ body: await read(object, documentLimit(io)), mediaType: type, name: "" }).text,
            type,
          )
        : { labels: [] };
      const beside = sidecar
        ? documentFacts(
            `---\n${Buffer.from(await read(sidecar, MAX_SIDECAR_BYTES)).toString("utf8")}\n---\n`,
            "text/markdown",
          )
        : undefined;
      const { title, slug, unpublished, labels } = { ...own, ...withoutUndefined(beside) };
      return { title, slug, unpublished, labels: [...new Set([...own.labels, ...labels])] };
    });
  };
  return async (object: StoredObject): Promise<ListingEntry> => {
    const { name: externalId } = object;
    const path = pathOf(externalId, options.prefix) ?? externalId;
    if (object.isDeleted) return { kind: "gone", externalId, reason: "the store says that it was deleted" };
    const sidecar = sidecars.get(externalId);
    try {
      const { title, slug, unpublished, labels } = await factsOf(object, sidecar);
      if (unpublished !== undefined)
        return { kind: "unpublished", externalId, path, title, reason: unpublished };
      const url = options.page_url === undefined ? undefined : pageUrl(options.page_url, path, slug);
      const version = hashOf([object.etag, sidecar?.etag ?? "", url ?? ""]);
      return {
        kind: "document",
        externalId,
        path,
        version,
        title,
        url,
        labels,
        updatedAt: object.changed,
        load,
      };
    } catch (error) {
      io.signal.throwIfAborted();
      if (!isAboutOneObject(error)) throw error;
      return { kind: "unreadable", externalId, path, reason: toFailure(error).message };
    }
  };
}

const withoutUndefined = (given: object | undefined): Partial<Facts> =>
  Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined));
