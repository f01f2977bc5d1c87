import { z } from "zod";
import { type Clock, systemClock } from "../clock.ts";
import { secret } from "../config/schema/secret.ts";
import { FinIngestError, toFailure } from "../errors.ts";
import { HttpError } from "../http/errors.ts";
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

/** Provides a token that is valid for the next request. */
export interface TokenSource {
  token(signal: AbortSignal | undefined): Promise<string>;
  /** The last token was refused: the next call asks for another. */
  renew(): void;
}

/** The token endpoint refuses what it was given: nothing can be asked, whatever it is about. */
export class LoginRefusedError extends FinIngestError {
  override readonly name = "LoginRefusedError";
}

/** A token is renewed this long before it expires, or after half of its lifetime where that is shorter. */
const RENEW_EARLY_MS = 60_000;

/** Client credentials with a secret. Requests that start while a token is being asked for wait for the same one. */
export function clientCredentials(
  http: Pick<Http, "post">,
  { token_url, client_id, client_secret, scope, audience }: OauthOptions,
  clock: Clock = systemClock,
): TokenSource {
  const form = {
    grant_type: "client_credentials",
    client_id,
    client_secret,
    ...(scope === undefined ? {} : { scope }),
    ...(audience === undefined ? {} : { audience }),
  };
  return tokenSource(http, { token_url, form: async () => form }, clock);
}

/** How tokens are asked for. */
export interface TokenRequest {
  readonly token_url: string;
  /** The fields of a request, made anew for each: an assertion is valid for minutes. */
  form(): Promise<Readonly<Record<string, string>>>;
}

/** Tokens of any grant. Requests that start while a token is being asked for wait for the same one. */
export function tokenSource(
  http: Pick<Http, "post">,
  { token_url, form }: TokenRequest,
  clock: Clock = systemClock,
): TokenSource {
  let current: { readonly token: Promise<string>; validUntil: number } | undefined;
  async function ask(signal: AbortSignal | undefined): Promise<{ token: string; validForMs: number }> {
    const body = new URLSearchParams(await form()).toString();
    const answer = await refusingLogin(() =>
      http.post(token_url, {
        body,
        contentType: "application/x-www-form-urlencoded",
        accept: "application/json",
        ...(signal ? { signal } : {}),
      }),
    );
    const { access_token: token, expires_in: seconds } = parsed(answer, Grant);
    const lifetime = seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 1000;
    return { token, validForMs: Math.max(lifetime - RENEW_EARLY_MS, lifetime / 2) };
  }
  return {
    token(signal) {
      if (current && clock.monotonic() < current.validUntil) return current.token;
      const grant = ask(signal);
      const asked = { token: grant.then(({ token }) => token), validUntil: Number.POSITIVE_INFINITY };
      current = asked;
      grant.then(
        ({ validForMs }) => {
          asked.validUntil = clock.monotonic() + validForMs;
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

/**
 * A refusal is a 400 or a 401 (https://www.rfc-editor.org/rfc/rfc6749#section-5.2); what else a server finds wrong with
 * the request, such as an address that has no tokens, is wrong for every document as well. "Too slow" and "too many" pass.
 */
async function refusingLogin<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof HttpError) || !isRefusal(error.status)) throw error;
    const { message, hint } = toFailure(error);
    throw new LoginRefusedError(`no token is given: ${message}`, { hint, cause: error });
  }
}

const isRefusal = (status = 0): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429;
