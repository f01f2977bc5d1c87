/** An access token with every character that some encoding writes otherwise. */
export const token = `dG9rOmE3ZjFf"c2Vj<&'>+/=%\\x9Kq!`;

const bytes = (text: string) => [...Buffer.from(text)];
const hex = (byte: number) => byte.toString(16).padStart(2, "0");
const base64 = (text: string) => Buffer.from(text).toString("base64");
const html = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The ways in which a token has been seen to come back, written without the code under test. */
export const encodings: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  "cut off by an ellipsis": (text) => `${text.slice(0, -4)}…`,
  "lower case, as in a host name": (text) => text.toLowerCase(),
  base64,
  "base64 after one character": (text) => base64(`:${text}`),
  "base64 after two characters": (text) => base64(`a:${text}:b`),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  "base64 twice": (text) => base64(base64(text)),
  "basic authentication": (text) => `Basic ${base64(`x-access-token:${text}`)}`,
  "URL-encoded": encodeURIComponent,
  "URL-encoded, small letters": (text) =>
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  "URL-encoded twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  "URL-encoded whole": (text) =>
    bytes(text)
      .map((byte) => `%${hex(byte).toUpperCase()}`)
      .join(""),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  "JSON in JSON": (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  "JSON with \\u": (text) =>
    bytes(text)
      .map((byte) => `\\u00${hex(byte)}`)
      .join(""),
  HTML: (text) => html(text).replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
  "HTML, numbered": (text) =>
    bytes(text)
      .map((byte) => `&#${byte};`)
      .join(""),
  hexadecimal: (text) => bytes(text).map(hex).join(""),
  "hexadecimal, capitals": (text) => bytes(text).map(hex).join("").toUpperCase(),
};

/** What may not be seen: each encoding of the token without its borders, and the beginning that gives it away. */
const forbidden = [
  ...Object.values(encodings).map((encode) => encode(token).replace(/^Basic /, "")),
  base64(token).slice(2, 34),
  token.slice(0, 12),
  token.slice(-12),
].map((text) => text.replace(/…$/, "").toLowerCase());

/** The first encoding of the token in a text; undefined: none. */
export function tokenIn(text: string): string | undefined {
  const lower = text.toLowerCase();
  return forbidden.find((encoding) => lower.includes(encoding));
}
