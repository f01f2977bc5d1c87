import type { LookupAddress, LookupOptions } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { type AddressPolicy, addressKind, isAllowed } from "./address.ts";
import { bareHost } from "./url.ts";

/** The host has an address that must not be connected to. */
export class AddressRefusedError extends Error {
  override readonly name = "AddressRefusedError";
  readonly code = "ADDRESS_REFUSED";
  constructor(host: string, address: string) {
    super(
      host === address ? `${host} is not a public address` : `${host} is at ${address}, not a public address`,
    );
  }
}

/** The host is on the public internet. */
export class AddressNotPrivateError extends Error {
  override readonly name = "AddressNotPrivateError";
  constructor(host: string, address: string) {
    super(`${host} is${host === address ? "" : ` at ${address},`} not in a private network`);
  }
}

/** All addresses of a host name. */
export type Resolve = (host: string, options: LookupOptions) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = async (host, options) => {
  const { lookup } = await import("node:dns/promises");
  return lookup(host, { ...options, all: true });
};

/**
 * A lookup for sockets that checks every address first: the socket connects to what was checked, so a name that
 * resolves to something else a moment later gains nothing.
 */
export function guardedLookup(policy: AddressPolicy, resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    resolve(host, options).then(
      (addresses) => {
        const [first] = addresses;
        const refused = addresses.find(({ address }) => !isAllowed(address, policy));
        if (refused) callback(new AddressRefusedError(host, refused.address), "", 0);
        else if (!first)
          callback(Object.assign(new Error(`${host} has no address`), { code: "ENOTFOUND" }), "", 0);
        else if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error) => callback(error, "", 0),
    );
  };
}

/**
 * An address of a host, for a program that connects by itself: what it connects to is what was checked.
 * @throws AddressRefusedError where the policy does not allow one of its addresses
 */
export async function allowedAddress(
  hostname: string,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<string> {
  const [first] = await allowedAddresses(hostname, policy, resolve);
  return first;
}

/**
 * The same for a host in one's own network.
 * @throws AddressRefusedError where one of its addresses is not, or the policy does not allow these
 */
export async function ownAddress(hostname: string, policy: AddressPolicy, resolve: Resolve): Promise<string> {
  const addresses = await allowedAddresses(hostname, policy, resolve);
  const open = addresses.find((address) => addressKind(address) !== "private");
  if (open !== undefined) throw new AddressNotPrivateError(bareHost(hostname), open);
  return addresses[0];
}

async function allowedAddresses(
  hostname: string,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<[string, ...string[]]> {
  const host = bareHost(hostname);
  const addresses = isIP(host) === 0 ? (await resolve(host, {})).map(({ address }) => address) : [host];
  const [first, ...others] = addresses;
  if (first === undefined) throw Object.assign(new Error(`${host} has no address`), { code: "ENOTFOUND" });
  const refused = addresses.find((address) => !isAllowed(address, policy));
  if (refused !== undefined) throw new AddressRefusedError(host, refused);
  return [first, ...others];
}

/**
 * Names that no public host has, or that are in use at home: https://www.rfc-editor.org/rfc/rfc6761, rfc6762 (with its appendix
 * G), rfc8375, `.internal` by ICANN.
 */
export const localName = /^[^.]*$|\.(?:localhost|local|internal|intranet|private|corp|home|lan|home\.arpa)$/;

/**
 * Checks a host's name that a proxy will look up once more, and perhaps otherwise: by its addresses as they are here. Where this
 * machine cannot look it up, as behind many a proxy, a name that no public host has is taken for a private one.
 * @throws AddressRefusedError
 */
export async function checkProxiedHost(
  hostname: string,
  policy: AddressPolicy,
  resolve: Resolve,
): Promise<void> {
  try {
    await allowedAddresses(hostname, policy, resolve);
  } catch (error) {
    if (error instanceof AddressRefusedError) throw error;
    if (policy === "public" && localName.test(hostname.replace(/\.$/, "")))
      throw new AddressRefusedError(hostname, hostname);
  }
}

/**
 * Checks a URL's host where it is an IP address: sockets look up names only. The URL parser has
 * already brought every spelling (octal, hex, short, mapped) into one.
 * @throws AddressRefusedError
 */
export function checkLiteralHost({ hostname }: URL, policy: AddressPolicy): void {
  const host = bareHost(hostname);
  if (isIP(host) !== 0 && !isAllowed(host, policy)) throw new AddressRefusedError(host, host);
}
