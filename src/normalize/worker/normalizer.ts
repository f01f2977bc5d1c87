import type { Document, Normalized } from "../document.ts";
import { type NormalizeLimits, startPool, WORKER_START_MS } from "./pool.ts";
import { isSmallEnough } from "./small-enough.ts";

export { defaultLimits } from "./pool.ts";

/** Turns documents into pages (most into one), one document's trouble never another's. */
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
 * Normalises in this process: no start-up, no limit. For documents of one's own, and for a few small ones.
 * Loaded on the first use: most nights nothing needs it.
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
 * The normaliser of a run: the first small and harmless-looking documents here, because most runs have no others, and
 * everything else in workers.
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
