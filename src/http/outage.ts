import type { Clock } from "../clock.ts";
import { HttpError } from "./errors.ts";

/** After so many requests in a row that failed for good, none is repeated, and after so many none is sent. */
const MAX_REPEATED = 10;
const MAX_SENT = 25;
/** A server that is down is asked again after this time. */
const PROBE_MS = 30_000;

/** Keeps a listing of a thousand pages from asking a server that is down four thousand times. */
export interface Outage {
  /** Whether a request that failed is worth repeating. */
  mayRepeat(): boolean;
  /** @throws HttpError, which no single object caused, while the server is down */
  refuseWhileDown(url: URL, method: string): void;
  /** Notes how a request ended: with an answer, or with the server's fault. */
  note(error: HttpError | undefined): void;
}

export function createOutage(clock: Clock): Outage {
  let inARow = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    mayRepeat: () => inARow < MAX_REPEATED,
    refuseWhileDown(url, method) {
      if (inARow < MAX_SENT || clock.monotonic() - lastAt >= PROBE_MS) return;
      throw new HttpError(`not requested: the last ${inARow} requests to this source failed`, {
        kind: "network",
        method,
        url,
        hint: "The source seems to be down: run again later.",
        retryable: false,
        unsent: true,
      });
    },
    note(error) {
      lastAt = clock.monotonic();
      const isFault = error && (error.kind === "network" || (error.status ?? 0) >= 500);
      inARow = isFault ? inARow + 1 : 0;
    },
  };
}
