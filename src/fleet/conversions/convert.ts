import type { Clock } from "../../clock.ts";
import { FinIngestError, toFailure } from "../../errors.ts";
import type { Log } from "../../log/log.ts";
import type { Converter } from "../../normalize/index.ts";
import type { Claim } from "../queue/names.ts";
import { attempt, ClaimLoop, told } from "../worker/claim-loop.ts";
import type { Bell } from "./bell.ts";
import type { ConversionData, ConversionEnd, ConversionJobs } from "./jobs.ts";
import type { ConversionStore } from "./store.ts";

/** Between two looks for files that other workers' runs wait for. */
const LOOK_MS = 500;
/** Seconds until a file that another version of the program is to convert is offered again. */
const OTHERS_S = 2;

/** What a worker converts with. */
export interface ConvertingParts {
  readonly store: Pick<ConversionStore, "input">;
  readonly jobs: Pick<ConversionJobs, "take" | "renew" | "settle">;
  readonly converter: Pick<Converter, "convert">;
  /** `pagesRevision()` of this program. */
  readonly revision: string;
  /** Seconds that a result is kept. */
  readonly expireS: number;
  readonly asked: Bell;
  readonly settled: Bell;
  readonly clock: Pick<Clock, "monotonic">;
  readonly log: Pick<Log, "warn" | "debug">;
}

/**
 * Converts files of the queue until the signal fires; what is under way then goes back into the queue at once.
 * @param concurrency files at once
 */
export async function convertFiles(
  parts: ConvertingParts,
  concurrency: number,
  signal: AbortSignal,
): Promise<void> {
  const { jobs, asked, settled, log, clock } = parts;
  const perform = async (claim: Claim<ConversionData>, lost: AbortSignal) => {
    const from = clock.monotonic();
    const end = await endOf(parts, claim.data, AbortSignal.any([lost, signal]));
    const what = nameOf(claim.data.key);
    const isTold = await told(log, what, lost, () => jobs.settle(claim, end, parts.expireS));
    if (isTold) log.debug(`${what}: ${toldEnd(end)}`, { ms: Math.round(clock.monotonic() - from) });
    settled.ring();
  };
  const loop = new ClaimLoop<ConversionData>(
    {
      take: (count) => jobs.take(count),
      renew: (claims) => jobs.renew(claims),
      perform,
      clock,
      log,
    },
    { concurrency, once: false, signal, nextLook: (until) => asked.wait(LOOK_MS, until) },
  );
  await loop.run();
}

/** What becomes of a file. Never rejects: one that fails here fails alone. */
async function endOf(
  { store, converter, revision, log }: ConvertingParts,
  { key, revision: wanted, mediaType }: ConversionData,
  signal: AbortSignal,
): Promise<ConversionEnd> {
  const what = nameOf(key);
  const found = await attempt(log, what, async () => ({ body: await store.input(key) }));
  if (!found || signal.aborted) return { kind: "again", afterS: 0 };
  const { body } = found;
  if (body === undefined) return { kind: "dropped" };
  if (wanted !== revision) return { kind: "again", afterS: OTHERS_S };
  try {
    const pages = await converter.convert({ mediaType, body }, signal);
    return { kind: "made", conversion: { kind: "pages", pages } };
  } catch (error) {
    if (signal.aborted) return { kind: "again", afterS: 0 };
    const { message, hint } = toFailure(error);
    // An error for people is about the file; any other one is about this machine, and another may do better.
    if (error instanceof FinIngestError)
      return { kind: "made", conversion: { kind: "refused", message, hint } };
    log.warn(`${what}: ${message}: its run converts it`);
    return { kind: "dropped" };
  }
}

/** As the log names it: by its content, which tells nobody whose it is. */
const nameOf = (key: string): string => `conversion ${key.slice(0, 12)}`;

function toldEnd(end: ConversionEnd): string {
  if (end.kind === "made") return end.conversion.kind;
  return end.kind === "again" ? "back in the queue" : "dropped";
}
