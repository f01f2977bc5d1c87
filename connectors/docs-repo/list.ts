import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { batches, lookInto, shelve } from "./catalogue.ts";
import { entryOf, loaderOf } from "./load.ts";
import { FactReader } from "./metadata.ts";
import { openSnapshot } from "./open.ts";
import type { DocsRepoOptions } from "./options.ts";
import { selector } from "./select.ts";
import type { FileEntry, Snapshot } from "./snapshot.ts";

/**
 * Every document the options select. Bodies are read only where nothing is remembered of them.
 *
 * @throws ConfigError when the folder is missing, FinIngestError when nothing is selected, GitError when git fails.
 */
export async function* list(options: DocsRepoOptions, io: Io): AsyncGenerator<ListingEntry> {
  yield* listSnapshot(await openSnapshot(options, io), options, io);
}

/** The same over files that were opened already. */
export async function* listSnapshot(
  snapshot: Snapshot,
  options: DocsRepoOptions,
  io: Io,
): AsyncGenerator<ListingEntry> {
  const facts = new FactReader(snapshot, io);
  const shelved = await shelve(snapshot, selector(options), io);
  const { catalogue, mark } = shelved;
  if (catalogue.documents.size === 0) {
    throw new FinIngestError(`no documents found in ${snapshot.name}`, {
      hint: `Check \`include\` (${options.include.join(", ")}) and \`exclude\` (${options.exclude.join(", ")}); a listing without any document is taken for a mistake.`,
    });
  }
  if (mark !== undefined && io.isUnchanged?.(mark)) return;
  await lookInto(shelved, snapshot, facts, io);
  yield* catalogue.gaps;
  const context = { catalogue, snapshot, facts, options };
  const load = loaderOf(context);
  const changes = io.changedSince === undefined ? undefined : await snapshot.changedSince?.(io.changedSince);
  for (const batch of batches(catalogue.documents)) {
    facts.expect(batch);
    for (const [path, file] of batch) {
      io.signal.throwIfAborted();
      yield entryOf(context, path, dated(file, changes, io.changedSince), load);
    }
  }
}

/** What did not change since then changed before: no more is known, and no more is asked. */
function dated(
  file: FileEntry,
  changes: ReadonlyMap<string, number> | undefined,
  since: number | undefined,
): FileEntry {
  if (changes === undefined || since === undefined) return file;
  return { ...file, updatedAt: changes.get(file.path) ?? since - 1 };
}
