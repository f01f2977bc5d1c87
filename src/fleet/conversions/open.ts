import { availableParallelism } from "node:os";
import type { Clock } from "../../clock.ts";
import type { Log } from "../../log/log.ts";
import { workerConverter } from "../../normalize/index.ts";
import { pagesRevision } from "../../revision/index.ts";
import type { ConversionSettings } from "../file/types.ts";
import type { OpenFleet } from "../open.ts";
import { askFleet } from "./asking.ts";
import { Bell } from "./bell.ts";
import { convertFiles } from "./convert.ts";
import type { AskFleet } from "./worker-side.ts";

/** A worker's part in the conversions of its fleet. */
export interface Conversions {
  /** Of this program. */
  readonly revision: string;
  readonly ask: AskFleet;
  /** Takes nothing more; what is under way goes back into the queue. */
  close(): Promise<void>;
}

/**
 * Begins to convert what runs ask for, of this worker or of another one. Threads start when they are needed.
 * @param options.signal ends it as `close` does
 */
export function startConversions(
  { conversions: store, conversionJobs: jobs }: Pick<OpenFleet, "conversions" | "conversionJobs">,
  { concurrency = availableParallelism(), expireS }: ConversionSettings,
  { clock, log, signal }: { readonly clock: Clock; readonly log: Log; readonly signal: AbortSignal },
): Conversions {
  const revision = pagesRevision();
  const asked = new Bell(clock);
  const settled = new Bell(clock);
  const converter = workerConverter({ workers: concurrency });
  const stop = new AbortController();
  const shared = { store, jobs, revision, asked, settled, clock, log };
  const ending = AbortSignal.any([stop.signal, signal]);
  const converting = convertFiles({ ...shared, converter, expireS }, concurrency, ending);
  return {
    revision,
    ask: (file, signal) => askFleet(shared, file, signal),
    async close() {
      stop.abort();
      await converting;
      await converter.close();
    },
  };
}
