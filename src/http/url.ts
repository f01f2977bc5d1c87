/**
 * An address, or undefined where it is none. `URL.canParse` is not asked: on Node 20 it denies international host names
 * (`https://é.example`) once V8 has optimised whoever asks.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Names of query parameters that carry secrets. */
const secretName =
  /token|key|secret|sig|pass|pwd|auth|code|session|sid|jwt|credential|policy|state|nonce|ticket|hash/i;

/** A value that is long and without breaks is a secret until proved otherwise. */
const secretValue = /^[\w+/=.~%-]{20,}$/;

/** A URL as it may be shown: without user, password and fragment, and with secrets in its query masked. */
export function displayUrl(url: URL | string): string {
  if (typeof url === "string" && !parseUrl(url)) return "(not a URL)";
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  shown.hash = "";
  if (shown.search === "") return shown.href;
  const query = [...shown.searchParams].map(([name, value]) => {
    const masked = secretName.test(name) || secretValue.test(value);
    return `${encodeURIComponent(name)}=${masked ? "***" : encodeURIComponent(value)}`;
  });
  shown.search = "";
  return `${shown.href}?${query.join("&")}`;
}

const excerptLength = 200;

/** The beginning of an error answer's text, without tags, line breaks and anything that was sent as a credential. */
export function excerpt(
  body: Uint8Array,
  contentType: string,
  secrets: readonly string[],
): string | undefined {
  if (!/text|json|xml|html/i.test(contentType)) return undefined;
  let text = Buffer.from(body.subarray(0, 8_192)).toString("utf8");
  for (const secret of secrets) text = text.replaceAll(secret, "***");
  if (/html|xml/i.test(contentType)) {
    text = text.replace(/<(style|script)\b[\s\S]*?(<\/\1>|$)/gi, " ").replace(/<[^>]*(>|$)/g, " ");
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes of a foreign server are the point
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ").trim();
  if (line === "") return undefined;
  return line.length > excerptLength ? `${line.slice(0, excerptLength)}…` : line;
}
