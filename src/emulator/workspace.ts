import type { Clock } from "../clock.ts";
import type { Faults } from "./fault-rules.ts";
import type { FinAgent } from "./fin.ts";
import type { Library } from "./library.ts";
import type { ListingLimits } from "./listing.ts";
import type { RequestLog } from "./log.ts";
import type { HtmlHandling } from "./pages.ts";
import type { RateMeter } from "./rate.ts";
import type { Profile } from "./version.ts";

/** Everything that a request to the API can use. */
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
  /** May be changed at any time. */
  readonly html: { normalized: HtmlHandling };
  readonly fin: FinAgent;
}

/** One request that passed the checks (token, rate, version, JSON), as the handlers see it. */
export interface Call {
  readonly library: Library;
  readonly profile: Profile;
  /** Epoch seconds. */
  readonly now: number;
  readonly query: URLSearchParams;
  /** The JSON object sent; empty for requests without a body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Oddities of the request, for the log. */
  readonly notes: string[];
  readonly baseUrl: string;
  readonly limits: ListingLimits;
  /** Known audiences, id → name; undefined: any id is accepted. */
  readonly audiences: ReadonlyMap<number, string> | undefined;
  readonly normalized: HtmlHandling;
  readonly fin: FinAgent;
  /** By how many places a fault has moved the listing since the last page was read. */
  readonly shift: number;
}
