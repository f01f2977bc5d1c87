import type { Document, DocumentFile, Normalized } from "../document.ts";
import { isFileType } from "../media-types.ts";
import type { ConvertedPage } from "../read/reader.ts";
import { type NormalizeLimits, type Pool, startPool, WORKER_START_MS } from "./pool.ts";
import { isSmallEnough } from "./small-enough.ts";

export { defaultLimits } from "./pool.ts";

/** Turns documents into pages (most into one); a document that fails does not affect another. */
export interface Normalizer {
  /**
   * @throws FinIngestError when the document takes longer or more memory than the limits allow; the signal's reason
   *   when it is aborted
   */
  normalize(document: Document, signal?: AbortSignal): Promise<readonly Normalized[]>;
  /** Ends the workers. Documents still being normalised are rejected. */
  close(): Promise<void>;
}

/** Where conversions of files are shared. */
export interface SharedConversions {
  /**
   * @returns undefined where the file must be converted here
   * @throws FinIngestError as the conversion itself does; the signal's reason when it is aborted
   */
  convert(file: DocumentFile, signal?: AbortSignal): Promise<readonly ConvertedPage[] | undefined>;
}

/** Converts files for others, each within the limits that a document has. */
export interface Converter {
  /**
   * @throws FinIngestError where the file is at fault, and only then; the signal's reason when it is aborted; any other
   *   error where this machine is
   */
  convert(file: DocumentFile, signal?: AbortSignal): Promise<readonly ConvertedPage[]>;
  close(): Promise<void>;
}

/**
 * Normalises in this process, without start-up and without limits: for trusted documents, and for a few small ones. The
 * pipeline is loaded on the first use, because most runs need none.
 */
export function inProcessNormalizer(): Normalizer {
  return {
    async normalize(document, signal) {
      signal?.throwIfAborted();
      const { normalizeDocument } = await import("../pipeline.ts");
      return normalizeDocument(document);
    },
    close: async () => {},
  };
}

/** Normalises in worker threads, each document within a limit of time and memory. Workers start when first needed. */
export function workerNormalizer(limits?: Partial<NormalizeLimits>): Normalizer {
  const pool = startPool(limits);
  return { normalize: (document, signal) => pagesOf(pool, document, signal), close: () => pool.close() };
}

async function pagesOf(
  pool: Pool,
  document: Document,
  signal?: AbortSignal,
  converted?: readonly ConvertedPage[],
): Promise<readonly Normalized[]> {
  const done = await pool.run({ kind: "normalize", document, converted }, signal);
  if (done.kind !== "pages") throw new Error("a worker answered a question that was not asked");
  return done.pages;
}

/** Converts in worker threads, which start when first needed. */
export function workerConverter(limits?: Partial<NormalizeLimits>): Converter {
  const pool = startPool(limits);
  return {
    async convert(document, signal) {
      const done = await pool.run({ kind: "convert", document }, signal);
      if (done.kind !== "converted") throw new Error("a worker answered a question that was not asked");
      return done.converted;
    },
    close: () => pool.close(),
  };
}

/**
 * The normaliser of a run: the first small and harmless-looking documents in this process, because most runs have no
 * others, and everything else in workers.
 *
 * @param shared converts files first, where it can
 */
export function createNormalizer(limits?: Partial<NormalizeLimits>, shared?: SharedConversions): Normalizer {
  const here = inProcessNormalizer();
  const pool = startPool(limits);
  let spent = 0;
  return {
    async normalize(document, signal) {
      const { body, mediaType } = document;
      const isShared = shared !== undefined && isFileType(mediaType);
      const converted = isShared ? await shared.convert({ body, mediaType }, signal) : undefined;
      if (spent >= WORKER_START_MS || !isSmallEnough(document))
        return pagesOf(pool, document, signal, converted);
      const start = performance.now();
      try {
        return await here.normalize(document, signal);
      } finally {
        spent += performance.now() - start;
      }
    },
    close: () => pool.close(),
  };
}
