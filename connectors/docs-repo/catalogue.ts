import type { Io } from "../../src/connector-kit/io.ts";
import type { Gap } from "../../src/connector-kit/listing.ts";
import { addAlias, addComponent, type Component } from "./antora.ts";
import { PossiblePaths } from "./attributes.ts";
import { Documents } from "./documents.ts";
import { statedId, statedSlug } from "./ids.ts";
import { includeCandidates } from "./links.ts";
import type { FactReader } from "./metadata.ts";
import type { DocsRepoOptions } from "./options.ts";
import { isWikiTarget, PageNames, wikiTarget } from "./page-names.ts";
import { mediaTypeOf, textTypeOf } from "./select.ts";
import type { FileEntry, Snapshot } from "./snapshot.ts";

/** What a document says about itself that decides its id, its URL and the URLs of links to it. */
export interface Override {
  readonly id?: string;
  /** The id alone, where that of its folder is a part of `id`. */
  readonly idInFolder?: string;
  readonly slug?: string;
  readonly unpublished?: true;
  /** Who may be answered from it, where that is not everybody. */
  readonly narrow?: Narrow;
}

export type Narrow = "teammates" | "nobody";

/**
 * The documents of a snapshot by their path (NFC), as far as they are needed: all of them for a listing, the changed
 * ones and their link targets for a comparison. Small per document, because a listing keeps all of it in memory.
 */
export interface Catalogue {
  readonly documents: Documents;
  /** Only of documents that say something about themselves. */
  readonly overrides: Map<string, Override>;
  /** External ids of several documents → all their paths. */
  readonly duplicateIds: Map<string, readonly string[]>;
  /** Label of a section → the paths of its documents: each version of a product may have it. */
  readonly sections: Map<string, string | readonly string[]>;
  /** Former path of a document → its path: Antora's `:page-aliases:`. */
  readonly aliases: Map<string, string>;
  /** Antora's components, as far as a document refers to their descriptions. */
  readonly components: Map<string, Component>;
  /** Included files that exist, by path (NFC). */
  readonly partials: Map<string, FileEntry>;
  /** Addresses at which users would read documents that are not for everybody → their paths. */
  readonly narrowUrls: Map<string, string>;
  readonly gaps: Gap[];
  /** All documents by their names, for wiki links; made with the first of them. */
  names: PageNames | undefined;
}

/** Bodies read at once. */
const CONCURRENCY = 16;

/** The documents by name. */
export function namesOf(catalogue: Catalogue): PageNames {
  catalogue.names ??= new PageNames(catalogue.documents.keys());
  return catalogue.names;
}

/** The files that an include in the file `from` may mean: by path, or a wiki's `![[note]]` by name. */
export function includedPaths(catalogue: Catalogue, from: string, written: string): string[] {
  if (!isWikiTarget(written)) return includeCandidates(from, written);
  const { page } = wikiTarget(written);
  const found = namesOf(catalogue).find(from, page);
  if (found !== undefined) return [found];
  return includeCandidates(from, mediaTypeOf(page) === undefined ? `${page}.md` : page);
}

/** The external id of the document at a path. */
export function externalIdOf(catalogue: Catalogue, path: string): string {
  return catalogue.overrides.get(path)?.id ?? path;
}

/** The documents of a snapshot before any of them was read. */
export interface FileListing {
  readonly catalogue: Catalogue;
  /** Paths of several files in NFC → the names of these files. */
  readonly collisions: ReadonlyMap<string, readonly string[]>;
  /** Equal for snapshots of the same files, documents or not; undefined where that cannot be told. */
  readonly mark: string | undefined;
}

/** Reads what the documents say about themselves. */
export async function readFacts(
  { catalogue, collisions }: FileListing,
  snapshot: Snapshot,
  reader: Reader,
  io: Pick<Io, "signal">,
): Promise<Catalogue> {
  const includes = new Set<string>();
  await addAllFacts(catalogue, reader, includes, io.signal);
  findDuplicateIds(catalogue, collisions);
  await findPartials(catalogue, snapshot, reader.facts, includes);
  return catalogue;
}

/** Where a catalogue holds a few documents only, `names` are those of all. */
export function emptyCatalogue(names?: PageNames): Catalogue {
  return {
    names,
    documents: new Documents(),
    overrides: new Map(),
    duplicateIds: new Map(),
    sections: new Map(),
    aliases: new Map(),
    components: new Map(),
    partials: new Map(),
    narrowUrls: new Map(),
    gaps: [],
  };
}

/** Adds the facts of every document, several at a time: reading files is mostly waiting. */
async function addAllFacts(
  catalogue: Catalogue,
  reader: Reader,
  includes: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  for (const some of batches(catalogue.documents)) {
    reader.facts.prefetch(some);
    const rest = some.values();
    const worker = async () => {
      for (const [path, file] of rest) {
        signal.throwIfAborted();
        await addFacts(catalogue, reader, path, file, includes);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  }
}

/** Documents, some hundreds at a time. */
export function* batches(documents: Documents): Generator<readonly (readonly [string, FileEntry])[]> {
  let batch: (readonly [string, FileEntry])[] = [];
  for (const entry of documents) {
    batch.push(entry);
    if (batch.length < BATCH_SIZE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

const BATCH_SIZE = 256;

/** One object for all of them: in a source for teammates that is every document. */
const onlyNarrow: Readonly<Record<Narrow, Override>> = {
  teammates: { narrow: "teammates" },
  nobody: { narrow: "nobody" },
};

/** What decides over a document: what it says about itself, and the source's rules. */
export interface Reader {
  readonly facts: FactReader;
  readonly audienceOf: Io["audienceOf"];
  readonly options: Pick<DocsRepoOptions, "generator">;
}

/** Adds what a document says about itself and which files it may include. */
export async function addFacts(
  catalogue: Catalogue,
  { facts, audienceOf, options }: Reader,
  path: string,
  file: FileEntry,
  includes: Set<string>,
): Promise<void> {
  const reading = await facts.read(file, textTypeOf(path));
  if (reading.kind === "unknown") {
    catalogue.gaps.push({ kind: "gap", part: path, reason: `${reading.reason}; its id is not known` });
    return;
  }
  const { id, unpublished, labels, includes: written = [], sections = {}, aliases = [] } = reading.facts;
  for (const label of Object.keys(sections)) addSection(catalogue, label, path);
  for (const alias of aliases) addAlias(catalogue.aliases, alias, path);
  const slug = statedSlug(path, reading.facts, options);
  const audience = unpublished === undefined ? audienceOf({ path, labels }) : "nobody";
  const narrow = audience === "customers" ? undefined : audience;
  const stated = {
    ...(id === undefined ? {} : statedId(path, id, options)),
    ...(slug === undefined ? {} : { slug }),
    ...(unpublished === undefined ? {} : { unpublished: true as const }),
  };
  if (Object.keys(stated).length > 0) catalogue.overrides.set(path, narrow ? { ...stated, narrow } : stated);
  else if (narrow !== undefined) catalogue.overrides.set(path, onlyNarrow[narrow]);
  for (const target of written) {
    for (const candidate of includedPaths(catalogue, path, target)) includes.add(candidate);
  }
}

function addSection({ sections }: Catalogue, label: string, path: string): void {
  const known = sections.get(label);
  sections.set(label, known === undefined ? path : [known, path].flat());
}

/** Finds documents with the same id: all of them are refused, so all must be known. */
export function findDuplicateIds(
  catalogue: Catalogue,
  collisions: ReadonlyMap<string, readonly string[]>,
): void {
  const holders = new Map<string, string[]>();
  for (const [path, { id }] of catalogue.overrides) {
    if (id !== undefined) holders.set(id, [...(holders.get(id) ?? []), path]);
  }
  for (const [id, paths] of holders) {
    const own = catalogue.documents.has(id) && catalogue.overrides.get(id)?.id === undefined ? [id] : [];
    const all = [...new Set([...own, ...paths])];
    if (all.length > 1) catalogue.duplicateIds.set(id, all.sort());
  }
  for (const [path, names] of collisions) {
    catalogue.duplicateIds.set(
      externalIdOf(catalogue, path),
      names.map((name) => JSON.stringify(name).replaceAll(/[^ -~]/g, escaped)),
    );
  }
}

/** Finds the included files, and the files that these include, until there are no new ones. */
export async function findPartials(
  catalogue: Catalogue,
  snapshot: Snapshot,
  facts: FactReader,
  wanted: ReadonlySet<string>,
): Promise<void> {
  const asked = new Set<string>();
  const possible = new PossiblePaths();
  for (const path of wanted) possible.add(path);
  let next: Set<string> = new Set(wanted);
  while (next.size > 0) {
    const paths = [...next].filter((path) => !catalogue.documents.has(path));
    for (const path of next) asked.add(path);
    const found = [...next].flatMap((path) => catalogue.documents.get(path) ?? []);
    if (paths.length > 0) found.push(...(await snapshot.lookup(spellings(paths))));
    const inner = new Set<string>();
    for (const file of found) {
      const path = file.path.normalize("NFC");
      catalogue.partials.set(path, withNameProblem(file));
      await addComponent(catalogue.components, snapshot, file);
      const reading = await facts.read(file, textTypeOf(path));
      if (reading.kind !== "facts") continue;
      possible.define(reading.facts.attributes ?? {});
      for (const target of reading.facts.includes ?? []) {
        for (const candidate of includedPaths(catalogue, path, target)) {
          if (!asked.has(candidate)) inner.add(candidate);
          possible.add(candidate);
        }
      }
    }
    for (const { attributes } of catalogue.components.values()) possible.define(attributes);
    for (const path of possible.filled()) if (!asked.has(path)) inner.add(path);
    next = inner;
  }
}

/** Paths in both Unicode normal forms: file systems differ in how they write accents. */
export function spellings(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const decomposed = path.normalize("NFD");
    return decomposed === path ? [path] : [path, decomposed];
  });
}

/** A name that is not valid UTF-8 cannot be an id: what it decodes to is not its name. */
export function withNameProblem(file: FileEntry): FileEntry {
  if (!file.path.includes("\ufffd")) return file;
  return { ...file, problem: "its name is not valid UTF-8; rename the file" };
}

const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
