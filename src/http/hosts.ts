/** A source's owner did not list the host. */
export class HostRefusedError extends Error {
  override readonly name = "HostRefusedError";
  readonly code = "HOST_REFUSED";
  constructor(host: string) {
    super(`${host} is not among the source's allow_hosts`);
  }
}

/**
 * Whether a host is among the listed ones. `*.example.com` stands for every name below example.com, not for
 * itself. Addresses are hosts by their own spelling only. Case and a last dot make no difference.
 */
export function isListedHost(hostname: string, listed: readonly string[]): boolean {
  const host = comparable(hostname);
  return listed.some((entry) => {
    const pattern = comparable(entry);
    return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) && !isAddress(host) : host === pattern;
  });
}

/** @throws HostRefusedError */
export function checkListedHost(
  { hostname }: Pick<URL, "hostname">,
  listed: readonly string[] | undefined,
): void {
  if (listed && !isListedHost(hostname, listed)) throw new HostRefusedError(hostname);
}

const comparable = (host: string): string => host.toLowerCase().replace(/\.$/, "");
const isAddress = (host: string): boolean => /^\[|^[\d.]+$/.test(host);
