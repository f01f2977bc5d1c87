import { z } from "zod";
import { secret } from "../config/schema/secret.ts";
import { FinIngestError, toFailure } from "../errors.ts";
import { HttpError } from "../http/errors.ts";
import type { GetOptions, Http, HttpAnswer, PostOptions } from "../http/http.ts";
import { parseUrl } from "../http/url.ts";
import { LoginRefusedError, oauthOptions, oauthTokens, type TokenSource } from "./oauth.ts";

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The kinds of credentials, as the keys of an `auth` option; exactly one of them is given. */
export const authFields = {
  bearer: secret().optional().describe("token sent as `Authorization: Bearer …`"),
  basic: z
    .strictObject({
      username: z.string().min(1).describe("user name or e-mail address"),
      password: secret().describe("password or API token"),
    })
    .optional()
    .describe("user name and password, sent as basic authentication"),
  basic_key: secret()
    .optional()
    .describe("API key sent as the user name of basic authentication, with a password that does not matter"),
  header: z
    .strictObject({
      name: z.string().regex(HEADER_NAME, "must be a header's name").describe("the header's name"),
      value: secret().describe("the header's value"),
    })
    .optional()
    .describe("a header of the system's own, such as X-Api-Key"),
  cookie: secret().optional().describe("a session's Cookie header, as a browser shows it"),
  oauth: oauthOptions
    .optional()
    .describe("OAuth 2.0, by client credentials or a refresh token; the token is renewed as it expires"),
};

/** An `auth` option. */
export const authOptions = z.strictObject(authFields).refine(exactlyOne, {
  error: `needs exactly one of ${Object.keys(authFields).join(", ")}`,
});
export type Auth = z.output<typeof authOptions>;

/** Whether exactly one key is given, for schemas that add kinds of their own. */
export function exactlyOne(given: Readonly<Record<string, unknown>>): boolean {
  return Object.values(given).filter((value) => value !== undefined).length === 1;
}

/** Requests that may carry credentials: `Http` without what only its owner may do. */
export type Requester = Pick<Http, "get" | "post">;

/**
 * Requests with credentials: their header goes to the given origins only, and never on to where these redirect.
 * An OAuth token is asked for with the first request, and renewed shortly before it expires and once after a 401.
 */
export function withAuth(http: Requester, auth: Auth | undefined, origins: readonly string[]): Requester {
  if (auth === undefined) return http;
  if (auth.oauth) return withToken(http, oauthTokens(http, auth.oauth), origins, auth.oauth.scheme);
  return withHeadersOf(http, { origins, headers: async () => headersOf(auth) });
}

/** Requests with a token, as `withAuth` sends that of OAuth. @param scheme the word before it, which a system may have of its own */
export const withToken = (
  http: Requester,
  token: TokenSource,
  origins: readonly string[],
  scheme = "Bearer",
): Requester =>
  withHeadersOf(http, {
    origins,
    headers: async (signal) => ({ authorization: `${scheme} ${await token.token(signal)}` }),
    renew: () => token.renew(),
  });

interface Credentials {
  readonly origins: readonly string[];
  headers(signal: AbortSignal | undefined): Promise<Readonly<Record<string, string>>>;
  /** Absent: the credentials are what they are, and asking again after a 401 is in vain. */
  renew?(): void;
}

function withHeadersOf(http: Requester, { origins, headers: credentials, renew }: Credentials): Requester {
  const trusted = new Set(origins);

  async function send(
    url: string | URL,
    headers: GetOptions["headers"],
    signal: AbortSignal | undefined,
    request: (headers: GetOptions["headers"]) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    if (!parseUrl(String(url)) || !trusted.has(new URL(url).origin)) return request(headers);
    const authorized = async () => ({ ...headers, ...(await credentials(signal)) });
    try {
      return await request(await authorized());
    } catch (error) {
      if (!renew || !(error instanceof HttpError) || error.status !== 401) throw error;
      renew();
      return request(await authorized());
    }
  }
  return {
    get: (url, options = {}) =>
      send(url, options.headers, options.signal, (headers) => http.get(url, withHeaders(options, headers))),
    post: (url, options) =>
      send(url, options.headers, options.signal, (headers) => http.post(url, withHeaders(options, headers))),
  };
}

function withHeaders<Options extends GetOptions | PostOptions>(
  options: Options,
  headers: GetOptions["headers"],
): Options {
  return headers ? { ...options, headers } : options;
}

function headersOf({ bearer, basic, basic_key, header, cookie }: Auth): Record<string, string> {
  if (bearer !== undefined) return { authorization: `Bearer ${bearer}` };
  if (basic) return basicHeader(basic.username, basic.password);
  if (basic_key !== undefined) return basicHeader(basic_key, "X");
  if (header) return { [header.name.toLowerCase()]: header.value };
  return cookie === undefined ? {} : { cookie };
}

const basicHeader = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
});

/** Whether the system says that something is not for this account, or does not exist: 403, 404 or 410. */
export function isRefusal(error: unknown): error is HttpError {
  return error instanceof HttpError && [403, 404, 410].includes(error.status ?? 0);
}

/**
 * Adds to a 401, and to a token that is refused, where the credentials are made.
 * @throws FinIngestError with the hint for these; else what `request` throws
 */
export async function withLoginHint<T>(hint: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const isLogin =
      error instanceof LoginRefusedError || (error instanceof HttpError && error.status === 401);
    if (!isLogin) throw error;
    throw new FinIngestError(toFailure(error).message, { hint, cause: error });
  }
}
