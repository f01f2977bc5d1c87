import { z } from "zod";
import { type Clock, systemClock } from "../clock.ts";
import { secret } from "../config/schema/secret.ts";
import type { Http } from "../http/http.ts";
import { parsed } from "./json.ts";

/** OAuth 2.0 client credentials, https://www.rfc-editor.org/rfc/rfc6749#section-4.4 */
export const oauthOptions = z.strictObject({
  token_url: z
    .url({ protocol: /^https?$/, error: "must be an absolute URL" })
    .describe("where tokens are given"),
  client_id: z.string().min(1).describe("the client's id"),
  client_secret: secret().describe("the client's secret"),
  scope: z.string().min(1).optional().describe("scopes, separated by blanks"),
  audience: z.string().min(1).optional().describe("the API the token is for, where the server asks for it"),
});
export type OauthOptions = z.output<typeof oauthOptions>;

/** https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
const Grant = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
});

/** Gives a token that is good for the next request. */
export interface TokenSource {
  token(signal: AbortSignal | undefined): Promise<string>;
  /** The last one was refused: the next call asks for another. */
  renew(): void;
}

/** Renewed this long before its end, or after half of its life where that is shorter. */
const earlyMs = 60_000;

/** Requests that come while a token is asked for wait for the same one. */
export function clientCredentials(
  http: Pick<Http, "post">,
  { token_url, client_id, client_secret, scope, audience }: OauthOptions,
  clock: Clock = systemClock,
): TokenSource {
  let current: { readonly token: Promise<string>; goodUntil: number } | undefined;
  async function ask(signal: AbortSignal | undefined): Promise<{ token: string; goodForMs: number }> {
    const form = new URLSearchParams({ grant_type: "client_credentials", client_id, client_secret });
    if (scope !== undefined) form.set("scope", scope);
    if (audience !== undefined) form.set("audience", audience);
    const answer = await http.post(token_url, {
      body: form.toString(),
      contentType: "application/x-www-form-urlencoded",
      accept: "application/json",
      ...(signal ? { signal } : {}),
    });
    const { access_token: token, expires_in: seconds } = parsed(answer, Grant);
    const life = seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 1000;
    return { token, goodForMs: Math.max(life - earlyMs, life / 2) };
  }
  return {
    token(signal) {
      if (current && clock.monotonic() < current.goodUntil) return current.token;
      const grant = ask(signal);
      const asked = { token: grant.then(({ token }) => token), goodUntil: Number.POSITIVE_INFINITY };
      current = asked;
      grant.then(
        ({ goodForMs }) => {
          asked.goodUntil = clock.monotonic() + goodForMs;
        },
        () => {
          if (current === asked) current = undefined;
        },
      );
      return asked.token;
    },
    renew() {
      current = undefined;
    },
  };
}
