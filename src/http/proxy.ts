import { BlockList, isIP } from "node:net";
import type { Env } from "../config/read/env.ts";
import { ConfigError } from "../errors.ts";
import { bareHost, parseUrl, percentDecoded } from "./url.ts";

/** A proxy that the environment names. */
export interface HttpProxy {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Host and port, for messages. */
  readonly name: string;
  /** What `Proxy-Authorization` says; undefined where the address has no user. */
  readonly authorization: string | undefined;
}

/**
 * The proxy through which a URL is asked: that of `HTTPS_PROXY` for https, else that of `HTTP_PROXY`; the names in small
 * letters come first. None for this machine itself and for what `NO_PROXY` names: hosts with all names below them and addresses,
 * also with a port; ranges of addresses (`10.0.0.0/8`); `*` for everything.
 *
 * There is no standard; this is what curl and Go do, but that https falls back to `HTTP_PROXY`.
 * @throws ConfigError where a variable holds no address of a proxy; its value may hold a password and is not shown
 * @see https://curl.se/docs/manpage.html#ENVIRONMENT
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function proxyOf(url: URL, env: Env): HttpProxy | undefined {
  const https = url.protocol === "https:" ? settingOf("HTTPS_PROXY", env) : undefined;
  const setting = https ?? settingOf("HTTP_PROXY", env);
  if (setting === undefined || isThisMachine(url.hostname)) return undefined;
  const exceptions = settingOf("NO_PROXY", env)?.value.split(/[\s,]+/) ?? [];
  return exceptions.some((entry) => isNamed(url, entry)) ? undefined : readProxy(setting);
}

/** @throws ConfigError where a variable holds no address of a proxy */
export function checkProxies(env: Env): void {
  for (const name of ["HTTPS_PROXY", "HTTP_PROXY"]) {
    const setting = settingOf(name, env);
    if (setting) readProxy(setting);
  }
}

interface Setting {
  /** The variable's name as it is spelled in the environment. */
  readonly variable: string;
  readonly value: string;
}

function settingOf(name: string, env: Env): Setting | undefined {
  return [name.toLowerCase(), name]
    .map((variable) => ({ variable, value: env[variable]?.trim() ?? "" }))
    .find(({ value }) => value !== "");
}

function readProxy({ variable, value: address }: Setting): HttpProxy {
  const url = parseUrl(address.includes("://") ? address : `http://${address}`);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ConfigError(`${variable} is not the address of a proxy`, {
      hint: "It begins with http:// or https://, as in http://proxy.example.com:3128, or http://name:password@proxy.example.com:3128.",
    });
  const { origin, host, username, password } = url;
  const credentials = `${percentDecoded(username)}:${percentDecoded(password)}`;
  const authorization = username ? `Basic ${Buffer.from(credentials).toString("base64")}` : undefined;
  return { origin, name: host, authorization };
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

const isThisMachine = (hostname: string): boolean =>
  /(?:^|\.)localhost\.?$/.test(hostname) || isWithin(hostname, loopback);

function isWithin(hostname: string, list: BlockList): boolean {
  const address = bareHost(hostname);
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
}

const defaultPorts: Readonly<Record<string, string>> = { "https:": "443", "http:": "80" };

/** Whether an entry of `NO_PROXY` means the URL's host. */
function isNamed({ protocol, hostname, port }: URL, entry: string): boolean {
  if (entry === "*") return true;
  const range = rangeOf(entry);
  if (range) return isWithin(hostname, range);
  // The only colon, or one after the bracket: else they are an address's own.
  const [, before = "", onPort] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [undefined, entry];
  if (onPort !== undefined && onPort !== (port || defaultPorts[protocol])) return false;
  const named = bareHost(before.toLowerCase())
    .replace(/^\*?\./, "")
    .replace(/\.$/, "");
  const host = bareHost(hostname).replace(/\.$/, "");
  return named !== "" && (host === named || (isIP(host) === 0 && host.endsWith(`.${named}`)));
}

/** The addresses of `10.0.0.0/8`; undefined for what is no range. */
function rangeOf(entry: string): BlockList | undefined {
  const [, network = "", bits = ""] = /^([\d.]+|[\da-f:.]+)\/(\d{1,3})$/i.exec(entry) ?? [];
  const version = isIP(network);
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), version === 4 ? "ipv4" : "ipv6");
  return list;
}
