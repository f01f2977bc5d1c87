import type { VisibleTo } from "../audience.ts";
import type { Gap } from "../connector-kit/listing.ts";
import type { Document } from "../normalize/index.ts";

/** A document of a collection, or what stands in its place and why it is not sent. */
export type Entry = Named & (Shown | NotSent);

interface Named {
  /** Unique in the collection; what addresses name. */
  readonly key: string;
  readonly title?: string;
}

export interface Shown {
  readonly kind: "document";
  /** The address Fin would cite. */
  readonly url?: string;
  /** Changes whenever the document may have changed; absent: it is read again each time. */
  readonly version?: string;
  /** Who would be answered from it, where a source says so. */
  readonly visibleTo?: VisibleTo;
  /** The document as it stands now. */
  load(signal: AbortSignal): Promise<Document>;
}

export interface NotSent {
  readonly kind: "not-sent";
  readonly state: "unpublished" | "excluded" | "gone" | "unreadable";
  readonly reason: string;
}

/** Documents to be previewed together: files, a folder, a source. */
export interface Collection {
  /** In words, for headings. */
  readonly name: string;
  /** Listing and reading cost next to nothing, so pages follow every change: files on this machine. */
  readonly local: boolean;
  /** What its owner should know about the preview as a whole. */
  readonly note?: string;
  /** What decides whether a secret would hold a document back; absent: nothing is allowed, nothing is configured. */
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
    ...(notes.size === 0 ? {} : { note: [...notes].join(" ") }),
    async *list(signal) {
      for (const collection of collections) yield* collection.list(signal);
    },
  };
}
