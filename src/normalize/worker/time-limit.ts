/** A document of this size may take twice the time: formats cost by size, and manuals of a thousand pages are real. */
const BYTES_FOR_TWICE = 2_000_000;
/** However large a document is. */
const MAX_TIMES = 12;
/** A thread that does nothing, or gets no processor, is given up after this many times the limit. */
const MAX_WAIT_TIMES = 12;
/** Shorter waits are not worth a look at the clock, in milliseconds. */
const MIN_WAIT_MS = 50;

/** What has passed since a document was begun. */
export interface Elapsed {
  /** On the wall clock. */
  readonly wallMs: number;
  /** Of the whole process, on all processors. */
  readonly cpuMs: number;
  /** Threads that work on documents now. */
  readonly busy: number;
}

/** The CPU time that a document may take, in milliseconds. */
export function allowedMs(timeMs: number, bytes: number): number {
  return Math.round(timeMs * Math.min(MAX_TIMES, 1 + bytes / BYTES_FOR_TWICE));
}

/**
 * How long to wait before looking again; undefined when the time is over. Node tells CPU time per process only: busy
 * threads are taken to share it evenly, and none can have used more than has passed. On a machine under load a document so
 * gets the time that it would have had alone.
 */
export function waitMs(allowed: number, { wallMs, cpuMs, busy }: Elapsed): number | undefined {
  const used = Math.min(wallMs, cpuMs / Math.max(1, busy));
  if (used >= allowed || wallMs >= allowed * MAX_WAIT_TIMES) return undefined;
  return Math.max(MIN_WAIT_MS, Math.min(allowed - used, allowed * MAX_WAIT_TIMES - wallMs));
}
