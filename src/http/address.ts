import { BlockList, isIP } from "node:net";

/** The network that an address belongs to. */
export type AddressKind = "public" | "private" | "forbidden" | "invalid";

/**
 * Which addresses may be connected to: `public` the internet only; `private` also loopback and a company's own
 * ranges; `any` also link-local ones, where clouds keep their instance metadata.
 */
export type AddressPolicy = "public" | "private" | "any";

export function isAllowed(address: string, policy: AddressPolicy): boolean {
  const kind = addressKind(address);
  if (kind === "invalid") return false;
  return kind === "public" || policy === "any" || (policy === "private" && kind === "private");
}

/** Loopback and ranges that organisations use for themselves. */
const privateRanges = blockList(
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
  ["::1", 128],
  ["fc00::", 7],
);

/** Single addresses inside wider ranges at which clouds answer with credentials; we have nothing to read there. */
const metadata = blockList(
  ["169.254.0.0", 16],
  ["100.100.100.200", 32],
  ["168.63.129.16", 32],
  ["192.0.0.192", 32],
  ["fd00:ec2::254", 128],
  ["fd20:ce::254", 128],
);

/**
 * Ranges that are not the public internet.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry/
 */
const special = blockList(
  ["0.0.0.0", 8],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
);

/** The only IPv6 space that is assigned as public addresses. */
const globalUnicast = blockList(["2000::", 3]);

/** Classifies an IP address in any spelling; IPv6 that carries an IPv4 address is classified by that. */
export function addressKind(address: string): AddressKind {
  const version = isIP(address);
  if (version === 0 || address.includes("%")) return version === 0 ? "invalid" : "forbidden";
  const carried = version === 6 ? carriedIpv4(address) : undefined;
  if (carried !== undefined) return addressKind(carried);
  const family = version === 6 ? "ipv6" : "ipv4";
  if (metadata.check(address, family)) return "forbidden";
  if (privateRanges.check(address, family)) return "private";
  if (special.check(address, family)) return "forbidden";
  return version === 4 || globalUnicast.check(address, family) ? "public" : "forbidden";
}

/** The IPv4 address in `::ffff:a.b.c.d` (mapped) and `64:ff9b::a.b.c.d` (NAT64), as their last 32 bits. */
function carriedIpv4(address: string): string | undefined {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const groups = /^(?:::ffff:|64:ff9b::)(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/.exec(canonical);
  if (!groups) return undefined;
  const high = Number.parseInt(groups[1] ?? "0", 16);
  const low = Number.parseInt(groups[2] ?? "0", 16);
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

function blockList(...ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of ranges) list.addSubnet(net, prefix, net.includes(":") ? "ipv6" : "ipv4");
  return list;
}
