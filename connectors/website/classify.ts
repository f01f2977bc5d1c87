import { createHash } from "node:crypto";
import { ConfigError, toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { parseUrl } from "../../src/http/url.ts";
import { decodeBody, type MediaType } from "../../src/normalize/index.ts";
import { pathMatcher } from "../../src/path-pattern.ts";
import { idOf, pathOf, type Site } from "./address.ts";
import { errorPageOf } from "./error-pages.ts";
import { docsifyFiles, type HashRoutes, isMenuFile, markdownLinks, routesOf } from "./hash-routes.ts";
import { obeysNoindex, type WebsiteOptions } from "./options.ts";
import { isLoginAddress, looksLikeLogin, type Outcome, type PageType } from "./outcome.ts";
import { type PageReading, readPage } from "./page.ts";

type ClassifyOptions = Pick<
  WebsiteOptions,
  "login_page" | "noindex" | "canonical" | "documents" | "ignore_robots" | "auth" | "render"
>;

/** What an answer is, and its body to keep: text is decoded. */
export interface Classified {
  readonly outcome: Outcome;
  readonly body?: string | Uint8Array | undefined;
  /** Set when redirects led there from another page of the site. */
  readonly moved?: "for good" | "for now" | undefined;
}

/** A login page has fewer words beside its form. */
const LOGIN_PAGE_WORDS = 120;
const LOGIN_TITLE = /^(?:log ?in|sign ?in|log ?on|anmelden|anmeldung|connexion|iniciar sesi[oó]n|accedi)\b/i;
/** Never documents, by their media type or by their file extension. */
const OTHER_TYPE =
  /^(?:image|video|audio|font)\/|zip|octet-stream|css|javascript|calendar|msword|officedocument|^application\/(?:pdf|xml|rss|atom)/;
const OTHER_EXTENSION =
  /\.(?!(?:html?|xhtml|php\d?|aspx?|jsp|cfm|cgi|md|markdown|txt|pdf)$)[a-z][a-z0-9]{0,5}$/i;

/** Classifies an answer of the site. Pure. */
export function classifyAnswer(answer: HttpAnswer, site: Site, options: ClassifyOptions): Classified {
  const { url } = answer;
  const type = (answer.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const headerDirectives = directivesInHeader(answer.headers["x-robots-tag"] ?? "");
  if (type === "text/html" || type === "application/xhtml+xml") {
    const html = textOf(answer, "text/html");
    return { outcome: classifyPage(html, answer, headerDirectives, site, options), body: html };
  }
  const mediaType = mediaTypeOf(type, new URL(url), options);
  if (mediaType === undefined) return { outcome: notADocument(url, type) };
  if (obeysNoindex(options) && forbids(headerDirectives, "noindex"))
    return { outcome: unpublished(url, "X-Robots-Tag: noindex") };
  const body = mediaType === "application/pdf" ? answer.body : textOf(answer, mediaType);
  if (body.length === 0) return { outcome: failed(url, "the answer is empty") };
  const links =
    mediaType === "text/markdown" ? resolvedLinks(markdownLinks(String(body)), new URL(url), site) : [];
  if (isMenuFile(new URL(url)))
    return { outcome: { ...unpublished(url, "it is a menu of the site"), links } };
  const fingerprint = createHash("sha256").update(body).digest("hex").slice(0, 32);
  return {
    outcome: { kind: "document", url, mediaType, fingerprint, links, updatedAt: lastModified(answer) },
    body,
  };
}

/** Classifies a page's HTML, as sent or as rendered. Pure. */
export function classifyPage(
  html: string,
  answer: Pick<HttpAnswer, "url" | "headers">,
  headerDirectives: readonly string[],
  site: Site,
  options: ClassifyOptions,
): Outcome {
  const { url } = answer;
  const page = readPage(html, url);
  if (isLoginPage(page, new URL(url), options)) {
    const isOwn = hasOwnPassword(page, options);
    const reason = isOwn ? "it asks for a password of its own" : "a login page was answered";
    return { kind: "denied", url, reason, login: !isOwn };
  }
  const error = errorPageOf(page, options);
  if (error !== undefined) return { url, ...error };
  const robots = [...headerDirectives, ...page.robots.flatMap(directives)];
  const base = page.base !== undefined && parseUrl(page.base, url) ? new URL(page.base, url) : new URL(url);
  const redirect = refreshOf(page, base, url, site);
  if (redirect) return redirect;
  const mayFollow = options.ignore_robots || !obeysNoindex(options) || !forbids(robots, "nofollow");
  const hash = { routes: routesOf(page.links, new URL(url)), isDocsify: page.isDocsify };
  const links = mayFollow ? linksOf(page, hash, base, site) : [];
  const title = page.title || undefined;
  if (obeysNoindex(options) && forbids(robots, "noindex"))
    return { ...unpublished(url, "the page says noindex"), title, links };
  if (page.isDocsify && !options.render)
    return { ...unpublished(url, "docsify draws it from Markdown, which is read"), title, hash, links };
  if (page.allWords === 0)
    return failed(url, "the page contains no text", "If scripts fill it in the browser, set `render: true`.");
  const canonical = options.canonical === "follow" ? canonicalOf(page, url, site) : undefined;
  return {
    kind: "document",
    url,
    mediaType: "text/html",
    fingerprint: page.fingerprint,
    title,
    canonical,
    updatedAt: lastModified(answer),
    sketch: page.sketch,
    ...(hash.routes.length > 0 || hash.isDocsify ? { hash } : {}),
    links,
  };
}

/** Classifies a failed request. @throws what is not the failure of one page */
export function classifyError(
  error: unknown,
  url: string,
  { auth }: Pick<WebsiteOptions, "auth"> = {},
): Outcome {
  if (!(error instanceof HttpError)) throw error;
  const { status } = error;
  if (status === 410) return { kind: "gone", url, reason: "the site answers 410 Gone" };
  if (status === 404) return { kind: "missing", url, reason: "the site answers 404", soft: false };
  if (status === 401 || status === 403 || status === 407)
    // Where one logs in by a form, a refusal may mean that the session ended.
    return {
      kind: "denied",
      url,
      reason: `the site answers ${status}`,
      login: status === 401 || auth?.form !== undefined,
    };
  const { message, hint } = toFailure(error);
  const isTemporary = error.kind === "network" || (status !== undefined && (status >= 500 || status === 429));
  const isRefusal = !isTemporary && status !== undefined && status >= 400;
  // One reason for all addresses that are refused alike, so that they are named together.
  const reason = isRefusal ? `the site answers ${status}` : message;
  return { kind: "failed", url, reason, hint, isTemporary, isRefusal };
}

/** Classifies a redirect off the site. Pure. */
export function classifyDeparture(url: string, to: URL, permanent: boolean, wasDocument: boolean): Outcome {
  const target = `${to.origin}${to.pathname}`;
  // A page that was a document before and temporarily leads away is an expired session until proved otherwise.
  if (looksLikeLogin(target) || (wasDocument && !permanent))
    return { kind: "denied", url, reason: `it leads to ${to.origin}, which looks like a login`, login: true };
  return { kind: "redirect", url, to: target, permanent };
}

/** Parameters that tell a login page where to return to. */
const RETURN_PARAMETER =
  /[?&](?:\w*(?:next|return|redirect|continue|back|target)\w*|goto|dest(?:ination)?|from|service|r)=/i;

/** Whether a redirect is the answer to users who are not logged in, whatever the login page looks like. Pure. */
export function leadsToLogin(
  from: URL,
  to: URL,
  permanent: boolean,
  { auth }: Pick<WebsiteOptions, "auth">,
): boolean {
  const form = auth?.form && new URL(auth.form.login_url);
  if (form && to.origin === form.origin && (from.origin !== form.origin || idOf(to) === idOf(form)))
    return idOf(from) !== idOf(form);
  return isLoginAddress(to) && !isLoginAddress(from) && (!permanent || RETURN_PARAMETER.test(to.search));
}

/** Whether a page is a login page, by the source's description or by its structure. */
export function isLoginPage(page: PageReading, url: URL, { login_page, auth }: ClassifyOptions): boolean {
  const formPage = auth?.form && new URL(auth.form.login_url);
  if (formPage && page.asksPassword && idOf(url) === idOf(formPage) && url.origin === formPage.origin)
    return true;
  if (login_page) {
    const { url: glob, selector, text } = login_page;
    if (glob !== undefined && pathMatcher(glob)(pathOf(url))) return true;
    if (selector !== undefined && hasSelector(page, selector, "login_page.selector")) return true;
    return text !== undefined && page.says(text);
  }
  if (page.words >= LOGIN_PAGE_WORDS) return false;
  return page.asksPassword || (LOGIN_TITLE.test(page.title) && page.words < 30);
}

/** Where a user name and a password log in, a page that asks for a password alone does not ask for that login. */
const hasOwnPassword = (page: PageReading, { login_page, auth }: ClassifyOptions): boolean =>
  page.asksOnlyPassword && login_page === undefined && Object.keys(auth?.form?.fields ?? {}).length > 1;

/** @throws ConfigError that names the option, for what is not a CSS selector */
export function hasSelector(page: PageReading, selector: string, option: string): boolean {
  try {
    return page.has(selector);
  } catch {
    throw new ConfigError(`\`${option}\` is not a CSS selector: ${selector}`, {
      hint: "A class is .name, an id is #name, an element is its name.",
    });
  }
}

/**
 * A page that forwards its reader at once is a redirect in HTML.
 * https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
 */
function refreshOf({ refresh }: PageReading, base: URL, url: string, site: Site): Outcome | undefined {
  if (refresh === undefined || !parseUrl(refresh, base.href)) return undefined;
  const to = site.resolve(refresh, base);
  if (!to) return classifyDeparture(url, new URL(refresh, base), true, false);
  return idOf(to) === idOf(new URL(url))
    ? undefined
    : { kind: "redirect", url, to: to.href, permanent: true };
}

function linksOf(page: PageReading, hash: HashRoutes, base: URL, site: Site): string[] {
  return resolvedLinks([...page.links, ...(page.isDocsify ? docsifyFiles(hash, base) : [])], base, site);
}

function resolvedLinks(hrefs: readonly string[], base: URL, site: Site): string[] {
  const found = new Map<string, string>();
  for (const href of hrefs) {
    const url = site.resolve(href, base);
    if (url && !found.has(idOf(url))) found.set(idOf(url), url.href);
  }
  return [...found.values()];
}

/** A canonical address that names the start page on another page is a template's mistake: all pages would be one. */
function canonicalOf({ canonical }: PageReading, url: string, site: Site): string | undefined {
  const named = canonical === undefined ? undefined : site.resolve(canonical, new URL(url));
  if (!named || !site.covers(named) || idOf(named) === idOf(new URL(url))) return undefined;
  const isTop = idOf(named) === "/" || site.start.some((start) => idOf(start) === idOf(named));
  return isTop && pathOf(named) !== pathOf(new URL(url)) ? undefined : named.href;
}

/**
 * Directives for all robots, or for this one by name.
 * https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag#xrobotstag
 */
export function directivesInHeader(header: string): string[] {
  let isForUs = true;
  return header.split(",").flatMap((part) => {
    const [, agent, rest] = /^\s*([\w-]+)\s*:\s*(.*)$/s.exec(part) ?? [];
    if (agent !== undefined && !/^(?:unavailable_after|max-\w+-preview|max-snippet)$/i.test(agent))
      isForUs = /^fin-ingest$/i.test(agent);
    return isForUs ? directives((rest ?? part).toLowerCase()) : [];
  });
}

const directives = (content: string): string[] => content.split(/[\s,]+/).filter((word) => word !== "");

const forbids = (given: readonly string[], what: "noindex" | "nofollow"): boolean =>
  given.includes(what) || given.includes("none");

function mediaTypeOf(type: string, { pathname }: URL, { documents }: ClassifyOptions): PageType | undefined {
  // Few servers know the type of Markdown.
  if (/\.(?:md|markdown)$/i.test(pathname) && /^(?:text\/plain|application\/octet-stream|)$/.test(type))
    return "text/markdown";
  if (type === "text/plain") return "text/plain";
  if (type === "text/markdown" || type === "text/x-markdown") return "text/markdown";
  return type === "application/pdf" && documents.includes("pdf") ? "application/pdf" : undefined;
}

function notADocument(url: string, type: string): Outcome {
  const what = type === "" ? "an answer without a type" : type;
  if (OTHER_TYPE.test(type) || OTHER_EXTENSION.test(new URL(url).pathname))
    return { kind: "other", url, reason: `${what} is not a document` };
  return failed(url, `${what} was answered instead of a page`);
}

/** Text in the encoding of its Content-Type, else in the one that the page states. */
function textOf({ body, headers }: HttpAnswer, mediaType: MediaType): string {
  const charset = /charset\s*=\s*["']?([\w-]+)/i.exec(headers["content-type"] ?? "")?.[1];
  return decodeBody({ body, mediaType, name: "" }, charset).text;
}

/** Epoch milliseconds. */
function lastModified({ headers }: Pick<HttpAnswer, "headers">): number | undefined {
  const ms = Date.parse(headers["last-modified"] ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

const unpublished = (url: string, reason: string) => ({
  kind: "unpublished" as const,
  url,
  reason,
  links: [],
});

function failed(url: string, reason: string, hint?: string): Outcome {
  return { kind: "failed", url, reason, hint, isTemporary: false };
}
