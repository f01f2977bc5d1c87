import picomatch from "picomatch";
import { parseUrl, percentDecoded } from "../../src/http/url.ts";
import { pathMatcher } from "../../src/path-pattern.ts";
import { actionOf } from "./acting.ts";
import { isRoute } from "./hash-routes.ts";
import type { WebsiteOptions } from "./options.ts";
import { hasSession, isSessionParameter, withoutSessionIds } from "./session-ids.ts";

/** Parameters that say where a visitor came from; they do not change the page. */
const TRACKING_PARAMETER =
  /^(?:utm_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|yclid|twclid|ttclid|igshid|mc_[ce]id|_ga|_gl|_hsenc|_hsmi|__hs\w+|hsctatracking|mkt_tok|vero_id|oly_(?:anon|enc)_id)$/i;

const MAX_LENGTH = 2_000;

/** More would only cost memory: that a pattern excludes something is certain long before. */
const MAX_EXCLUDED = 10_000;

const MAX_SESSIONS = 20_000;

/** Which addresses belong to a source. */
export interface Site {
  readonly origin: string;
  /** Where reading starts; the first is the page that represents the whole site. */
  readonly start: readonly [URL, ...URL[]];
  /** An address of the site as it is requested, without fragment and tracking parameters; undefined: not of the site. */
  resolve(href: string, base: URL): URL | undefined;
  /** The newest link that led to an address with a session id, which `resolve` took out. */
  withSession(url: URL): URL | undefined;
  /** Whether `include`, `exclude` and `start` select it. */
  covers(url: URL): boolean;
  /** Whether a pattern of `include` selects an address by its query. */
  isNamed(url: URL): boolean;
  /** Of each pattern of `exclude`, the paths that it has excluded so far, at most `MAX_EXCLUDED` of them. */
  readonly excluded: readonly ReadonlySet<string>[];
}

/** The site that the options describe. */
export function siteOf(
  options: Pick<WebsiteOptions, "start" | "include" | "exclude" | "ignore_parameters" | "auth"> &
    Partial<Pick<WebsiteOptions, "render">>,
): Site {
  const [first = "", ...others] = [options.start].flat();
  const { origin } = new URL(first);
  const ignored = picomatch([...options.ignore_parameters], { nocase: true, bash: true });
  const isDropped = (name: string, value: string) =>
    TRACKING_PARAMETER.test(name) ||
    isSessionParameter(name, value) ||
    (options.ignore_parameters.length > 0 && ignored(name));
  // Only a browser draws what is behind #.
  const keepsRoutes = options.render !== undefined && options.render !== false;
  const sessions = new Map<string, string>();
  const resolve = (href: string, base: URL) => {
    const url = resolved(href, base, origin, isDropped, keepsRoutes);
    if (url && sessions.size < MAX_SESSIONS && hasSession(href, base))
      sessions.set(url.href, new URL(href, base).href);
    return url;
  };
  const startUrl = (href: string) => resolve(href, new URL(origin)) ?? new URL(href);
  const start: [URL, ...URL[]] = [startUrl(first), ...others.map(startUrl)];
  const loginPage = loginPageOf(options, start);
  const excluding = options.exclude.map((pattern) => ({
    matches: pathMatcher(pattern),
    paths: new Set<string>(),
  }));
  const included = options.include
    ? pathMatcher(options.include, { others: false })
    : (path: string) => start.some((from) => isBelow(withoutQuery(path), withoutQuery(pathOf(from))));
  const byQuery = (options.include ?? []).filter((pattern) => pattern.includes("?"));
  const isNamed = byQuery.length === 0 ? () => false : pathMatcher(byQuery, { others: false });
  return {
    origin,
    start,
    resolve,
    withSession(url) {
      const written = sessions.get(url.href);
      return written === undefined ? undefined : new URL(written);
    },
    isNamed: (url) => isNamed(pathOf(url)),
    excluded: excluding.map(({ paths }) => paths),
    covers(url) {
      const path = pathOf(url);
      if (loginPage !== undefined && idOf(url) === loginPage) return false;
      if (url.origin !== origin || actionOf(url) !== undefined) return false;
      const hits = excluding.filter(({ matches }) => matches(path));
      for (const { paths } of hits) if (paths.size < MAX_EXCLUDED) paths.add(path);
      if (hits.length > 0) return false;
      return included(path);
    },
  };
}

/** The id of the page with the login form, unless reading starts there. */
function loginPageOf({ auth }: Pick<WebsiteOptions, "auth">, start: readonly URL[]): string | undefined {
  const page = auth?.form && new URL(auth.form.login_url);
  if (!page || !start.some(({ origin }) => origin === page.origin)) return undefined;
  return start.some((from) => idOf(from) === idOf(page)) ? undefined : idOf(page);
}

function resolved(
  href: string,
  base: URL,
  origin: string,
  isDropped: (name: string, value: string) => boolean,
  keepsRoutes: boolean,
): URL | undefined {
  if (href.length > MAX_LENGTH || !parseUrl(href, base.href)) return undefined;
  const url = new URL(href, base);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  if (!keepsRoutes || !isRoute(url.hash)) url.hash = "";
  url.username = "";
  url.password = "";
  if (url.origin !== origin) {
    const site = new URL(origin);
    if (url.hostname !== site.hostname || url.port !== "" || site.port !== "") return undefined;
    url.protocol = site.protocol;
  }
  url.pathname = withoutSessionIds(url.pathname);
  for (const [name, value] of [...url.searchParams])
    if (isDropped(name, value)) url.searchParams.delete(name);
  if (url.search === "?" || url.searchParams.size === 0) url.search = "";
  return url;
}

/** `guide` and what is below it; `guide/index.html` means its folder. */
function isBelow(path: string, start: string): boolean {
  const folder = /\.\w+$/.test(start) ? start.replace(/[^/]*$/, "").replace(/\/$/, "") : start;
  return folder === "" || path === start || path === folder || path.startsWith(`${folder}/`);
}

/**
 * What identifies a page in its site: the path and query of its address, whatever its title. `/guide/`, `/guide` and
 * `/guide/index.html` are one page; percent-encoding is normalised (RFC 3986, 6.2.2,
 * https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2), and parameters are sorted.
 */
export function idOf(url: URL): string {
  const path = normalizeEncoding(url.pathname)
    .replace(/\/{2,}/g, "/")
    .replace(/(?:\/index\.html?)+\/?$/i, "/")
    .replace(/(?<=.)\/$/, "");
  const query = normalizeQuery(url.search.slice(1))
    .split("&")
    .filter((part) => part !== "");
  const route = isRoute(url.hash) ? url.hash : "";
  return `${query.length === 0 ? path : `${path}?${query.sort().join("&")}`}${route}`;
}

/**
 * What patterns are matched against, and what tells a page apart from others: its path, decoded, without outer slashes,
 * `index.html` for the site's root; then its query, decoded, if it has one: `doku.php?id=hr:start`.
 */
export function pathOf(url: URL): string {
  const id = idOf(url);
  const segments = withoutQuery(id)
    .split("/")
    .filter((segment) => segment !== "");
  const path = segments.length === 0 ? "index.html" : segments.map(decodeSegment).join("/");
  const [, query = ""] = /^[^#?]*\?([^#]*)/.exec(id) ?? [];
  const whole = query === "" ? path : `${path}?${query.split("&").map(decodeParameter).join("&")}`;
  return isRoute(url.hash) ? `${whole}${decodeParameter(url.hash)}` : whole;
}

const withoutQuery = (path: string): string => path.replace(/[?#].*$/s, "");

/** A folder named `..` in a parameter is not one of the path: its slashes and dots stay encoded. */
function decodeParameter(parameter: string): string {
  const decoded = parameter.split("%26").map(percentDecoded).join("%26");
  return /(?:^|\/)\.{1,2}(?:\/|$)|[\\\p{Cc}]/u.test(decoded) || decoded.endsWith("/") ? parameter : decoded;
}

/** In a query a blank is `+` or `%20`, and the marks that need no encoding there are one with their encodings. */
function normalizeQuery(query: string): string {
  return normalizeEncoding(query.replaceAll("+", "%20")).replace(/%(?:3A|2F|40|2C)/g, decodeURIComponent);
}

function decodeSegment(segment: string): string {
  const decoded = percentDecoded(segment);
  return /^\.{1,2}$|[/\\\p{Cc}]/u.test(decoded) ? segment : decoded;
}

/** Normalises percent-encoding: unreserved characters decoded, hexadecimal digits in upper case. */
function normalizeEncoding(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : triplet.toUpperCase();
  });
}
