import { z } from "zod";
import { secret } from "../../src/config/schema/secret.ts";
import { type Auth, authFields, exactlyOne } from "../../src/connector-kit/auth.ts";
import { attachmentsOption } from "../../src/connector-kit/formats.ts";
import { oauthOptions } from "../../src/connector-kit/oauth.ts";
import { parseUrl } from "../../src/http/url.ts";

const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const id = z
  .union([z.number().int().positive(), z.string().regex(/^\d+$/, "must be the number in its address")])
  .transform(String);

const { token_url, scope } = oauthOptions.shape;
const oauth = oauthOptions
  .extend({
    token_url: token_url
      .optional()
      .describe("where tokens are given; default: `/oauth/tokens` of the help center's address"),
    scope: scope.unwrap().default("read").describe("scopes, separated by blanks; default: read"),
  })
  .omit({ audience: true, refresh_token: true, scheme: true });

const auth = z
  .strictObject({
    oauth: oauth
      .optional()
      .describe("a confidential OAuth client (client credentials); its token is renewed as it expires"),
    bearer: authFields.bearer.describe("OAuth access token, sent as `Authorization: Bearer …`"),
    api_token: z
      .strictObject({
        email: z.email().describe("e-mail address of the user that the token acts for"),
        token: secret().describe("an API token"),
      })
      .optional()
      .describe("an API token that was made before 27 October 2026; all end on 30 April 2027"),
  })
  .refine(exactlyOne, { error: "needs exactly one of oauth, bearer, api_token" });

/** The options of a zendesk source, beside the common ones. README.md explains each. */
export const zendeskOptions = z
  .strictObject({
    subdomain: z
      .string()
      .regex(SUBDOMAIN, "must be the first part of SUBDOMAIN.zendesk.com alone")
      .optional()
      .describe("the account's or brand's subdomain: acme for https://acme.zendesk.com"),
    base_url: z
      .string()
      .refine(isSite, "must be a plain https:// address, without a path, ? or #")
      .optional()
      .describe("the help center's address instead of a subdomain"),
    brands: z
      .array(
        z
          .string()
          .refine(
            (text) => SUBDOMAIN.test(text) || isSite(text),
            "must be a subdomain or an https:// address",
          ),
      )
      .default([])
      .describe("further brands whose help centers belong to this source, by subdomain: acme-pro"),
    auth: auth.describe("credentials of an admin, or of an agent who sees all wanted articles"),
    help_center_locale: z
      .string()
      .regex(/^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i, "must be a help center's locale, such as en-us or de")
      .transform((text) => text.toLowerCase())
      .optional()
      .describe("which translations are read: en-us; default: the help center's own default"),
    categories: z.array(id).min(1).optional().describe("only articles in these categories, by number"),
    sections: z
      .array(id)
      .min(1)
      .optional()
      .describe("only articles in these sections and the sections below them, by number"),
    user_segments: z
      .record(
        z.string().regex(/^(?:\d+|signed_in_users|staff)$/, "must be a number, signed_in_users or staff"),
        z.enum(["customers", "teammates"]),
      )
      .default({})
      .describe(
        "who may be answered from restricted articles, by their user segment: its number, or signed_in_users and staff for the built-in ones",
      ),
    attachments: attachmentsOption.describe("kinds of attached files that become documents of their own"),
  })
  .refine((options) => (options.subdomain === undefined) !== (options.base_url === undefined), {
    error: "exactly one of `subdomain` and `base_url` must be given",
  });

export type ZendeskOptions = z.output<typeof zendeskOptions>;

/** The help centers' origins, the main one first, each once. */
export function originsOf({ subdomain: name, base_url, brands }: ZendeskOptions): string[] {
  const places = [base_url ?? name ?? "", ...brands];
  return [
    ...new Set(
      places.map((place) =>
        isSite(place) ? new URL(place).origin : `https://${place}.zendesk.com`.toLowerCase(),
      ),
    ),
  ];
}

/**
 * API tokens are sent as basic authentication under `EMAIL/token`,
 * https://developer.zendesk.com/api-reference/introduction/security-and-auth/#api-token
 */
export function authOf(options: ZendeskOptions): Auth {
  const { api_token, oauth, ...others } = options.auth;
  if (oauth)
    return { oauth: { ...oauth, token_url: oauth.token_url ?? `${originsOf(options)[0]}/oauth/tokens` } };
  if (api_token === undefined) return others;
  return { basic: { username: `${api_token.email}/token`, password: api_token.token } };
}

/** Credentials are sent to it: without TLS on this machine only. */
function isSite(text: string): boolean {
  if (!parseUrl(text)) return false;
  const { protocol, hostname, pathname, username, password, search, hash } = new URL(text);
  if (username || password || search || hash || pathname !== "/") return false;
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}
