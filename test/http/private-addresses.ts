/**
 * Spellings of places inside a network: what a document's link, a redirect or a feed may name to make us ask a
 * service that trusts us. Hosts as they would stand in a URL.
 */
const dotted = [
  "127.0.0.1",
  "127.1.2.3",
  "10.0.0.1",
  "172.16.5.4",
  "192.168.1.1",
  "169.254.169.254",
  "100.100.100.200",
  "100.64.0.1",
  "0.0.0.0",
  "168.63.129.16",
  "192.0.0.192",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
];

const bytesOf = (address: string): number[] => address.split(".").map(Number);
const numberOf = (address: string): number => bytesOf(address).reduce((sum, byte) => sum * 256 + byte, 0);
const hex = (value: number, width = 0): string => value.toString(16).padStart(width, "0");
const groups = (address: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(address);
  return `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
};
const wide = (text: string, zero: number): string =>
  text.replaceAll(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

/** One IPv4 address in the forms that parsers have been fooled with. */
function spellings(address: string): string[] {
  const bytes = bytesOf(address);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return [
    address,
    `${address}.`,
    String(numberOf(address)),
    `0x${hex(numberOf(address), 8)}`,
    `0${numberOf(address).toString(8)}`,
    bytes.map((byte) => `0x${hex(byte, 2)}`).join("."),
    bytes.map((byte) => `0${byte.toString(8)}`).join("."),
    `0x${hex(a)}.${b}.0${c.toString(8)}.${d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    wide(address, 0xff10),
    wide(address, 0x1d7ce),
    address.replaceAll(".", "\u3002"),
    address.replaceAll(".", "\uff0e"),
    address.replaceAll(".", "%2e"),
    `[::ffff:${address}]`,
    `[::ffff:${groups(address)}]`,
    `[0:0:0:0:0:ffff:${groups(address)}]`,
    `[::${address}]`,
    `[64:ff9b::${groups(address)}]`,
    `[2002:${groups(address)}::]`,
  ];
}

const ipv6 = [
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[0000::0001]",
  "[fe80::1]",
  "[fe80::1%25eth0]",
  "[fec0::1]",
  "[fc00::1]",
  "[fd12:3456::1]",
  "[fd00:ec2::254]",
  "[fd20:ce::254]",
  "[ff02::1]",
  "[2001:db8::1]",
  "[2001::1]",
  "[64:ff9b:1::1]",
  "[100::1]",
  "[::ffff:0:7f00:1]",
];

const names = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "foo.localhost",
  "localhost.localdomain",
  "ip6-localhost",
  "metadata.google.internal",
  "metadata",
  "instance-data",
  "kubernetes.default.svc",
  "host.docker.internal",
  "127.0.0.1.nip.io",
  "ⓛocalhost",
  "𝓁ocalhost",
  "localh\u00adost",
];

const userinfo = [
  "docs.example.com@127.0.0.1",
  "docs.example.com:443@127.0.0.1",
  "docs.example.com%40@[::1]",
  "a:b@localhost",
  "docs.example.com\\@127.0.0.1",
  "127.0.0.1#@docs.example.com",
  "127.0.0.1?@docs.example.com",
  "127.0.0.1/@docs.example.com",
];

/** All of them, each once. */
export const privateHosts: readonly string[] = [
  ...new Set([...dotted.flatMap(spellings), ...ipv6, ...names, ...userinfo]),
];

/** Addresses that a name may resolve to, as a resolver gives them. */
export const privateAnswers: readonly string[] = [
  ...dotted,
  ...dotted.map((address) => `::ffff:${address}`),
  ...dotted.map((address) => `64:ff9b::${groups(address)}`),
  ...ipv6.filter((host) => !host.includes("%25")).map((host) => host.slice(1, -1)),
  "fe80::1%lo",
];
