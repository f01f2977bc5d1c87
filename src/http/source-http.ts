import type { Clock } from "../clock.ts";
import type { SourceNetwork } from "../config/types.ts";
import type { Connector } from "../connector-kit/connector.ts";
import type { Log } from "../log/log.ts";
import { createHttp, type Http } from "./http.ts";

interface Waiting {
  /** Monotonic milliseconds after which no wait may end (`--max-duration`). */
  readonly deadline?: number | undefined;
  /** Takes the place of what the source's owner allows. */
  readonly maxWaitMs?: number;
  readonly log?: Pick<Log, "info">;
  readonly clock?: Clock;
}

interface SourceRequests {
  readonly network?: SourceNetwork;
  readonly connector?: Pick<Connector, "requestsPerSecond">;
}

/**
 * The client for one source's requests, under its owner's rules: `allow_private_addresses`, `allow_hosts` and
 * `requests_per_second`.
 * Redirects to other origins are followed, without credentials, only where the owner listed the hosts.
 * Nothing is opened before the first request.
 */
export function sourceHttp(
  { network, connector }: SourceRequests,
  { deadline, log, clock, maxWaitMs = network?.maxWaitMs }: Waiting = {},
): Http {
  const hosts = network?.allowHosts;
  return createHttp({
    requestsPerSecond: network?.requestsPerSecond ?? connector?.requestsPerSecond,
    // The run's own time budget is the limit, unless the source has one besides.
    maxWaitMs: maxWaitMs ?? (deadline === undefined ? undefined : Number.POSITIVE_INFINITY),
    deadline,
    onWait: (ms) => log?.info(`the source tells us to wait; going on in ${Math.ceil(ms / 1000)} s`),
    ...(clock ? { clock } : {}),
    addresses: network?.privateAddresses ? "private" : "public",
    ...(hosts ? { hosts, otherOrigins: true } : {}),
  });
}
