/** Shorter spellings (the middle of a short value in base64) would occur by accident. */
const MIN_LENGTH = 6;

/**
 * A secret as programs commonly write it: as it is, URL-encoded (in part, in full, twice, as a form value), in
 * JSON (also inside JSON, with `\/`, with `\u` escapes), in HTML (named and numbered), in Markdown, in hexadecimal,
 * in quoted-printable, and in base64 (also inside a longer encoded text such as `Basic user:secret`, and twice).
 * The finder ignores case.
 */
export function spellingsOf(value: string): string[] {
  const secret = value.replaceAll(/\p{Surrogate}/gu, "\ufffd");
  const url = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  const bytes = [...Buffer.from(secret)];
  const units = Array.from({ length: secret.length }, (_, index) => secret.charCodeAt(index));
  const hex = (value: number, width = 2) => value.toString(16).padStart(width, "0");
  const perByte = (before: string) => bytes.map((byte) => `${before}${hex(byte)}`).join("");
  const base64 = base64Spellings(secret);
  const spellings = [
    value,
    secret,
    url,
    strictUrl(url),
    url.replaceAll("%20", "+"),
    encodeURI(secret),
    encodeURIComponent(url),
    perByte("%"),
    json,
    json.replaceAll("/", "\\/"),
    JSON.stringify(json).slice(1, -1),
    units.map((unit) => `\\u${hex(unit, 4)}`).join(""),
    json.replaceAll(/[<>&'+=]/g, (c) => `\\u${hex(c.charCodeAt(0), 4)}`),
    ...htmlSpellings(secret),
    perByte(""),
    perByte("\\x"),
    bytes.map((byte) => hex(byte)).join(":"),
    bytes.map((byte) => hex(byte)).join(" "),
    secret.replaceAll("=", "=3D"),
    secret.replaceAll(/[\\`*_{}[\]<>()#+.!|~-]/g, "\\$&"),
    secret.replaceAll(/[\\`*_[\]~]/g, "\\$&"),
    ...base64,
    ...base64.flatMap(base64Spellings),
    ...base64.map((text) => encodeURIComponent(text)),
  ];
  return spellings.filter(({ length }) => length >= MIN_LENGTH);
}

/** Also what `encodeURIComponent` leaves as it is. RFC 3986, 2.2. */
const strictUrl = (url: string): string =>
  url.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function htmlSpellings(secret: string): string[] {
  const basic = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const numbered = [...secret].map((character) => character.codePointAt(0) ?? 0);
  return [
    basic,
    basic.replaceAll('"', "&quot;"),
    basic.replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
    basic.replaceAll('"', "&#34;").replaceAll("'", "&#39;"),
    basic.replaceAll('"', "&quot;").replaceAll("'", "&#x27;").replaceAll("/", "&#x2F;"),
    basic
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#x27;")
      .replaceAll("=", "&#x3D;")
      .replaceAll("/", "&#x2F;"),
    basic.replaceAll('"', "&quot;").replaceAll("'", "&apos;"),
    numbered.map((code) => `&#${code};`).join(""),
    numbered.map((code) => `&#x${code.toString(16)};`).join(""),
  ];
}

/**
 * Base64 encodes three bytes at a time, so a secret inside a longer text has three spellings, by where it starts.
 * Characters that also encode a neighbour's bits are left off at both ends.
 */
function base64Spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const from = offset === 0 ? 0 : offset + 1;
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    const inner = encoded.slice(from, to);
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
