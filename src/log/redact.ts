/** Takes every secret out of a text. */
export type Redact = (text: string) => string;

export const mask = "[redacted]";

/** Shorter values occur in ordinary text: masking them would garble it and, by its gaps, give them away. */
const shortestSecret = 4;

/**
 * Masks the given secrets in a text, as they are and as they are commonly written: URL-encoded, JSON-escaped,
 * HTML-escaped, in base64 (also inside a longer encoded text such as `Basic user:secret`) and in hexadecimal.
 * Values under four characters are left alone.
 */
export function redactor(secrets: readonly string[]): Redact {
  const spellings = new Set(secrets.filter((secret) => secret.length >= shortestSecret).flatMap(spellingsOf));
  if (spellings.size === 0) return (text) => text;
  const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escaped).join("|"), "g");
  return (text) => text.replace(pattern, mask);
}

function spellingsOf(secret: string): string[] {
  const url = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const hex = Buffer.from(secret).toString("hex");
  return [
    secret,
    url,
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    url.replaceAll("%20", "+"),
    json,
    JSON.stringify(json).slice(1, -1),
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    hex,
    hex.toUpperCase(),
    ...base64Spellings(secret),
  ];
}

/**
 * Base64 encodes three bytes at a time, so a secret inside a longer text has three spellings, by where it starts.
 * Characters that also encode a neighbour's bits are left off at both ends.
 */
function base64Spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const spellings = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const from = offset === 0 ? 0 : offset + 1;
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    const inner = encoded.slice(from, to);
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return spellings.filter((spelling) => spelling.length >= shortestSecret);
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
