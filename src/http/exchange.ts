import type { Agent, Dispatcher } from "undici";
import type { AddressPolicy } from "./address.ts";
import { withDeadline } from "./deadline.ts";
import { readEncoded } from "./decompress.ts";
import { checkListedHost } from "./hosts.ts";
import { faultError, redirectError, statusError } from "./judge.ts";
import { checkLiteralHost } from "./lookup.ts";
import { credentialsIn, readRedirect, withoutCredentials } from "./redirects.ts";

export interface Target {
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
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
}

export interface HttpAnswer {
  /** 2xx, or 304 where the request was conditional. */
  readonly status: number;
  /** Lower-case names; repeated ones joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  /** Unpacked. */
  readonly body: Uint8Array;
}

/** As much of an error's body as is looked at. */
const errorBytes = 64 * 1024;

/**
 * One GET, with its redirects. Each address on the way is judged anew.
 * @throws HttpError, or the signal's reason when it fires
 */
export async function exchange(
  agent: Agent,
  start: Target,
  rules: ExchangeRules,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal | undefined },
): Promise<HttpAnswer> {
  let target = start;
  try {
    return await withDeadline(rules.totalMs, signal, async (deadline) => {
      for (let redirects = 0; ; redirects += 1) {
        checkListedHost(target.url, rules.hosts);
        checkLiteralHost(target.url, rules.addresses);
        const answer = await request(agent, target, deadline);
        const headers = flat(answer.headers);
        const { otherOrigins } = rules;
        const redirect = readRedirect(target.url, answer.statusCode, headers.location, otherOrigins);
        if (redirect.to === "nowhere") return await finish(target, answer, headers, maxBytes);
        discard(answer);
        if (redirect.to === "refused") throw redirectError(target.url, redirect.why);
        if (redirects >= rules.maxRedirects) throw redirectError(target.url, "redirects too often");
        target = {
          url: redirect.url,
          headers: redirect.to === "here" ? target.headers : withoutCredentials(target.headers),
        };
      }
    });
  } catch (error) {
    throw signal?.aborted ? signal.reason : faultError(error, target.url);
  }
}

function request(
  agent: Agent,
  { url, headers }: Target,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  return agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: "GET",
    headers,
    signal,
  });
}

async function finish(
  { url, headers: sent }: Target,
  answer: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
): Promise<HttpAnswer> {
  const { statusCode: status, body } = answer;
  const encoding = headers["content-encoding"] ?? "";
  const conditional = "if-none-match" in sent || "if-modified-since" in sent;
  if ((status >= 200 && status <= 299) || (status === 304 && conditional)) {
    return { status, headers, url: url.href, body: await readEncoded(body, encoding, maxBytes) };
  }
  const said = await readEncoded(body, encoding, errorBytes).catch(() => new Uint8Array());
  throw statusError(url, status, headers, { body: said, secrets: credentialsIn(sent) });
}

/** Gives the connection back without reading the body, or closes it where the body is long. */
function discard({ body }: Dispatcher.ResponseData): void {
  body.dump({ limit: errorBytes }).catch(() => {});
}

function flat(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return result;
}
