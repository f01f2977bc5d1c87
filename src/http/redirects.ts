import { parseUrl } from "./url.ts";

/** Header names (lower case) that may follow a redirect to another origin; anything else may be a credential. */
const harmless = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "user-agent",
  "cache-control",
  "if-none-match",
  "if-modified-since",
]);

const redirectStatus = new Set([301, 302, 303, 307, 308]);

export const isRedirect = (status: number): boolean => redirectStatus.has(status);

/** Where a redirect leads, or why it is not followed. */
export type Redirect =
  | { readonly to: "nowhere" }
  | { readonly to: "here" | "elsewhere"; readonly url: URL }
  | { readonly to: "refused"; readonly why: string };

/**
 * Reads a redirect. `here` is the same origin; `elsewhere` any other, where no credentials may go. The same
 * host's https is `elsewhere` too, but always fine to follow.
 */
export function readRedirect(
  from: URL,
  status: number,
  location: string | undefined,
  mayLeave: boolean,
): Redirect {
  if (!isRedirect(status)) return { to: "nowhere" };
  if (!location || !parseUrl(location, from.href))
    return { to: "refused", why: "redirects without saying where" };
  const url = new URL(location, from);
  url.username = "";
  url.password = "";
  if (!/^https?:$/.test(url.protocol)) return { to: "refused", why: `redirects to ${url.protocol}` };
  if (url.origin === from.origin) return { to: "here", url };
  if (mayLeave || isUpgrade(from, url)) return { to: "elsewhere", url };
  return { to: "refused", why: `redirects to another host, ${url.origin}` };
}

const isUpgrade = (from: URL, to: URL): boolean =>
  from.hostname === to.hostname &&
  from.protocol === "http:" &&
  to.protocol === "https:" &&
  from.port === "" &&
  to.port === "";

/** The headers that may go to another origin. */
export function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.has(name)));
}

/** What was sent as a credential, whole and in its parts, so that it can be taken out of texts. */
export function credentialsIn(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => !harmless.has(name))
    .flatMap(([, value]) => [value, ...value.split(/[\s;,]+/), ...value.split(/[=;,\s]+/)])
    .filter((value) => value.length >= 6)
    .sort((a, b) => b.length - a.length);
}
