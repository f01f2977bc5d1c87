/**
 * A URL, or undefined where the text is not one. Not by `URL.canParse`: on Node 20 it rejects international host names
 * (`https://é.example`) once V8 has optimised the caller.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** The text without percent-encoding; as it is where that is malformed. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Names of query parameters that carry secrets. */
const secretName =
  /token|key|secret|sig|pass|pwd|auth|code|session|sid|jwt|credential|policy|state|nonce|ticket|hash/i;

/** A value that is long and without breaks is taken for a secret. */
const secretValue = /^[\w+/=.~%-]{20,}$/;

/** A URL for messages: without user, password and fragment, and with secrets in its query masked. */
export function displayUrl(url: URL | string): string {
  if (typeof url === "string" && !parseUrl(url)) return "(not a URL)";
  const masked = new URL(url);
  masked.username = "";
  masked.password = "";
  masked.hash = "";
  if (masked.search === "") return masked.href;
  const query = [...masked.searchParams].map(([name, value]) => {
    const isSecret = secretName.test(name) || secretValue.test(value);
    return `${encodeURIComponent(name)}=${isSecret ? "***" : encodeURIComponent(value)}`;
  });
  masked.search = "";
  return `${masked.href}?${query.join("&")}`;
}

/** The host of a URL without the brackets that stand around an IPv6 address there. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, "");

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
