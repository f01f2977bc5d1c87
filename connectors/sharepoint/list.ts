import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { oddEntry } from "../../src/connector-kit/items.ts";
import type { DocumentEntry, Gap, Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError } from "../../src/errors.ts";
import {
  type Candidate,
  type Candidates,
  externalIdOf,
  filesOf,
  missingFolders,
  pagesOf,
  stateOf,
} from "./candidates.ts";
import { type Graph, openGraph } from "./client.ts";
import { type DriveState, readDrive } from "./drive.ts";
import { classify, entryOf, urlOf } from "./entries.ts";
import { NarrowItems, withheldKeys } from "./links.ts";
import { type Loader, linksKey, linksOf, loaderOf } from "./load.ts";
import type { SharepointOptions } from "./options.ts";
import { accessesOf } from "./permissions.ts";
import type { Access } from "./readers.ts";
import { Page, pageFields } from "./schema.ts";
import { Selection } from "./selection.ts";
import { type Library, openSites } from "./sites.ts";

/** A listing in progress. */
interface Listing {
  readonly options: SharepointOptions;
  readonly io: Io;
  readonly graph: Graph;
  readonly load: Loader;
  readonly selection: Selection;
  /** Folders of the options that no library had so far. */
  readonly missing: Set<string>;
  /** What is not for everybody; complete when every library is read. */
  readonly narrow: NarrowItems;
}

/** What a library holds, as far as it is listed. */
interface Found {
  readonly library: Library;
  readonly items: readonly { readonly candidate: Candidate; readonly entry: DocumentEntry }[];
  readonly others: readonly ListingEntry[];
  readonly deleted: ReadonlySet<string>;
}

/**
 * Every selected file and modern page; those that are restricted or not published are `unpublished`, and what Graph
 * reports as deleted is `gone`. A site or library that refuses is a gap, unless nothing else was selected.
 */
export async function* list(options: SharepointOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  const graph = openGraph(options, io);
  const { libraries, gaps } = await openSites(graph, options, io);
  const narrow = new NarrowItems();
  const selection = new Selection(options);
  const missing = new Set(options.folders);
  const load = loaderOf(graph, narrow, io);
  const listing: Listing = { options, io, graph, selection, missing, narrow, load };
  const all: Found[] = [];
  const failures: { gap: Gap; error: FinIngestError }[] = [];
  for (const library of libraries) {
    try {
      all.push(await findIn(listing, library));
    } catch (error) {
      io.signal.throwIfAborted();
      if (!isAboutOneObject(error)) throw error;
      const part = `${library.kind === "pages" ? "pages" : "library"} ${library.place}`;
      narrow.close(library.drive.webUrl);
      failures.push({ gap: { kind: "gap", part, reason: error.message }, error });
    }
  }
  const [first] = failures;
  if (first && all.length === 0)
    throw new FinIngestError(`${first.gap.part} cannot be listed: ${first.error.message}`, {
      hint: first.error.hint ?? "`fin-ingest check` says which permission is missing.",
      cause: first.error,
    });
  for (const found of all) yield* entriesOf(listing, found);
  yield* [...gaps, ...failures.map(({ gap }) => gap)];
  if (libraries.some(({ kind }) => kind === "files"))
    for (const folder of missing)
      yield { kind: "gap", part: `folder ${folder}`, reason: "no library has it, or it is not for this app" };
  selection.report(io);
}

async function findIn(listing: Listing, library: Library): Promise<Found> {
  const { options, io, graph, load, missing, narrow } = listing;
  const state = await readDrive(graph, library, options, io);
  const { wanted, unreadable, gaps } = await candidatesOf(listing, library, state);
  if (options.folders) {
    const absent = missingFolders(state, options.folders);
    for (const folder of options.folders) if (!absent.includes(folder)) missing.delete(folder);
  }
  const published = wanted.filter(({ published }) => published.kind !== "never");
  const question = { ...state, drive: library.drive.id, wanted: published.map(({ item }) => item) };
  const accesses = published.length === 0 ? undefined : await accessesOf(question, graph, options, io);
  state.remember();
  const items = wanted.map((candidate) => {
    const verdict = classify(candidate, accesses?.get(candidate.item.id) ?? unread, options);
    const entry = entryOf(library, candidate, verdict, load);
    const audience = entry.kind === "document" ? io.audienceOf(entry) : "nobody";
    const { item, page, steps } = candidate;
    const name = page?.title ?? steps.at(-1) ?? candidate.path;
    if (audience !== "customers")
      narrow.add(candidate, [urlOf(library, candidate), item.webUrl ?? undefined], { name, audience });
    return { candidate, entry };
  });
  const odd = state.odd.map((one) =>
    oddEntry(library.place, { ...one, id: one.id && externalIdOf(library, one.id) }),
  );
  return { library, items, others: [...unreadable, ...gaps, ...odd], deleted: state.deleted };
}

const unread: Access = { kind: "unknown", reason: "its permissions were not read" };

async function* entriesOf(listing: Listing, found: Found): AsyncGenerator<ListingEntry> {
  const { library, items, others, deleted } = found;
  const { signal } = listing.io;
  for (const { candidate, entry } of items) {
    signal.throwIfAborted();
    yield entry.kind === "document"
      ? { ...entry, version: versionOf(listing, library, candidate, entry) }
      : entry;
  }
  yield* others;
  for (const id of deleted) {
    signal.throwIfAborted();
    const externalId = externalIdOf(library, id);
    yield { kind: "gone", externalId, reason: "SharePoint says that it was deleted" };
  }
}

/** A version that covers what a page may not name of others, as far as its links are known from its last load. */
function versionOf(
  { io, narrow }: Listing,
  library: Library,
  candidate: Candidate,
  document: Listed,
): string | undefined {
  const known = candidate.page && linksOf(io).get(linksKey(library, candidate));
  if (document.version === undefined || known?.state !== stateOf(candidate)) return document.version;
  const withheld = withheldKeys(known?.keys ?? [], narrow, new IncludedDocuments(io.audienceOf(document)));
  return withheld.length === 0
    ? document.version
    : `${document.version} without ${withheld.sort().join(" ")}`;
}

async function candidatesOf(
  { io, graph, selection }: Listing,
  library: Library,
  state: DriveState,
): Promise<Candidates> {
  if (library.kind === "files") return filesOf(library, state, selection);
  const path = `/sites/${library.siteId}/pages/microsoft.graph.sitePage?$select=${pageFields}`;
  const { items, odd } = await graph.all(`the pages of ${library.place}`, path, Page, io.signal);
  const pages = new Map(items.map((page) => [page.id.toLowerCase(), page]));
  const unread = new Set(odd.flatMap(({ id }) => (id === undefined ? [] : [id.toLowerCase()])));
  const found = pagesOf(library, state, pages, selection, unread);
  const nameless = odd.filter(({ id }) => id === undefined);
  const gaps = nameless.map(({ reason }): Gap => ({ kind: "gap", part: `pages ${library.place}`, reason }));
  return { ...found, gaps: [...found.gaps, ...gaps] };
}
