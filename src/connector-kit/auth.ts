import { z } from "zod";
import { secret } from "../config/schema/secret.ts";
import { HttpError } from "../http/errors.ts";
import type { GetOptions, Http, HttpAnswer, PostOptions } from "../http/http.ts";
import { parseUrl } from "../http/url.ts";
import { clientCredentials, oauthOptions, type TokenSource } from "./oauth.ts";

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The ways to identify oneself, as the keys of an `auth` option; exactly one of them is given. */
export const authFields = {
  bearer: secret().optional().describe("token sent as `Authorization: Bearer …`"),
  basic: z
    .strictObject({
      username: z.string().min(1).describe("user name or e-mail address"),
      password: secret().describe("password or API token"),
    })
    .optional()
    .describe("user name and password, sent as basic authentication"),
  header: z
    .strictObject({
      name: z.string().regex(headerName, "must be a header's name").describe("the header's name"),
      value: secret().describe("the header's value"),
    })
    .optional()
    .describe("a header of the system's own, such as X-Api-Key"),
  cookie: secret().optional().describe("a session's Cookie header, as a browser shows it"),
  oauth: oauthOptions.optional().describe("OAuth 2.0 client credentials; the token is renewed as it expires"),
};

/** An `auth` option. */
export const authOptions = z.strictObject(authFields).refine(exactlyOne, {
  error: `needs exactly one of ${Object.keys(authFields).join(", ")}`,
});
export type Auth = z.output<typeof authOptions>;

/** Whether exactly one way is given, for schemas that add ways of their own. */
export function exactlyOne(given: Readonly<Record<string, unknown>>): boolean {
  return Object.values(given).filter((value) => value !== undefined).length === 1;
}

/** Requests that carry credentials. `Http` without what only its owner may do. */
export type Asking = Pick<Http, "get" | "post">;

/**
 * Requests under an identity: its header goes to the given origins only, and never on to where they redirect.
 * An OAuth token is asked for with the first request, renewed shortly before it ends and once after a 401.
 */
export function withAuth(http: Asking, auth: Auth | undefined, origins: readonly string[]): Asking {
  if (auth === undefined) return http;
  const token = auth.oauth ? clientCredentials(http, auth.oauth) : undefined;
  const own = new Set(origins);

  async function send(
    url: string | URL,
    headers: GetOptions["headers"],
    signal: AbortSignal | undefined,
    ask: (headers: GetOptions["headers"]) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    if (!parseUrl(String(url)) || !own.has(new URL(url).origin)) return ask(headers);
    const identified = async () => ({ ...headers, ...(await headersOf(auth ?? {}, token, signal)) });
    try {
      return await ask(await identified());
    } catch (error) {
      if (!token || !(error instanceof HttpError) || error.status !== 401) throw error;
      token.renew();
      return ask(await identified());
    }
  }
  return {
    get: (url, options = {}) =>
      send(url, options.headers, options.signal, (headers) => http.get(url, over(options, headers))),
    post: (url, options) =>
      send(url, options.headers, options.signal, (headers) => http.post(url, over(options, headers))),
  };
}

function over<Options extends GetOptions | PostOptions>(
  options: Options,
  headers: GetOptions["headers"],
): Options {
  return headers ? { ...options, headers } : options;
}

async function headersOf(
  { bearer, basic, header, cookie }: Partial<Auth>,
  token: TokenSource | undefined,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  if (token) return { authorization: `Bearer ${await token.token(signal)}` };
  if (bearer !== undefined) return { authorization: `Bearer ${bearer}` };
  if (basic) {
    const pair = Buffer.from(`${basic.username}:${basic.password}`).toString("base64");
    return { authorization: `Basic ${pair}` };
  }
  if (header) return { [header.name.toLowerCase()]: header.value };
  return cookie === undefined ? {} : { cookie };
}
