import type { Agent, Dispatcher } from "undici";
import type { AddressPolicy } from "./address.ts";
import { readEncoded } from "./body.ts";
import { faultError, redirectError, statusError } from "./classify.ts";
import { withDeadline } from "./deadline.ts";
import type { Refusal } from "./errors.ts";
import { checkListedHost } from "./hosts.ts";
import { checkLiteralHost } from "./lookup.ts";
import { credentialsIn, isRedirect, readRedirect, withoutCredentials } from "./redirects.ts";

export interface Target {
  readonly method: "GET" | "POST";
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface ExchangeRules {
  readonly addresses: AddressPolicy;
  /** The only hosts that may be asked; undefined: any. */
  readonly hosts: readonly string[] | undefined;
  /** Follow redirects to other origins, without credentials. */
  readonly otherOrigins: boolean;
  readonly maxRedirects: number;
  /** Milliseconds for everything, redirects included. */
  readonly totalMs: number;
  /** Checks a host whose name a proxy will look up; passes over others. @throws AddressRefusedError */
  readonly checkWay: (url: URL) => Promise<void>;
}

interface ExchangeOptions {
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
  /** A redirect is an answer like others, for the caller to handle. */
  readonly returnRedirects: boolean;
  readonly readRefusal?: ReadRefusal | undefined;
}

/** Reads the body of an answer that is not a success; undefined for a shape that it does not know. */
export type ReadRefusal = (status: number, body: Uint8Array) => Refusal | undefined;

export interface HttpAnswer {
  /** 2xx, 304 where the request was conditional, or a redirect where those are returned. */
  readonly status: number;
  /** Lower-case names; repeated ones joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** `Set-Cookie` headers, one each. */
  readonly setCookies: readonly string[];
  /** Where the answer came from, after redirects. */
  readonly url: string;
  /** Unpacked. */
  readonly body: Uint8Array;
}

/** So much of an error's body is read. */
const MAX_ERROR_BYTES = 64 * 1024;

/**
 * One request, with its redirects. Every address on the way is checked. A POST is not repeated at another address.
 * @throws HttpError, or the signal's reason when it fires
 */
export async function exchange(
  agent: Agent,
  start: Target,
  rules: ExchangeRules,
  { maxBytes, signal, returnRedirects, readRefusal }: ExchangeOptions,
): Promise<HttpAnswer> {
  let target = start;
  try {
    return await withDeadline(rules.totalMs, signal, async (deadline) => {
      for (let redirects = 0; ; redirects += 1) {
        checkListedHost(target.url, rules.hosts);
        checkLiteralHost(target.url, rules.addresses);
        await rules.checkWay(target.url);
        const answer = await request(agent, target, deadline);
        const headers = flat(answer.headers);
        if (returnRedirects && isRedirect(answer.statusCode)) {
          discard(answer);
          return answered(target.url, answer, headers, new Uint8Array());
        }
        const { otherOrigins } = rules;
        const redirect = readRedirect(target.url, answer.statusCode, headers.location, otherOrigins);
        if (redirect.to === "nowhere")
          return await finish(target, answer, headers, { maxBytes, readRefusal });
        discard(answer);
        if (redirect.to === "refused") throw redirectError(target.url, redirect.why, target.method);
        if (target.method === "POST")
          throw redirectError(target.url, `redirects to ${redirect.url.origin}`, "POST");
        if (redirects >= rules.maxRedirects) throw redirectError(target.url, "redirects too often");
        target = {
          method: "GET",
          url: redirect.url,
          headers: redirect.to === "here" ? target.headers : withoutCredentials(target.headers),
        };
      }
    });
  } catch (error) {
    throw signal?.aborted ? signal.reason : faultError(error, target.url, target.method);
  }
}

function request(
  agent: Agent,
  { method, url, headers, body }: Target,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  return agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method,
    // undici writes into what it is given.
    headers: { ...headers },
    signal,
    ...(body === undefined ? {} : { body }),
  });
}

async function finish(
  { method, url, headers: sent }: Target,
  answer: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  { maxBytes, readRefusal }: Pick<ExchangeOptions, "maxBytes" | "readRefusal">,
): Promise<HttpAnswer> {
  const { statusCode: status, body } = answer;
  const encoding = headers["content-encoding"] ?? "";
  const conditional = "if-none-match" in sent || "if-modified-since" in sent;
  if ((status >= 200 && status <= 299) || (status === 304 && conditional)) {
    return answered(url, answer, headers, await readEncoded(body, encoding, maxBytes));
  }
  const said = await readEncoded(body, encoding, MAX_ERROR_BYTES).catch(() => new Uint8Array());
  const refusal = readRefusal?.(status, said);
  throw statusError(url, status, headers, { body: said, secrets: credentialsIn(sent), method, refusal });
}

function answered(
  url: URL,
  { statusCode: status, headers: raw }: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): HttpAnswer {
  return { status, headers, setCookies: [raw["set-cookie"] ?? []].flat(), url: url.href, body };
}

/** Gives the connection back without reading the body, or closes it where the body is long. */
function discard({ body }: Dispatcher.ResponseData): void {
  body.dump({ limit: MAX_ERROR_BYTES }).catch(() => {});
}

function flat(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return result;
}
