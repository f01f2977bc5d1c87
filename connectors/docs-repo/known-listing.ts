import type { Io } from "../../src/connector-kit/io.ts";
import type { DocsRepoOptions } from "./options.ts";
import type { CountingSelector } from "./select.ts";
import { isDocument } from "./select.ts";
import { Mark, type Snapshot } from "./snapshot.ts";

/** With more documents, holding them all (a quarter of a kilobyte each) costs more than listing them twice. */
const LARGE_LISTING = 200_000;
/** Where the connector's cache says whether the last listing was `large` or `usual`. */
export const sizeKey = "size of the last listing";

/** Remembers how large a listing is, where that matters to the next one. */
export function rememberSize(documents: number, { cache }: Pick<Io, "cache">): void {
  const isLarge = documents > LARGE_LISTING;
  const isKnown = cache.get(sizeKey) === "large";
  if (isLarge !== isKnown) cache.set(sizeKey, isLarge ? "large" : "usual");
}

/**
 * Whether the ledger knows a listing as it is now; asked only where the last one was large, and answered without holding
 * its documents. What the patterns select is reported then. Where it is not known, the listing is read as every other.
 */
export async function isKnownListing(
  snapshot: Snapshot,
  selection: CountingSelector,
  options: Pick<DocsRepoOptions, "include">,
  io: Pick<Io, "cache" | "isUnchanged" | "selected" | "signal">,
): Promise<boolean> {
  if (io.isUnchanged === undefined || io.cache.get(sizeKey) !== "large") return false;
  const marking = new Mark();
  const counting = selection.count();
  const wanted = (path: string) => {
    const name = path.normalize("NFC");
    return selection.selects(name) && isDocument(name, options);
  };
  for await (const batch of snapshot.files(wanted, marking)) {
    io.signal.throwIfAborted();
    for (const entry of batch) {
      if (entry.kind === "gap") return false;
      counting.add(entry.path.normalize("NFC"));
    }
  }
  const mark = marking.value();
  if (mark === undefined || !io.isUnchanged(mark)) return false;
  counting.counts().report(io);
  return true;
}
