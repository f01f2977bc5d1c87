import { z } from "zod";
import { type Clock, systemClock } from "../clock.ts";
import { secret } from "../config/schema/secret.ts";
import { FinIngestError, toFailure } from "../errors.ts";
import { HttpError } from "../http/errors.ts";
import type { Http } from "../http/http.ts";
import { parsed } from "./json.ts";

/**
 * OAuth 2.0 client credentials, https://www.rfc-editor.org/rfc/rfc6749#section-4.4, or with `refresh_token` the grant of
 * https://www.rfc-editor.org/rfc/rfc6749#section-6
 */
export const oauthOptions = z.strictObject({
  token_url: z
    .url({ protocol: /^https?$/, error: "must be an absolute URL" })
    .describe("where tokens are given"),
  client_id: z.string().min(1).describe("the client's id"),
  client_secret: secret().describe("the client's secret"),
  refresh_token: secret()
    .optional()
    .describe(
      "a refresh token that stays valid, for a system without client credentials; it was had once by a login in a browser",
    ),
  scope: z.string().min(1).optional().describe("scopes, separated by blanks"),
  audience: z.string().min(1).optional().describe("the API the token is for, where the server asks for it"),
  scheme: z
    .string()
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "must be one word")
    .optional()
    .describe(
      "the word before the token in `Authorization`, where the system has one of its own: Zoho-oauthtoken; default: Bearer",
    ),
});
export type OauthOptions = z.output<typeof oauthOptions>;

/** https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
const Grant = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
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

/** Tokens by the options: with the refresh token where there is one, else with client credentials. */
export function oauthTokens(
  http: Pick<Http, "post">,
  options: OauthOptions,
  clock: Clock = systemClock,
): TokenSource {
  const { refresh_token } = options;
  return refresh_token === undefined
    ? clientCredentials(http, options, clock)
    : refreshedTokens(http, { ...options, refresh_token }, clock);
}

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

/**
 * A server may give a new refresh token with each token, and take back the one before. Such a one serves until this process
 * ends; the next run has the configured one again, which is refused then, and the refusal says so.
 */
function refreshedTokens(
  http: Pick<Http, "post">,
  { token_url, client_id, client_secret, refresh_token, scope }: OauthOptions & { refresh_token: string },
  clock: Clock,
): TokenSource {
  let current = refresh_token;
  const form = async () => ({
    grant_type: "refresh_token",
    refresh_token: current,
    client_id,
    client_secret,
    ...(scope === undefined ? {} : { scope }),
  });
  const granted = (next: string | undefined) => {
    current = next ?? current;
  };
  return tokenSource(http, { token_url, form, granted, hint: REFRESH_HINT }, clock);
}

const REFRESH_HINT =
  "The refresh token was withdrawn, has expired, or the system gives a new one each time: one that is used up in a run cannot serve the next. Make one that stays valid, or use client credentials (without refresh_token).";

/** How tokens are asked for. */
export interface TokenRequest {
  readonly token_url: string;
  /** The fields of a request, made anew for each: an assertion is valid for minutes. */
  form(): Promise<Readonly<Record<string, string>>>;
  /** Told the refresh token that came with a token, if one did. */
  granted?(refreshToken: string | undefined): void;
  /** What to do where no token is given; default: what the server says. */
  readonly hint?: string;
}

/** Tokens of any grant. Requests that start while a token is being asked for wait for the same one. */
export function tokenSource(
  http: Pick<Http, "post">,
  { token_url, form, granted, hint }: TokenRequest,
  clock: Clock = systemClock,
): TokenSource {
  let current: { readonly token: Promise<string>; validUntil: number } | undefined;
  async function ask(signal: AbortSignal | undefined): Promise<{ token: string; validForMs: number }> {
    const body = new URLSearchParams(await form()).toString();
    const answer = await refusingLogin(hint, () =>
      http.post(token_url, {
        body,
        contentType: "application/x-www-form-urlencoded",
        accept: "application/json",
        ...(signal ? { signal } : {}),
      }),
    );
    const { access_token: token, refresh_token, expires_in: seconds } = parsed(answer, Grant);
    granted?.(refresh_token);
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
async function refusingLogin<T>(own: string | undefined, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof HttpError) || !isRefusal(error.status)) throw error;
    const { message, hint } = toFailure(error);
    throw new LoginRefusedError(`no token is given: ${message}`, { hint: own ?? hint, cause: error });
  }
}

const isRefusal = (status = 0): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429;
