import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { externalIdOf, readCatalogue, spellings } from "./catalogue.ts";
import { FactReader } from "./metadata.ts";
import { openSnapshot } from "./open.ts";
import type { DocsRepoOptions } from "./options.ts";
import { selector } from "./select.ts";

/** What a second look found. */
interface SecondLook {
  readonly complete: boolean;
  readonly ids: ReadonlySet<string>;
  /** Whether a file that is not listed (any more) stands at a path. */
  readonly stands: (path: string) => Promise<boolean>;
  readonly documents: ReadonlySet<string>;
}

/** One look serves all questions of a run: they are asked one after the other about one listing. */
const looks = new WeakMap<Io, Promise<SecondLook>>();

/**
 * Whether a document is gone: a second, complete listing has other documents but not this one, and no file stands
 * at its path. A file that is there but not selected (any more) proves nothing.
 */
export async function confirm(options: DocsRepoOptions, io: Io, externalId: string): Promise<Presence> {
  try {
    const look = looks.get(io) ?? lookAgain(options, io);
    looks.set(io, look);
    const { complete, ids, stands, documents } = await look;
    if (ids.has(externalId)) return "present";
    if (!complete || ids.size === 0) return "unknown";
    if (documents.has(externalId)) return "gone"; // the file has another id now
    return (await stands(externalId)) ? "unknown" : "gone";
  } catch (error) {
    io.signal.throwIfAborted();
    io.log.debug("no second look was possible", {
      reason: error instanceof Error ? error.message : String(error),
    });
    return "unknown";
  }
}

async function lookAgain(options: DocsRepoOptions, io: Io): Promise<SecondLook> {
  const snapshot = await openSnapshot(options, io, { refetch: false });
  const catalogue = await readCatalogue(snapshot, new FactReader(snapshot, io), selector(options), io);
  const documents = new Set(catalogue.documents.keys());
  return {
    complete: catalogue.gaps.length === 0,
    ids: new Set([...documents].map((path) => externalIdOf(catalogue, path))),
    documents,
    stands: async (path) => {
      for (const spelling of spellings([path])) if (await snapshot.stands(spelling)) return true;
      return false;
    },
  };
}
