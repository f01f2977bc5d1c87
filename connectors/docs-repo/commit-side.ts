import {
  addFacts,
  type Catalogue,
  emptyCatalogue,
  findDuplicateIds,
  findPartials,
  namesOf,
  type Reader,
  spellings,
} from "./catalogue.ts";
import type { CommitSnapshot } from "./commit.ts";
import { holdersOf } from "./commits.ts";
import type { ListContext } from "./context.ts";
import { relativeLink } from "./links.ts";
import { isWikiTarget, PageNames, wikiTarget } from "./page-names.ts";
import { noteNarrowUrls } from "./references.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry } from "./snapshot.ts";

/** One side of a comparison: what is known of its commit, and which of its documents changed. */
export interface Side extends ListContext {
  readonly snapshot: CommitSnapshot;
  readonly own: Map<string, FileEntry>;
}

/**
 * Reads the given documents of a commit, what they include, and what their links lead to.
 *
 * @param blobs path → blob id for files the comparison named, undefined where the file is not on this side
 */
export async function readSide(
  context: Omit<Side, "catalogue" | "own">,
  documents: ReadonlySet<string>,
  blobs: ReadonlyMap<string, string | undefined>,
  isDocument: (path: string) => boolean,
): Promise<Side> {
  const { snapshot, facts } = context;
  const own = new Map<string, FileEntry>();
  const elsewhere = [...documents].filter((path) => !blobs.has(path));
  const files: FileEntry[] = elsewhere.length === 0 ? [] : [...(await snapshot.lookup(elsewhere))];
  for (const path of documents) {
    const blob = blobs.get(path);
    if (blob !== undefined) files.push({ kind: "file", path, blob });
  }
  const catalogue = emptyCatalogue(await namesIfUsed(context, files, isDocument));
  const includes = new Set<string>();
  for (const file of files) {
    const path = file.path.normalize("NFC");
    own.set(path, file);
    await add(catalogue, context, path, file, includes);
  }
  await findPartials(catalogue, snapshot, facts, includes);
  await findTargets(catalogue, context, isDocument);
  noteNarrowUrls({ ...context, catalogue });
  return { ...context, catalogue, own };
}

/** The names of all documents of the commit, where one of the files has a wiki link. */
async function namesIfUsed(
  { snapshot, facts }: Omit<Side, "catalogue" | "own">,
  files: readonly FileEntry[],
  isDocument: (path: string) => boolean,
): Promise<PageNames | undefined> {
  for (const file of files) {
    const reading = await facts.read(file, textTypeOf(file.path));
    if (reading.kind !== "facts") continue;
    const { links = [], includes = [] } = reading.facts;
    if (![...links, ...includes].some(isWikiTarget)) continue;
    const paths: string[] = [];
    for await (const batch of snapshot.files(isDocument))
      for (const found of batch) paths.push(found.path.normalize("NFC"));
    return new PageNames(paths);
  }
  return undefined;
}

async function add(
  catalogue: Catalogue,
  reader: Reader,
  path: string,
  file: FileEntry,
  includes: Set<string> = new Set(),
): Promise<void> {
  catalogue.documents.set(path, file);
  await addFacts(catalogue, reader, path, file, includes);
}

/** The documents that the known ones link to: their URLs depend on what they say about themselves. */
async function findTargets(
  catalogue: Catalogue,
  context: Omit<ListContext, "catalogue">,
  isDocument: (path: string) => boolean,
): Promise<void> {
  if (context.options.page_url === undefined) return;
  const candidates = new Set<string>();
  for (const [path, file] of [...catalogue.documents, ...catalogue.partials]) {
    const reading = await context.facts.read(file, textTypeOf(path));
    if (reading.kind !== "facts") continue;
    for (const written of reading.facts.links ?? []) {
      for (const candidate of linkedPaths(catalogue, path, written)) {
        if (!catalogue.documents.has(candidate) && isDocument(candidate)) candidates.add(candidate);
      }
    }
  }
  if (candidates.size === 0) return;
  for (const file of await context.snapshot.lookup(spellings([...candidates]))) {
    await add(catalogue, context, file.path.normalize("NFC"), file);
  }
}

function linkedPaths(catalogue: Catalogue, from: string, written: string): Iterable<string> {
  if (!isWikiTarget(written)) return relativeLink(from, written, catalogue.components)?.candidates ?? [];
  return [namesOf(catalogue).find(from, wikiTarget(written).page) ?? []].flat();
}

/**
 * Adds unchanged documents to the comparison whose id a change gave to or took from another document: two documents with
 * one id are both refused, and a page of which one of them remains is not gone.
 */
export async function addHolders(
  after: Side,
  before: Side,
  isDocument: (path: string) => boolean,
): Promise<void> {
  const [old, now] = [statedIds(before), statedIds(after)];
  const moved = [...old].filter((id) => !now.has(id)).concat([...now].filter((id) => !old.has(id)));
  const holders = moved.length === 0 ? [] : await holdersOf(after, moved);
  for (const file of holders) {
    const path = file.path.normalize("NFC");
    if (after.own.has(path) || !isDocument(path)) continue;
    after.own.set(path, file);
    const includes = new Set<string>();
    await add(after.catalogue, after, path, file, includes);
    await findPartials(after.catalogue, after.snapshot, after.facts, includes);
  }
  findDuplicateIds(after.catalogue, new Map());
}

function statedIds({ catalogue, own }: Side): Set<string> {
  return new Set([...own.keys()].flatMap((path) => catalogue.overrides.get(path)?.id ?? []));
}
