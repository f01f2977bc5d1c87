import { cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import { type ConnectorCache, documentLimit, type Io } from "../../src/connector-kit/io.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { sizes, tooLarge } from "../../src/limits.ts";
import { decodeBody, isBinaryType, loadDocumentFacts, type MediaType } from "../../src/normalize/index.ts";
import { isFromRoot, isRelative } from "./links.ts";
import { CachedReading } from "./schema.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry, Snapshot } from "./snapshot.ts";

/** What a file says about itself, or why that is not known. */
export type Reading = CachedReading | { readonly kind: "unknown"; readonly reason: string };

type ReaderIo = Pick<Io, "cache" | "revision" | "signal" | "maxDocumentBytes">;

/** Characters of facts in memory: those of a hundred thousand documents; of larger sources the others are looked up again. */
const MAX_KEPT_LENGTH = 24_000_000;

const LFS_POINTER = "version https://git-lfs.github.com/spec/";

/**
 * Facts of the files of one snapshot. They depend on a file's content and format only, so they are cached by blob id:
 * a body is read once, not once per run.
 */
export class FactReader {
  private readonly snapshot: Snapshot;
  private readonly io: ReaderIo;
  private readonly cache: ConnectorCache;
  private prefetched: ReadonlyMap<string, string> = new Map();
  /** What was read lately: a listing needs each document's facts twice, once those of all are known. */
  private readonly kept = new Map<string, string>();
  private keptLength = 0;
  private readonly readings = cached(
    {
      get: (key) => this.kept.get(key) ?? this.prefetched.get(key) ?? this.cache.get(key),
      set: (key, text) => {
        this.keep(key, text);
        this.cache.set(key, text);
      },
    },
    CachedReading,
  );

  constructor(snapshot: Snapshot, io: ReaderIo) {
    this.snapshot = snapshot;
    this.io = io;
    this.cache = derivedCache(io);
  }

  /** The bytes that are read of a file at most. */
  get limit(): number {
    return documentLimit(this.io);
  }

  /** Looks up what is cached of the files that are read next, all at once. A few hundred at most. */
  prefetch(files: readonly (readonly [path: string, file: FileEntry])[]): void {
    const keys = files.map(([path, file]) => this.key(file, textTypeOf(path)));
    const unknown = keys.filter((key) => !this.kept.has(key));
    this.prefetched = (unknown.length > 0 ? this.cache.getAll?.(unknown) : undefined) ?? new Map();
    for (const [key, text] of this.prefetched) this.keep(key, text);
  }

  /** Ends the listing: what is read from now on is asked for again. */
  forget(): void {
    this.kept.clear();
    this.keptLength = 0;
    this.prefetched = new Map();
  }

  private keep(key: string, text: string): void {
    this.keptLength -= this.kept.get(key)?.length ?? 0;
    this.kept.delete(key);
    if (this.keptLength + text.length > MAX_KEPT_LENGTH) return;
    this.kept.set(key, text);
    this.keptLength += text.length;
  }

  /** Throws only for an abort. */
  async read(file: FileEntry, mediaType: MediaType): Promise<Reading> {
    if (file.problem !== undefined) return { kind: "unknown", reason: file.problem };
    const key = this.key(file, mediaType);
    const known = this.readings.get(key);
    if (known && (known.kind !== "too-large" || known.limit === this.limit)) return known;
    try {
      const { bytes, size } = await this.snapshot.read(file, this.limit);
      const reading = await readingOf(bytes, { size, limit: this.limit, mediaType });
      this.readings.set(key, reading);
      return reading;
    } catch (error) {
      this.io.signal.throwIfAborted();
      return { kind: "unknown", reason: toFailure(error).message };
    }
  }

  private key(file: FileEntry, mediaType: MediaType): string {
    return `facts:${mediaType}:${file.blob}`;
  }
}

async function readingOf(
  bytes: Buffer,
  { size, limit, mediaType }: { size: number; limit: number; mediaType: MediaType },
): Promise<CachedReading> {
  const { documentFacts } = await loadDocumentFacts();
  const { includes, links, labels, ...stated } = documentFacts(textOf(bytes, mediaType), mediaType);
  const own = { ...stated, ...(labels.length === 0 ? {} : { labels }) };
  if (bytes.length < size)
    return {
      kind: "too-large",
      facts: own,
      reason: `it is larger than ${sizes(size, limit)}; split it, leave it out, or raise max_document_bytes`,
      limit,
    };
  const relative = links.filter((link) => isRelative(link) || isFromRoot(link));
  return {
    kind: "facts",
    facts: {
      ...own,
      ...(includes.length === 0 ? {} : { includes }),
      ...(relative.length === 0 ? {} : { links: relative }),
    },
  };
}

/** A file's bytes as text, in the encoding that the normaliser will use. */
export function textOf(bytes: Uint8Array, mediaType: MediaType): string {
  // Decoding bytes that are not text would cost time and mean nothing.
  if (isBinaryType(mediaType)) return "";
  return decodeBody({ body: bytes, mediaType, name: "" }).text;
}

/** A file's whole body. @throws FinIngestError where it is too large, or only a Git LFS pointer */
export async function readBody(snapshot: Snapshot, file: FileEntry, maxBytes: number): Promise<Buffer> {
  const { bytes, size } = await snapshot.read(file, maxBytes);
  if (bytes.length < size) throw tooLarge(file.path, size, maxBytes);
  if (bytes.length < 1024 && bytes.toString("latin1").startsWith(LFS_POINTER)) {
    throw new FinIngestError(`${file.path} is stored in Git LFS; only its pointer is here`, {
      hint: "Run `git lfs pull` and use `path`, or keep documents out of LFS.",
    });
  }
  return bytes;
}
