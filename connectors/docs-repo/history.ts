import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { exitCode, FinIngestError } from "../../src/errors.ts";
import { externalIdOf, type Reader } from "./catalogue.ts";
import { addHolders, readSide, type Side } from "./commit-side.ts";
import { type ChangedFile, changedFiles, includersOf, mayBeIncluded } from "./commits.ts";
import { entryOf } from "./entry.ts";
import { listSnapshot, NoDocumentsError } from "./list.ts";
import { FactReader } from "./metadata.ts";
import { docsRepoOptions } from "./options.ts";
import type { NamedRange } from "./range.ts";
import type { Repositories } from "./repositories.ts";
import { isDocument, selector, textTypeOf } from "./select.ts";

/** One document on both sides of a change; a side where there is no page of it is undefined. */
export interface ChangedDocument {
  readonly externalId: string;
  /** A document, or one that was unpublished. */
  readonly before: ListingEntry | undefined;
  /** Whatever it is now, even if it cannot be read. */
  readonly after: ListingEntry | undefined;
}

/**
 * Every document of one commit, from git's objects only: no work tree, no network.
 *
 * @throws FinIngestError where the folder is not in a git repository
 */
export async function* listCommit({
  options,
  commit,
  io,
  repositories,
}: ListedSide): AsyncGenerator<ListingEntry> {
  const parsed = docsRepoOptions.parse(options);
  const place = await repositories.placeOf(parsed, io.baseDir);
  yield* listSnapshot(repositories.snapshot(place, commit, io), parsed, io);
}

/**
 * The documents whose content differs between two commits, each with both sides loaded from git's objects, in the
 * order of their ids. A file that moved and kept its front matter `id` is one changed document; without an `id` it is a
 * deletion and an addition. A changed partial changes the documents that include it. Only what changed is read, never a
 * whole listing: links of unchanged documents to moved ones are left to the next full run.
 *
 * @param range full ids of the two commits
 * @throws FinIngestError where the folder is not in a git repository
 */
export async function* changedBetween(
  { options, io, repositories }: Omit<ListedSide, "commit">,
  { base: older, head: newer }: NamedRange,
): AsyncGenerator<ChangedDocument> {
  const parsed = docsRepoOptions.parse(options);
  const place = await repositories.placeOf(parsed, io.baseDir);
  const selected = selector(parsed);
  const isSelected = (path: string) => {
    const name = path.normalize("NFC");
    return isDocument(name, parsed) && selected(name);
  };
  const contextOf = (commit: string) => {
    const snapshot = repositories.snapshot(place, commit, io);
    return { snapshot, facts: new FactReader(snapshot, io), audienceOf: io.audienceOf, options: parsed };
  };
  const [from, to] = [contextOf(older), contextOf(newer)];
  if (!(await from.snapshot.rootExists()) || !(await to.snapshot.rootExists())) {
    const side = { options, io, repositories };
    yield* listedBetween({ ...side, commit: older }, { ...side, commit: newer });
    return;
  }

  const files = await changedFiles(place, older, newer, io);
  const documents = new Set(files.map(({ path }) => path).filter(isSelected));
  const narrowed = await withOtherAudience(
    files.filter(({ path }) => isSelected(path)),
    from,
    to,
  );
  const partials = files
    .map(({ path }) => path)
    .filter((path) => !isSelected(path) || mayBeIncluded(path) || narrowed.has(path));
  for (const path of await includersOf([from, to], partials)) if (isSelected(path)) documents.add(path);
  const blobs = (side: "before" | "after") => new Map(files.map((file) => [file.path, file[side]]));
  const before = await readSide(from, documents, blobs("before"), isSelected);
  const after = await readSide(to, documents, blobs("after"), isSelected);
  await addHolders(after, before, isSelected);
  yield* pairs(before, after);
}

/** One side of a comparison of whole listings; without a source on that side there is nothing. */
export interface ListedSide {
  /** A docs-repo source's options with `path` inside a git work tree. */
  readonly options: unknown;
  /** Its full id. */
  readonly commit: string;
  readonly repositories: Repositories;
  readonly io: Io;
}

/**
 * Every document of two commits that is listed on either side, each side under options of its own: for a change of the
 * configuration. A side whose folder does not exist, or whose options select nothing, has no documents.
 *
 * @throws FinIngestError where the folder is in neither commit
 */
export async function* listedBetween(
  before: ListedSide | undefined,
  after: ListedSide,
): AsyncGenerator<ChangedDocument> {
  const [old, now] = [before && (await listedOn(before)), await listedOn(after)];
  if (old === undefined && now === undefined) throw await inNeitherCommit(after);
  for (const externalId of [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort()) {
    const was = old?.get(externalId);
    yield {
      externalId,
      before: was?.kind === "document" || was?.kind === "unpublished" ? was : undefined,
      after: now?.get(externalId) ?? (await noLongerSelected(was, after)),
    };
  }
}

/** Undefined where the folder does not exist. */
async function listedOn({
  options,
  commit,
  io,
  repositories,
}: ListedSide): Promise<Map<string, ListingEntry> | undefined> {
  const parsed = docsRepoOptions.parse(options);
  const snapshot = repositories.snapshot(await repositories.placeOf(parsed, io.baseDir), commit, io);
  if (!(await snapshot.rootExists())) return undefined;
  const entries = new Map<string, ListingEntry>();
  try {
    for await (const entry of listSnapshot(snapshot, parsed, io))
      if ("externalId" in entry) entries.set(entry.externalId, entry);
  } catch (error) {
    if (!(error instanceof NoDocumentsError)) throw error;
  }
  return entries;
}

/** A document that is still there, and that the options leave out. */
async function noLongerSelected(
  was: ListingEntry | undefined,
  { options, commit, io, repositories }: ListedSide,
): Promise<ListingEntry | undefined> {
  if (was?.kind !== "document" || was.path === undefined) return undefined;
  const place = await repositories.placeOf(docsRepoOptions.parse(options), io.baseDir);
  const snapshot = repositories.snapshot(place, commit, io);
  if (!(await snapshot.rootExists()) || !(await snapshot.has(was.path))) return undefined;
  const { externalId, path } = was;
  return { kind: "unpublished", externalId, path, reason: "`include` and `exclude` leave it out" };
}

async function inNeitherCommit({ options, io, repositories }: ListedSide): Promise<FinIngestError> {
  const parsed = docsRepoOptions.parse(options);
  const { prefix } = await repositories.placeOf(parsed, io.baseDir);
  return new FinIngestError(`path: the folder ${prefix || parsed.path} is in neither of the two commits`, {
    exitCode: exitCode.usage,
    hint: "Check `path`: it is relative to the folder of the configuration file.",
  });
}

/** Documents that are not for the same people on both sides: pages that include them show something else. */
async function withOtherAudience(
  files: readonly ChangedFile[],
  from: Reader,
  to: Reader,
): Promise<ReadonlySet<string>> {
  const audience = async ({ facts, audienceOf }: Reader, file: string, blob: string | undefined) => {
    if (blob === undefined) return undefined;
    const reading = await facts.read({ kind: "file", path: file, blob }, textTypeOf(file));
    const { labels, unpublished } = reading.kind === "unknown" ? {} : reading.facts;
    return unpublished === undefined ? audienceOf({ path: file.normalize("NFC"), labels }) : "nobody";
  };
  const changed = new Set<string>();
  for (const { path, before, after } of files)
    if ((await audience(from, path, before)) !== (await audience(to, path, after))) changed.add(path);
  return changed;
}

async function* pairs(before: Side, after: Side): AsyncGenerator<ChangedDocument> {
  const [old, now] = [byId(before), byId(after)];
  for (const externalId of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const was = await sideEntry(before, old.get(externalId));
    const pair = {
      externalId,
      before: was?.kind === "document" || was?.kind === "unpublished" ? was : undefined,
      after: await sideEntry(after, now.get(externalId)),
    };
    if (!isSame(pair)) yield pair;
  }
}

/** External id → path of the documents that changed. */
function byId(side: Side): Map<string, string> {
  return new Map([...side.own.keys()].map((path) => [externalIdOf(side.catalogue, path), path]));
}

async function sideEntry(side: Side, path: string | undefined): Promise<ListingEntry | undefined> {
  const file = path === undefined ? undefined : side.own.get(path);
  return path === undefined || file === undefined ? undefined : entryOf(side, path, file);
}

/** Whether the page would not differ: neither side is published, or everything it depends on is the same. */
function isSame({ before, after }: ChangedDocument): boolean {
  if (before?.kind !== "document" && (after === undefined || after.kind === "unpublished")) return true;
  if (before?.kind !== "document" || after?.kind !== "document") return false;
  return before.version === after.version && before.path === after.path && before.url === after.url;
}
