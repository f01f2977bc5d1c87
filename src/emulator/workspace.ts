import type { Clock } from "../clock.ts";
import type { Faults } from "./fault-rules.ts";
import type { Library } from "./library.ts";
import type { ListingLimits } from "./listing.ts";
import type { RequestLog } from "./log.ts";
import type { RateMeter } from "./rate.ts";

/** Everything a request to the API can touch. */
export interface Workspace {
  readonly library: Library;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly rate: RateMeter;
  readonly clock: Clock;
  readonly token: string;
  /** The API version of requests that name none. */
  readonly appVersion: string;
  readonly limits: ListingLimits;
  readonly audiences: ReadonlyMap<number, string> | undefined;
}
