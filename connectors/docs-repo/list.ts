import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { batches, readFacts } from "./catalogue.ts";
import { entryOf } from "./entry.ts";
import { isKnownListing, rememberSize } from "./known-listing.ts";
import { listFiles } from "./list-files.ts";
import { loaderOf } from "./load.ts";
import { FactReader } from "./metadata.ts";
import { openSnapshot } from "./open.ts";
import type { DocsRepoOptions } from "./options.ts";
import { noteNarrowUrls } from "./references.ts";
import { countingSelector } from "./select.ts";
import type { FileEntry, Snapshot } from "./snapshot.ts";

/** Nothing is selected: more likely a mistake than the end of all documents. */
export class NoDocumentsError extends FinIngestError {
  override readonly name = "NoDocumentsError";
}

/**
 * Every document that the options select. A body is read only if its facts are not cached.
 *
 * @throws ConfigError where the folder is missing, FinIngestError where nothing is selected, GitError where git fails
 */
export async function* list(options: DocsRepoOptions, io: Io): AsyncGenerator<ListingEntry> {
  yield* listSnapshot(await openSnapshot(options, io), options, io);
}

/** The same for a snapshot that is open already. */
export async function* listSnapshot(
  snapshot: Snapshot,
  options: DocsRepoOptions,
  io: Io,
): AsyncGenerator<ListingEntry> {
  const facts = new FactReader(snapshot, io);
  const selection = countingSelector(options);
  if (await isKnownListing(snapshot, selection, options, io)) return;
  const files = await listFiles(snapshot, selection.selects, options, io);
  const { catalogue, mark } = files;
  if (catalogue.documents.size === 0) {
    throw new NoDocumentsError(`no documents found in ${snapshot.name}`, {
      hint: `Check \`include\` (${options.include.join(", ")}) and \`exclude\` (${options.exclude.join(", ")}); a listing without any document is treated as a mistake.`,
    });
  }
  if (selection.wikiParts.size > 0)
    io.log.info("parts of every page of a wiki are not documents", {
      files: [...selection.wikiParts].join(", "),
    });
  if (io.selected) {
    const counting = selection.count();
    for (const path of catalogue.documents.keys()) counting.add(path);
    counting.counts().report(io);
  }
  rememberSize(catalogue.documents.size, io);
  if (mark !== undefined && io.isUnchanged?.(mark)) return;
  const { audienceOf } = io;
  await readFacts(files, snapshot, { facts, audienceOf, options }, io);
  yield* catalogue.gaps;
  const context = { catalogue, snapshot, facts, audienceOf, options };
  noteNarrowUrls(context);
  const load = loaderOf(context);
  const changes = io.changedSince === undefined ? undefined : await snapshot.changedSince?.(io.changedSince);
  for (const batch of batches(catalogue.documents)) {
    facts.prefetch(batch);
    for (const [path, file] of batch) {
      io.signal.throwIfAborted();
      yield entryOf(context, path, withDate(file, changes, io.changedSince), load);
    }
  }
  facts.forget();
}

/** What did not change since then changed before: more is not known, and not needed. */
function withDate(
  file: FileEntry,
  changes: ReadonlyMap<string, number> | undefined,
  since: number | undefined,
): FileEntry {
  if (changes === undefined || since === undefined) return file;
  return { ...file, updatedAt: changes.get(file.path) ?? since - 1 };
}
