import type { Document, Normalized } from "../document.ts";
import { type NormalizeLimits, startPool, WORKER_START_MS } from "./pool.ts";
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
  return { normalize: (document, signal) => pool.run(document, signal), close: () => pool.close() };
}

/**
 * The normaliser of a run: the first small and harmless-looking documents in this process, because most runs have no
 * others, and everything else in workers.
 */
export function createNormalizer(limits?: Partial<NormalizeLimits>): Normalizer {
  const here = inProcessNormalizer();
  const workers = workerNormalizer(limits);
  let spent = 0;
  return {
    async normalize(document, signal) {
      if (spent >= WORKER_START_MS || !isSmallEnough(document)) return workers.normalize(document, signal);
      const start = performance.now();
      try {
        return await here.normalize(document, signal);
      } finally {
        spent += performance.now() - start;
      }
    },
    close: () => workers.close(),
  };
}
