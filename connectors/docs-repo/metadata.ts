import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { ConnectorCache, Io } from "../../src/connector-kit/io.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { defaultMaxDocumentBytes, sizes, tooLarge } from "../../src/limits.ts";
import type { MediaType } from "../../src/normalize/document.ts";
import { isBinaryType } from "../../src/normalize/media-types.ts";
import { type DocumentFacts, documentFacts as factsOf } from "../../src/normalize/read/document-facts.ts";
import { decodeBody } from "../../src/normalize/read/encoding.ts";
import { isRelative } from "./links.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry, Snapshot } from "./snapshot.ts";

/** Small: what is empty is left out, as are links that no listing could resolve. */
export type RememberedFacts = Partial<DocumentFacts>;

/** What a file says about itself, or why it cannot be known. */
export type Reading =
  | { readonly kind: "facts"; readonly facts: RememberedFacts }
  /** Larger than we read: its front matter is known, its text is not. */
  | {
      readonly kind: "too-large";
      readonly facts: RememberedFacts;
      readonly reason: string;
      /** The limit that was in force, in bytes. */
      readonly limit: number;
    }
  | { readonly kind: "unknown"; readonly reason: string };

type ReaderIo = Pick<Io, "cache" | "revision" | "signal" | "maxDocumentBytes">;

/** How much of a file is read at most, in bytes. */
export function limitOf(io: Pick<Io, "maxDocumentBytes">): number {
  return io.maxDocumentBytes ?? defaultMaxDocumentBytes;
}

const lfsPointer = "version https://git-lfs.github.com/spec/";

/**
 * Facts of the files of one snapshot. They depend on a file's content and format alone, so they are remembered
 * by blob id and a body is read once in its life, not once per run.
 */
export class FactReader {
  private readonly snapshot: Snapshot;
  private readonly io: ReaderIo;
  private readonly cache: ConnectorCache;
  private ahead: ReadonlyMap<string, string> = new Map();

  constructor(snapshot: Snapshot, io: ReaderIo) {
    this.snapshot = snapshot;
    this.io = io;
    this.cache = derivedCache(io);
  }

  /** Bytes of a file that are read at most. */
  get limit(): number {
    return limitOf(this.io);
  }

  /** These files are asked for next: what is remembered of all of them is looked up at once. A few hundred at most. */
  expect(files: readonly (readonly [path: string, file: FileEntry])[]): void {
    const keys = files.map(([path, file]) => this.key(file, textTypeOf(path)));
    this.ahead = this.cache.getAll?.(keys) ?? new Map();
  }

  /** Never throws but for an abort. */
  async read(file: FileEntry, mediaType: MediaType): Promise<Reading> {
    const known = this.remembered(file, mediaType);
    if (known !== undefined) return known;
    try {
      if (file.problem !== undefined) return { kind: "unknown", reason: file.problem };
      const { bytes, size } = await this.snapshot.read(file, this.limit);
      const reading = readingOf(bytes, { size, limit: this.limit, mediaType });
      this.cache.set(this.key(file, mediaType), JSON.stringify(reading));
      return reading;
    } catch (error) {
      this.io.signal.throwIfAborted();
      return { kind: "unknown", reason: toFailure(error).message };
    }
  }

  /** What an earlier look at the same content found; no reading. */
  private remembered(file: FileEntry, mediaType: MediaType): Reading | undefined {
    if (file.problem !== undefined) return undefined;
    const key = this.key(file, mediaType);
    const value = this.ahead.get(key) ?? this.cache.get(key);
    if (value === undefined) return undefined;
    try {
      const reading: Reading = JSON.parse(value);
      return reading.kind === "too-large" && reading.limit !== this.limit ? undefined : reading;
    } catch {
      return undefined;
    }
  }

  private key(file: FileEntry, mediaType: MediaType): string {
    return `facts:${mediaType}:${file.blob}`;
  }
}

function readingOf(
  bytes: Buffer,
  { size, limit, mediaType }: { size: number; limit: number; mediaType: MediaType },
): Reading {
  const { includes, links, labels, ...said } = factsOf(textOf(bytes, mediaType), mediaType);
  const own = { ...said, ...(labels.length === 0 ? {} : { labels }) };
  if (bytes.length < size)
    return { kind: "too-large", facts: own, reason: `it is larger than ${sizes(size, limit)}`, limit };
  const relative = links.filter(isRelative);
  return {
    kind: "facts",
    facts: {
      ...own,
      ...(includes.length === 0 ? {} : { includes }),
      ...(relative.length === 0 ? {} : { links: relative }),
    },
  };
}

/** A file's bytes as text, in the encoding that the normaliser will read them in. */
export function textOf(bytes: Uint8Array, mediaType: MediaType): string {
  // Bytes that spell no text would cost time, and mean nothing.
  if (isBinaryType(mediaType)) return "";
  return decodeBody({ body: bytes, mediaType, name: "" }).text;
}

/** A file's whole body. Throws an error for people when it is too large or not really there (Git LFS). */
export async function readBody(snapshot: Snapshot, file: FileEntry, maxBytes: number): Promise<Buffer> {
  const { bytes, size } = await snapshot.read(file, maxBytes);
  if (bytes.length < size) throw tooLarge(file.path, size, maxBytes);
  if (bytes.length < 1024 && bytes.toString("latin1").startsWith(lfsPointer)) {
    throw new FinIngestError(`${file.path} is stored in Git LFS; only its pointer is here`, {
      hint: "Run `git lfs pull` and use `path`, or keep documents out of LFS.",
    });
  }
  return bytes;
}
