import type { Agent } from "undici";
import { type Clock, systemClock } from "../clock.ts";
import { processEnv } from "../config/read/env.ts";
import { ConfigError } from "../errors.ts";
import { userAgent } from "../package.ts";
import type { AddressPolicy } from "./address.ts";
import { type Backoff, backoffMs, sleep } from "./backoff.ts";
import { acceptEncoding } from "./body.ts";
import { faultError } from "./classify.ts";
import { HttpError } from "./errors.ts";
import { type ExchangeRules, exchange, type HttpAnswer, type ReadRefusal, type Target } from "./exchange.ts";
import { checkListedHost } from "./hosts.ts";
import {
  allowedAddress,
  checkProxiedHost,
  guardedLookup,
  ownAddress,
  type Resolve,
  systemResolve,
} from "./lookup.ts";
import { createOutage } from "./outage.ts";
import { createPatience, saysLater } from "./patience.ts";
import { openDispatcher } from "./proxied.ts";
import { proxyOf } from "./proxy.ts";
import { createSpacing } from "./spacing.ts";
import { displayUrl, parseUrl, percentDecoded } from "./url.ts";

export type { HttpAnswer } from "./exchange.ts";

/** Milliseconds. */
export interface HttpTimeouts {
  /** Until the connection is open. */
  readonly connect: number;
  /** From the request to the answer's headers. */
  readonly headers: number;
  /** Between two pieces of a body. */
  readonly idle: number;
  /** For one attempt, redirects included. */
  readonly total: number;
}

export interface HttpOptions {
  /** Which addresses may be connected to; `public` by default. */
  readonly addresses?: AddressPolicy;
  /** The only hosts that may be asked, redirects included; `*.example.com` for names below. Any by default. */
  readonly hosts?: readonly string[];
  /** Certificates in PEM to trust instead of Node's own; asked with the first request. */
  readonly trusted?: () => Promise<string[]>;
  /** Follow redirects to other origins, without credentials; false by default. */
  readonly otherOrigins?: boolean;
  /** 5 by default. */
  readonly maxRedirects?: number;
  /** Attempts in all; 4 by default. */
  readonly attempts?: number;
  readonly backoff?: Backoff;
  /** So long, in all, the server may tell us to wait (`Retry-After`), milliseconds; an hour by default. */
  readonly maxWaitMs?: number | undefined;
  /** Monotonic milliseconds after which no wait may end; none by default. */
  readonly deadline?: number | undefined;
  /** Told when all requests begin to wait because the server said so, and for how long. */
  readonly onWait?: (ms: number, why: HttpError) => void;
  readonly timeouts?: Partial<HttpTimeouts>;
  /** Requests are begun at most this often, spread evenly; as fast as they come by default. */
  readonly requestsPerSecond?: number | undefined;
  /** Connections to one origin; 10 by default. */
  readonly connections?: number;
  readonly clock?: Clock;
  /** 0 ≤ r < 1, for the jitter of waits. */
  readonly random?: () => number;
  /** Looks host names up; the system's resolver by default. */
  readonly resolve?: Resolve;
}

export interface GetOptions {
  /** Go to the URL's own origin only, but for harmless ones. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly accept?: string;
  readonly signal?: AbortSignal;
  /** The largest body taken, packed and unpacked; 20 MiB by default. */
  readonly maxBytes?: number;
  /** `return`: a redirect is an answer like others, for the caller to handle; `follow` by default. */
  readonly redirects?: "follow" | "return";
  /** Tells a refusal that says "later" from one that is meant, for a system that answers both with one status. */
  readonly readRefusal?: ReadRefusal;
}

export interface PostOptions extends GetOptions {
  readonly body: string | Uint8Array;
  readonly contentType: string;
}

/** Requests to sources: patient, bounded, and only to hosts and addresses that the source may ask. */
export interface Http {
  /**
   * A URL's user and password are sent as basic authentication, never as part of the URL.
   * @throws ConfigError for what is not an http(s) URL
   * @throws HttpError for everything but 2xx, and 304 where that was asked for; TryLaterError where the server tells us to
   *   wait for longer than we may; the signal's reason when it fires
   */
  get(url: string | URL, options?: GetOptions): Promise<HttpAnswer>;
  /**
   * A request that reads, though it is a POST: a search, a query, a token. Repeated like a GET when it
   * fails; its redirects are refused unless they are returned.
   * @throws as `get`
   */
  post(url: string | URL, options: PostOptions): Promise<HttpAnswer>;
  /**
   * For requests that another program makes (git): checks the host as `get` would, except the addresses of its name.
   * @throws HttpError where the source may not ask it
   */
  checkHost(hostname: string): void;
  /**
   * For unencrypted requests that another program makes: the host's address, which must be in one's own network, and the
   * source must be allowed to ask it there.
   * @throws HttpError where it is not
   */
  ownAddress(hostname: string): Promise<string>;
  /**
   * For connections in another protocol (a database's): the host's address, checked as for `get`. Connect to that address,
   * so that what is connected to is what was checked.
   * @throws HttpError where the source may not ask it
   */
  allowedAddress(hostname: string): Promise<string>;
  close(): Promise<void>;
}

const defaultTimeouts: HttpTimeouts = { connect: 10_000, headers: 30_000, idle: 20_000, total: 120_000 };
const defaultBackoff: Backoff = { baseMs: 500, capMs: 10_000 };
const defaultMaxWaitMs = 60 * 60_000;
/** So often one request may be told "later", whatever the waits. */
const MAX_TOLD = 10;
const mebibyte = 1024 * 1024;

/** Loads undici with the first request: most invocations of the program never send one. */
export function createHttp(options: HttpOptions = {}): Http {
  const { addresses = "public", clock = systemClock, random = Math.random } = options;
  const { attempts = 4, backoff = defaultBackoff, maxWaitMs = defaultMaxWaitMs } = options;
  const { deadline, onWait, resolve = systemResolve } = options;
  const patience = createPatience({ clock, maxWaitMs, deadline, onWait });
  const outage = createOutage(clock);
  // Where the server does not say how long: up to six times as long as after a fault.
  const patientBackoff = { baseMs: 2 * backoff.baseMs, capMs: 6 * backoff.capMs };
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const rules: ExchangeRules = {
    addresses,
    hosts: options.hosts,
    otherOrigins: options.otherOrigins ?? false,
    maxRedirects: options.maxRedirects ?? 5,
    totalMs: timeouts.total,
    checkWay: wayChecker(addresses, resolve),
  };
  const spacing = options.requestsPerSecond ? createSpacing(options.requestsPerSecond, clock) : undefined;
  let agent: Promise<Agent> | undefined;

  async function open(): Promise<Agent> {
    const ca = await options.trusted?.();
    return openDispatcher({
      connections: options.connections ?? 10,
      headersTimeout: timeouts.headers,
      bodyTimeout: timeouts.idle,
      connect: { timeout: timeouts.connect, lookup: guardedLookup(addresses, resolve), ...(ca && { ca }) },
    });
  }

  async function send(
    target: Target,
    { signal, maxBytes, redirects, readRefusal }: GetOptions,
  ): Promise<HttpAnswer> {
    agent ??= open();
    const opened = await agent;
    const returnRedirects = redirects === "return";
    const wishes = { maxBytes: maxBytes ?? 20 * mebibyte, signal, returnRedirects, readRefusal };
    const { url, method } = target;
    outage.refuseWhileDown(url, method);
    let told = 0;
    for (let failures = 1; ; ) {
      try {
        await patience.ready(signal);
        await spacing?.turn(signal);
        // A pause may have begun while this request waited for its turn.
        await patience.ready(signal);
        const answer = await exchange(opened, target, rules, wishes);
        outage.note(undefined);
        return answer;
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        if (saysLater(error)) {
          told += 1;
          const wait = error.retryAfterMs || backoffMs(patientBackoff, told, random());
          if (told >= MAX_TOLD) throw patience.giveUp(wait, error);
          patience.pause(wait, error);
          spacing?.pause(wait);
        } else if (error.retryable && failures < attempts && outage.mayRepeat()) {
          await sleep(clock, backoffMs(backoff, failures, random()), signal);
          failures += 1;
        } else {
          outage.note(error);
          throw error;
        }
      }
    }
  }

  return {
    get: async (url, wishes = {}) => send(targetOf("GET", url, wishes), wishes),
    post: async (url, { body, contentType, ...wishes }) => {
      const target = targetOf("POST", url, wishes);
      return send({ ...target, headers: { ...target.headers, "content-type": contentType }, body }, wishes);
    },
    checkHost(hostname) {
      try {
        checkListedHost({ hostname }, options.hosts);
      } catch (error) {
        throw faultError(error, new URL(`https://${hostname}`), "CONNECT");
      }
    },
    async allowedAddress(hostname) {
      try {
        checkListedHost({ hostname }, options.hosts);
        return await allowedAddress(hostname, addresses, resolve);
      } catch (error) {
        throw faultError(error, new URL(`https://${hostname}`), "CONNECT");
      }
    },
    async ownAddress(hostname) {
      try {
        return await ownAddress(hostname, addresses, resolve);
      } catch (error) {
        throw faultError(error, new URL(`http://${hostname}`), "CONNECT");
      }
    },
    async close() {
      // One that could not be opened has nothing to close.
      const opened = await agent?.catch(() => undefined);
      agent = undefined;
      await opened?.destroy();
    },
  };
}

/** Checks a host that a proxy will look up, each once: what the proxy finds later is beyond us. */
function wayChecker(addresses: AddressPolicy, resolve: Resolve): ExchangeRules["checkWay"] {
  const checked = new Map<string, Promise<void>>();
  return async (url) => {
    if (!proxyOf(url, processEnv())) return;
    const known = checked.get(url.hostname) ?? checkProxiedHost(url.hostname, addresses, resolve);
    checked.set(url.hostname, known);
    await known;
  };
}

function targetOf(
  method: Target["method"],
  given: string | URL,
  { headers = {}, accept }: GetOptions,
): Target {
  if (!parseUrl(String(given))) throw new ConfigError(`not a URL: ${displayUrl(given)}`);
  const url = new URL(given);
  if (!/^https?:$/.test(url.protocol)) throw new ConfigError(`not an http(s) URL: ${displayUrl(url)}`);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  url.hash = "";
  const all: Record<string, string> = {
    accept: "*/*",
    "user-agent": userAgent,
    "accept-encoding": acceptEncoding,
  };
  if (username || password) all.authorization = basic(username, password);
  if (accept !== undefined) all.accept = accept;
  for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = value;
  return { method, url, headers: all };
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${percentDecoded(username)}:${percentDecoded(password)}`).toString("base64")}`;
}
