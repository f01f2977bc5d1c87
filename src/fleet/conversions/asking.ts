import type { Clock } from "../../clock.ts";
import { toFailure } from "../../errors.ts";
import type { Log } from "../../log/log.ts";
import type { Bell } from "./bell.ts";
import { type Conversion, conversionKey, type SharedFile } from "./conversion.ts";
import type { ConversionJobs } from "./jobs.ts";
import type { ConversionStore, Found } from "./store.ts";

/** A queue that does not move is waited for as long as this. */
export const PATIENCE_MS = 10_000;
/** One that moves, as long as this: a run shall end in its night whatever the others have to convert. */
export const MAX_WAIT_MS = 600_000;
/** Between two looks into the store; the second is for those that wait for long. */
const LOOK_MS = { first: 100, most: 1_000 } as const;

/** What a worker asks others with. */
export interface AskingParts {
  readonly store: Pick<ConversionStore, "find">;
  readonly jobs: Pick<ConversionJobs, "ask">;
  /** `pagesRevision()` of this program. */
  readonly revision: string;
  /** Rings when a file was put into the queue. */
  readonly asked: Bell;
  /** Rings when a conversion has ended here. */
  readonly settled: Bell;
  readonly clock: Pick<Clock, "monotonic">;
  readonly log: Pick<Log, "warn">;
}

/**
 * Whether one who asked goes on waiting. A conversion that is under way, or whose turn comes, is worth it; one that nobody
 * takes, or that is not to be had, is not.
 */
export function goesOnWaiting(found: Found, waitedMs: number): boolean {
  if (found.kind !== "asked" || waitedMs >= MAX_WAIT_MS) return false;
  return found.job === "active" || found.isMoving || waitedMs < PATIENCE_MS;
}

/**
 * What the fleet makes of a file: from its store, else by its queue.
 *
 * @returns undefined where it is to be converted by whoever asks: the database cannot be reached, nobody takes it, or it
 *   failed for a reason that is not its own
 * @throws the signal's reason when it is aborted
 */
export async function askFleet(
  parts: AskingParts,
  file: SharedFile,
  signal?: AbortSignal,
): Promise<Conversion | undefined> {
  const { store, jobs, revision, clock, log } = parts;
  const key = conversionKey(revision, file);
  const from = clock.monotonic();
  try {
    let found = await store.find(key);
    if (found.kind === "absent") {
      await jobs.ask({ key, revision, mediaType: file.mediaType }, file);
      parts.asked.ring();
      found = await store.find(key);
    }
    for (let ms: number = LOOK_MS.first; found.kind !== "made"; ms = Math.min(ms * 1.5, LOOK_MS.most)) {
      const waited = clock.monotonic() - from;
      if (!goesOnWaiting(found, waited)) {
        if (found.kind === "asked")
          log.warn(`nobody has converted a file for ${Math.round(waited / 1000)} s: its run does`);
        return undefined;
      }
      await parts.settled.wait(ms, signal);
      signal?.throwIfAborted();
      found = await store.find(key);
    }
    return found.conversion;
  } catch (error) {
    signal?.throwIfAborted();
    log.warn(`the fleet's conversions: ${toFailure(error).message}: a run converts its file itself`);
    return undefined;
  }
}
