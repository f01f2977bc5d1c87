import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { externalIdOf, spellings } from "./catalogue.ts";
import { readCatalogue } from "./list-files.ts";
import { FactReader } from "./metadata.ts";
import { openSnapshot } from "./open.ts";
import type { DocsRepoOptions } from "./options.ts";

/** A second listing. */
interface Recheck {
  readonly complete: boolean;
  readonly ids: ReadonlySet<string>;
  /** Whether a file exists at a path, listed or not. */
  readonly has: (path: string) => Promise<boolean>;
  readonly documents: ReadonlySet<string>;
}

/** One second listing serves all questions of a run: they are about one first listing. */
const rechecks = new WeakMap<Io, Promise<Recheck>>();

/**
 * Whether a document is gone: a second, complete listing has other documents but not this one, and no file exists at its
 * path. A file that exists but is not selected (any more) proves nothing.
 */
export async function confirm(options: DocsRepoOptions, io: Io, externalId: string): Promise<Presence> {
  try {
    const recheck = rechecks.get(io) ?? listAgain(options, io);
    rechecks.set(io, recheck);
    const { complete, ids, has, documents } = await recheck;
    if (ids.has(externalId)) return "present";
    if (!complete || ids.size === 0) return "unknown";
    if (documents.has(externalId)) return "gone"; // the file has another id now
    return (await has(externalId)) ? "unknown" : "gone";
  } catch (error) {
    io.signal.throwIfAborted();
    io.log.debug("the source could not be listed again", {
      reason: error instanceof Error ? error.message : String(error),
    });
    return "unknown";
  }
}

async function listAgain(options: DocsRepoOptions, io: Io): Promise<Recheck> {
  const snapshot = await openSnapshot(options, io, { refetch: false });
  const catalogue = await readCatalogue(snapshot, new FactReader(snapshot, io), options, io);
  const documents = new Set(catalogue.documents.keys());
  return {
    complete: catalogue.gaps.length === 0,
    ids: new Set([...documents].map((path) => externalIdOf(catalogue, path))),
    documents,
    has: async (path) => {
      for (const spelling of spellings([path])) if (await snapshot.has(spelling)) return true;
      return false;
    },
  };
}
