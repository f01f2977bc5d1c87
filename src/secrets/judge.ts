import { isPlaceholder } from "./placeholders.ts";

/** Digits or letters in both cases mixed, as generators make them and people do not. */
export function looksRandom(token: string): boolean {
  const tail = token.slice(-20);
  const mixed = /\d/.test(tail) || (/[A-Z]/.test(tail) && /[a-z]/.test(tail));
  return mixed && new Set(tail).size >= 8;
}

/** Intercom's access tokens are base64 of `tok:` and an identifier. */
export function isIntercomToken(match: string): boolean {
  const decoded = Buffer.from(match, "base64").toString("latin1");
  return /^tok:[\w:.-]{12,}$/.test(decoded) && !isPlaceholder(decoded);
}

/**
 * Whether it is a token that opens something: a readable header and payload, signed, not a well-known sample and
 * not one that is made for publishing.
 * @see https://www.rfc-editor.org/rfc/rfc7519
 */
export function isLiveJwt(match: string): boolean {
  const [head = "", body = "", signature = ""] = match.split(".");
  const header = jsonOf(head);
  const payload = jsonOf(body);
  if (!header || !payload || typeof header.alg !== "string" || header.alg === "none") return false;
  // jwt.io's sample, and the ones of RFC 7515 and RFC 7519.
  if (payload.sub === "1234567890" || payload.iss === "joe") return false;
  // Supabase's public client key, https://supabase.com/docs/guides/api/api-keys
  if (payload.role === "anon" || payload.iss === "supabase-demo") return false;
  return !isPlaceholder(signature) && !isPlaceholder(JSON.stringify(payload).replaceAll(/\d{9,}/g, ""));
}

function jsonOf(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
