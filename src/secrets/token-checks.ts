import { isDrawn } from "./randomness.ts";

/** Intercom's access tokens are base64 of `tok:` and an identifier. */
export function isIntercomToken(match: string): boolean {
  const decoded = Buffer.from(match, "base64").toString("latin1");
  return /^tok:[\w:.-]{12,}$/.test(decoded) && isDrawn(decoded.slice(4));
}

/**
 * Whether it is a token that opens something: a readable header and payload, signed, not a well-known sample and
 * not one that is made for publishing. Whom its claims name (`@example.com`) does not matter.
 * @see https://www.rfc-editor.org/rfc/rfc7519
 */
export function isLiveJwt(match: string): boolean {
  const [head = "", body = "", signature = ""] = match.split(".");
  const header = jsonOf(head);
  const payload = jsonOf(body);
  if (!header || !payload || typeof header.alg !== "string" || header.alg === "none") return false;
  // Proves once, for one request, that somebody holds a key, https://www.rfc-editor.org/rfc/rfc9449#section-4.2
  if (header.typ === "dpop+jwt" || !Object.keys(payload).some((name) => granting.test(name))) return false;
  // jwt.io's sample, and the ones of RFC 7515 and RFC 7519.
  if (payload.sub === "1234567890" || payload.iss === "joe") return false;
  // Supabase's public client key, https://supabase.com/docs/guides/api/api-keys
  if (payload.role === "anon" || payload.iss === "supabase-demo") return false;
  return isDrawn(signature);
}

/** Claims of whom a token is for, by whom it was given, for how long or for what: others sign links and parameters. */
const granting =
  /^(?:iss|sub|aud|exp|nbf|iat|jti|s?id|uid|azp)$|sc(?:o?pe?)s?$|role|perm|grant|user|mail|name|client|acc(?:ess|ount)|tenant|team|org|project|session|auth|token|key|admin|expir|issued/i;

function jsonOf(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
