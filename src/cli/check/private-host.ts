import { isIP } from "node:net";

/** Top-level domains that are nobody's on the internet: reserved (RFC 2606, 6762, 8375, ICANN's `.internal`) or in use at home. */
const privateDomains =
  /\.(local|localhost|internal|intranet|private|corp|home|lan|test|invalid|example|home\.arpa)$/;

/**
 * Whether a URL's host is not a public domain: an address, a name without a dot, or one under a domain that is not on
 * the internet. Names are not looked up: a public one may be answered differently inside a company.
 */
export function hasPrivateHost(url: string): boolean {
  const host = new URL(url).hostname.toLowerCase().replace(/\.$/, "");
  return isIP(host.replace(/^\[|\]$/g, "")) !== 0 || !host.includes(".") || privateDomains.test(host);
}
