import type { SourceNetwork } from "../config/types.ts";
import type { Connector } from "../connector-kit/connector.ts";
import { createHttp, type Http } from "./http.ts";

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
export function sourceHttp({ network, connector }: SourceRequests): Http {
  const hosts = network?.allowHosts;
  return createHttp({
    requestsPerSecond: network?.requestsPerSecond ?? connector?.requestsPerSecond,
    addresses: network?.privateAddresses ? "private" : "public",
    ...(hosts ? { hosts, otherOrigins: true } : {}),
  });
}
