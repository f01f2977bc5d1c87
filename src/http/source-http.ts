import type { SourceNetwork } from "../config/types.ts";
import { createHttp, type Http } from "./http.ts";

/**
 * The client for one source's requests, under its owner's rules: `allow_private_addresses` and `allow_hosts`.
 * Redirects to other origins are followed, without credentials, only where the owner listed the hosts.
 * Nothing is opened before the first request.
 */
export function sourceHttp({ network }: { readonly network?: SourceNetwork }): Http {
  const hosts = network?.allowHosts;
  return createHttp({
    addresses: network?.privateAddresses ? "private" : "public",
    ...(hosts ? { hosts, otherOrigins: true } : {}),
  });
}
