import { exitCode } from "../../errors.ts";
import type { RetryPolicy } from "../file/types.ts";
import type { Verdict } from "../queue/jobs.ts";

/** How the process of a run ended. */
export type Ended =
  | { readonly kind: "exited"; readonly code: number; readonly lastWords?: string }
  /** By a signal that was not ours: out of memory, or somebody. */
  | { readonly kind: "killed"; readonly signal: string }
  /** We had asked it to end: the worker is going. */
  | { readonly kind: "handed-back" }
  /** There is nothing to run: the fleet file does not have the workspace. */
  | { readonly kind: "unknown" };

const MAX_DELAY_S = 3_600;

/**
 * What becomes of a job by how its run ended. 0, 3 and 4 are ends that a person or the next night deals with, so the
 * job is done; 5 comes again later and 1 comes again until the attempts are used up; 2 would only end like that again.
 *
 * @param failed attempts that failed before this one
 */
export function verdictOf(
  ended: Ended,
  failed: number,
  { retries, retryDelayS, laterS }: RetryPolicy,
): Verdict {
  if (ended.kind === "handed-back") return { kind: "again", afterS: 0, failed, why: "its worker ended" };
  if (ended.kind === "unknown")
    return { kind: "dead", why: "the worker's fleet file has no such workspace: fin-ingest fleet schedule" };
  const why = reason(ended);
  if (ended.kind === "exited") {
    if (isDone(ended.code)) return { kind: "done" };
    if (ended.code === exitCode.tryLater) return { kind: "again", afterS: laterS, failed, why };
    // Somebody ended the run by hand, after its requests had finished.
    if (isStopped(ended.code)) return { kind: "again", afterS: laterS, failed, why };
    if (ended.code === exitCode.usage) return { kind: "dead", why };
  }
  if (failed >= retries) return { kind: "dead", why };
  return { kind: "again", afterS: Math.min(retryDelayS * 2 ** failed, MAX_DELAY_S), failed: failed + 1, why };
}

const isDone = (code: number): boolean =>
  code === exitCode.ok || code === exitCode.partial || code === exitCode.held;

const isStopped = (code: number): boolean => code === 130 || code === 143;

function reason(ended: Extract<Ended, { kind: "exited" | "killed" }>): string {
  if (ended.kind === "killed") return `its process was ended by ${ended.signal}`;
  return `exit code ${ended.code}${ended.lastWords ? `: ${ended.lastWords}` : ""}`;
}

/** The exit code that is remembered as the run's; null where it had none. */
export const codeOf = (ended: Ended): number | null => (ended.kind === "exited" ? ended.code : null);
