import type { Io } from "../../src/connector-kit/io.ts";
import type { Gap } from "../../src/connector-kit/listing.ts";
import { Documents } from "./documents.ts";
import { includeCandidates } from "./links.ts";
import type { FactReader } from "./metadata.ts";
import { documentExtensions, mediaTypeOf, textTypeOf } from "./select.ts";
import { type FileEntry, Mark, type Snapshot } from "./snapshot.ts";

/** What a document says that decides its own id and URL and those of links to it. */
export interface Override {
  readonly id?: string;
  readonly slug?: string;
  readonly unpublished?: true;
}

/**
 * The documents of a snapshot by their path (NFC), as far as they matter: all of them for a listing, the changed
 * ones and their link targets for a comparison. Small per document, because a listing holds it as a whole.
 */
export interface Catalogue {
  readonly documents: Documents;
  /** Only documents that say something of themselves. */
  readonly overrides: Map<string, Override>;
  /** External ids that several documents have → all their paths. */
  readonly twice: Map<string, readonly string[]>;
  /** Included files by path (NFC) that are there. */
  readonly partials: Map<string, FileEntry>;
  readonly gaps: Gap[];
}

/** Bodies read at once. */
const lanes = 16;

/** The external id of the document at a path. */
export function externalIdOf(catalogue: Catalogue, path: string): string {
  return catalogue.overrides.get(path)?.id ?? path;
}

/** The documents of a snapshot before any of them was looked into. */
export interface CataloguedFile {
  readonly catalogue: Catalogue;
  /** Paths that several files have in NFC → these files' names. */
  readonly sameName: ReadonlyMap<string, readonly string[]>;
  /** Equal for snapshots of the same files, documents or not; undefined where none can be told. */
  readonly mark?: string;
}

/** Reads a whole listing. Bodies are read only where their facts are not remembered. */
export async function readCatalogue(
  snapshot: Snapshot,
  facts: FactReader,
  selected: (path: string) => boolean,
  io: Pick<Io, "signal" | "log">,
): Promise<Catalogue> {
  return lookInto(await shelve(snapshot, selected, io), snapshot, facts, io);
}

/** Reads which documents there are, and no body. */
export async function shelve(
  snapshot: Snapshot,
  selected: (path: string) => boolean,
  io: Pick<Io, "signal" | "log">,
): Promise<CataloguedFile> {
  const catalogue = emptyCatalogue();
  const sameName = new Map<string, string[]>();
  const marking = new Mark();
  const odd = new Set<string>();
  const wanted = (path: string) => {
    if (!selected(path.normalize("NFC"))) return false;
    if (mediaTypeOf(path) !== undefined) return true;
    odd.add(/\.[^./]*$/.exec(path)?.[0] ?? "none");
    return false;
  };
  for await (const batch of snapshot.files(wanted, marking)) {
    io.signal.throwIfAborted();
    for (const entry of batch) {
      if (entry.kind === "gap") catalogue.gaps.push(entry);
      else {
        const path = entry.path.normalize("NFC");
        const other = catalogue.documents.get(path);
        if (other === undefined) catalogue.documents.set(path, named(entry));
        else sameName.set(path, [...(sameName.get(path) ?? [other.path]), entry.path]);
      }
    }
  }
  warnOf(odd, catalogue.documents.keys(), io);
  const mark = marking.value();
  return { catalogue, sameName, ...(mark === undefined ? {} : { mark }) };
}

/** Takes down what the documents say of themselves. */
export async function lookInto(
  { catalogue, sameName }: CataloguedFile,
  snapshot: Snapshot,
  facts: FactReader,
  io: Pick<Io, "signal">,
): Promise<Catalogue> {
  const includes = new Set<string>();
  await notes(catalogue, facts, includes, io.signal);
  findTwice(catalogue, sameName);
  await findPartials(catalogue, snapshot, facts, includes);
  return catalogue;
}

export function emptyCatalogue(): Catalogue {
  return {
    documents: new Documents(),
    overrides: new Map(),
    twice: new Map(),
    partials: new Map(),
    gaps: [],
  };
}

/** Takes down every document, a few at a time: reading files is mostly waiting. */
async function notes(
  catalogue: Catalogue,
  facts: FactReader,
  includes: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  for (const some of batches(catalogue.documents)) {
    facts.expect(some);
    const rest = some.values();
    const lane = async () => {
      for (const [path, file] of rest) {
        signal.throwIfAborted();
        await note(catalogue, facts, path, file, includes);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }
}

/** Documents, some hundreds at a time. */
export function* batches(documents: Documents): Generator<readonly (readonly [string, FileEntry])[]> {
  let batch: (readonly [string, FileEntry])[] = [];
  for (const entry of documents) {
    batch.push(entry);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

const batchSize = 256;

/** Takes down what a document says of itself and which files it may include. */
export async function note(
  catalogue: Catalogue,
  facts: FactReader,
  path: string,
  file: FileEntry,
  includes: Set<string>,
): Promise<void> {
  const reading = await facts.read(file, textTypeOf(path));
  if (reading.kind === "unknown") {
    catalogue.gaps.push({ kind: "gap", part: path, reason: `${reading.reason}; its id is not known` });
    return;
  }
  const { id, slug, unpublished, includes: written = [] } = reading.facts;
  if (id !== undefined || slug !== undefined || unpublished !== undefined) {
    catalogue.overrides.set(path, {
      ...(id === undefined ? {} : { id }),
      ...(slug === undefined ? {} : { slug }),
      ...(unpublished === undefined ? {} : { unpublished: true }),
    });
  }
  for (const target of written) {
    for (const candidate of includeCandidates(path, target)) includes.add(candidate);
  }
}

/** Two documents with one id: both are refused, so both must be known. */
export function findTwice(catalogue: Catalogue, sameName: ReadonlyMap<string, readonly string[]>): void {
  const holders = new Map<string, string[]>();
  for (const [path, { id }] of catalogue.overrides) {
    if (id !== undefined) holders.set(id, [...(holders.get(id) ?? []), path]);
  }
  for (const [id, paths] of holders) {
    const own = catalogue.documents.has(id) && catalogue.overrides.get(id)?.id === undefined ? [id] : [];
    const all = [...new Set([...own, ...paths])];
    if (all.length > 1) catalogue.twice.set(id, all.sort());
  }
  for (const [path, names] of sameName) {
    catalogue.twice.set(
      externalIdOf(catalogue, path),
      names.map((name) => JSON.stringify(name).replaceAll(/[^ -~]/g, escaped)),
    );
  }
}

/** Finds the included files, and the files these include, until there is nothing new. */
export async function findPartials(
  catalogue: Catalogue,
  snapshot: Snapshot,
  facts: FactReader,
  wanted: ReadonlySet<string>,
): Promise<void> {
  const asked = new Set<string>();
  let next: Set<string> = new Set(wanted);
  while (next.size > 0) {
    const paths = [...next].filter((path) => !catalogue.documents.has(path));
    for (const path of next) asked.add(path);
    const found = [...next].flatMap((path) => catalogue.documents.get(path) ?? []);
    if (paths.length > 0) found.push(...(await snapshot.lookup(spellings(paths))));
    const inner = new Set<string>();
    for (const file of found) {
      const path = file.path.normalize("NFC");
      catalogue.partials.set(path, named(file));
      const reading = await facts.read(file, textTypeOf(path));
      if (reading.kind !== "facts") continue;
      for (const target of reading.facts.includes ?? []) {
        for (const candidate of includeCandidates(path, target))
          if (!asked.has(candidate)) inner.add(candidate);
      }
    }
    next = inner;
  }
}

/** File systems differ in how they spell accents. */
export function spellings(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const decomposed = path.normalize("NFD");
    return decomposed === path ? [path] : [path, decomposed];
  });
}

/** A name that was no valid UTF-8 cannot be an id: what it decodes to is not its name. */
function named(file: FileEntry): FileEntry {
  if (!file.path.includes("\ufffd")) return file;
  return { ...file, problem: "its name is not valid UTF-8; rename the file" };
}

const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

function warnOf(odd: ReadonlySet<string>, paths: Iterable<string>, io: Pick<Io, "log">): void {
  if (odd.size > 0) {
    const read = documentExtensions.join(", ");
    io.log.warn("`include` selects files of formats that are not read", {
      formats: [...odd].sort().join(", "),
      read,
    });
  }
  const seen = new Map<string, string>();
  for (const path of paths) {
    const lower = path.toLowerCase();
    const other = seen.get(lower);
    if (other === undefined) seen.set(lower, path);
    else io.log.warn("two documents differ in upper and lower case only", { first: other, second: path });
  }
}
