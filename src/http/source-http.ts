import path from "node:path";
import type { SourceNetwork } from "../config/types.ts";
import type { Connector } from "../connector-kit/connector.ts";
import { trustedCertificates } from "./certificates.ts";
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
 *
 * @param baseDir the configuration file's folder, from which `ca_file` counts
 */
export function sourceHttp({ network, connector }: SourceRequests, baseDir = "."): Http {
  const caFile = caFileOf(network, baseDir);
  const hosts = network?.allowHosts;
  return createHttp({
    requestsPerSecond: network?.requestsPerSecond ?? connector?.requestsPerSecond,
    addresses: network?.privateAddresses ? "private" : "public",
    ...(caFile === undefined ? {} : { trusted: () => trustedCertificates(caFile) }),
    ...(hosts ? { hosts, otherOrigins: true } : {}),
  });
}

/** The absolute path of a source's `ca_file`. */
export const caFileOf = (network: SourceNetwork | undefined, baseDir: string): string | undefined =>
  network?.caFile === undefined ? undefined : path.resolve(baseDir, network.caFile);
