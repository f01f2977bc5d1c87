import type { VisibleTo } from "../audience.ts";
import type { Gap } from "../connector-kit/listing.ts";
import type { Document } from "../normalize/index.ts";

/** A document of a collection, or one that is not sent and why. */
export type Entry = Named & (Sent | NotSent);

interface Named {
  /** Unique in the collection; what addresses name. */
  readonly key: string;
  readonly title?: string | undefined;
}

export interface Sent {
  readonly kind: "document";
  /** The address Fin would cite. */
  readonly url?: string | undefined;
  /** Changes whenever the document may have changed; absent: it is read again each time. */
  readonly version?: string | undefined;
  /** Who may be answered from it, if its source says so. */
  readonly visibleTo?: VisibleTo;
  /** The current document. */
  load(signal: AbortSignal): Promise<Document>;
}

export interface NotSent {
  readonly kind: "not-sent";
  readonly state: "unpublished" | "excluded" | "gone" | "unreadable";
  readonly reason: string;
}

/** Documents to be previewed together: files, a folder, a source. */
export interface Collection {
  /** For headings. */
  readonly name: string;
  /** Files on this machine: they are cheap to list and read, so pages follow every change. */
  readonly local: boolean;
  /** What its owner should know about the preview as a whole. */
  readonly note?: string | undefined;
  /** The source's allowed findings and configured secrets, which decide what is held; absent: none. */
  readonly secrets?: { readonly allowed: readonly string[]; readonly own: readonly string[] };
  list(signal: AbortSignal): AsyncIterable<Entry | Gap>;
}

/** Several collections as one, in order. */
export function together(collections: readonly Collection[]): Collection {
  const [only] = collections;
  if (only && collections.length === 1) return only;
  const notes = new Set(collections.flatMap(({ note }) => note ?? []));
  return {
    name: collections.map(({ name }) => name).join(", "),
    local: collections.every(({ local }) => local),
    note: notes.size === 0 ? undefined : [...notes].join(" "),
    async *list(signal) {
      for (const collection of collections) yield* collection.list(signal);
    },
  };
}
