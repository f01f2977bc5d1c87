import { createHash } from "node:crypto";
import picomatch from "picomatch";
import { ConfigError, toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { parseUrl } from "../../src/http/url.ts";
import { decodeBody, type MediaType } from "../../src/normalize/index.ts";
import { idOf, pathOf, type Site } from "./address.ts";
import type { WebsiteOptions } from "./options.ts";
import { isLoginAddress, looksLikeLogin, type Outcome } from "./outcome.ts";
import { type PageReading, readPage } from "./page.ts";

type JudgeOptions = Pick<
  WebsiteOptions,
  "login_page" | "noindex" | "canonical" | "documents" | "ignore_robots" | "auth"
>;

/** What an answer is made of, and what to keep of its body: text as text, whatever its encoding. */
export interface Classified {
  readonly outcome: Outcome;
  readonly body?: string | Uint8Array;
  /** Redirects led there from another page of the site. */
  readonly moved?: "for good" | "for now";
}

/** A login page says little beside its form. */
const littleText = 120;
const loginTitle = /^(?:log ?in|sign ?in|log ?on|anmelden|anmeldung|connexion|iniciar sesi[oó]n|accedi)\b/i;
const errorTitle =
  /(?:^|\W)404(?:\W|$)|\b(?:page|document|article|site) (?:was |could |can )?not (?:be )?found\b|^not found\b|\b(?:doesn't|does not) exist\b/i;

/** Never documents: known by their type, or by the ending of their name. */
const otherType =
  /^(?:image|video|audio|font)\/|zip|octet-stream|css|javascript|calendar|msword|officedocument|^application\/(?:pdf|xml|rss|atom)/;
const otherEnding = /\.(?!(?:html?|xhtml|php\d?|aspx?|jsp|cfm|cgi|md|markdown|txt|pdf)$)[a-z][a-z0-9]{0,5}$/i;

/** Judges a whole answer from the site. Pure, but for the time it takes. */
export function classifyAnswer(answer: HttpAnswer, site: Site, options: JudgeOptions): Classified {
  const { url } = answer;
  const type = (answer.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const said = saidInHeader(answer.headers["x-robots-tag"] ?? "");
  if (type === "text/html" || type === "application/xhtml+xml") {
    const html = textOf(answer, "text/html");
    return { outcome: classifyPage(html, answer, said, site, options), body: html };
  }
  const mediaType = mediaTypeOf(type, options);
  if (mediaType === undefined) return { outcome: notADocument(url, type) };
  if (options.noindex === "withhold" && forbids(said, "noindex"))
    return { outcome: unpublished(url, "X-Robots-Tag: noindex") };
  const body = mediaType === "application/pdf" ? answer.body : textOf(answer, mediaType);
  if (body.length === 0) return { outcome: failed(url, "the answer is empty") };
  const fingerprint = createHash("sha256").update(body).digest("hex").slice(0, 32);
  return { outcome: { kind: "document", url, mediaType, fingerprint, links: [], ...dated(answer) }, body };
}

/** Judges a page's HTML, as it was sent or as it was rendered. Pure. */
export function classifyPage(
  html: string,
  answer: Pick<HttpAnswer, "url" | "headers">,
  said: readonly string[],
  site: Site,
  options: JudgeOptions,
): Outcome {
  const { url } = answer;
  const page = readPage(html);
  if (isLoginPage(page, new URL(url), options))
    return { kind: "barred", url, reason: "a login page was answered", login: true };
  if (page.words < littleText && errorTitle.test(page.title))
    return { kind: "missing", url, reason: `an error page was answered: ${page.title}`, soft: true };
  const robots = [...said, ...page.robots.flatMap(directives)];
  const base = page.base !== undefined && parseUrl(page.base, url) ? new URL(page.base, url) : new URL(url);
  const way = wayOf(page, base, url, site);
  if (way) return way;
  const mayFollow = options.ignore_robots || !forbids(robots, "nofollow");
  const links = mayFollow ? linksOf(page, base, site) : [];
  const title = page.title === "" ? {} : { title: page.title };
  if (options.noindex === "withhold" && forbids(robots, "noindex"))
    return { ...unpublished(url, "the page says noindex"), ...title, links };
  if (page.allWords === 0)
    return failed(url, "the page holds no text", "If scripts fill it in the browser, set `render: true`.");
  const canonical = options.canonical === "follow" ? canonicalOf(page, url, site) : undefined;
  return {
    kind: "document",
    url,
    mediaType: "text/html",
    fingerprint: page.fingerprint,
    ...title,
    ...(canonical === undefined ? {} : { canonical }),
    ...dated(answer),
    links,
  };
}

/** Judges a request that brought no answer to read. @throws what is no failure of one page */
export function classifyError(error: unknown, url: string): Outcome {
  if (!(error instanceof HttpError)) throw error;
  const { status } = error;
  if (status === 410) return { kind: "gone", url, reason: "the site answers 410 Gone" };
  if (status === 404) return { kind: "missing", url, reason: "the site answers 404", soft: false };
  if (status === 401 || status === 403 || status === 407)
    return { kind: "barred", url, reason: `the site answers ${status}`, login: status === 401 };
  const { message, hint } = toFailure(error);
  const passing = error.kind === "network" || (status !== undefined && (status >= 500 || status === 429));
  return { kind: "failed", url, reason: message, ...(hint === undefined ? {} : { hint }), passing };
}

/** A redirect off the site. Pure. */
export function classifyDeparture(url: string, to: URL, permanent: boolean, wasDocument: boolean): Outcome {
  const shown = `${to.origin}${to.pathname}`;
  // A page that was a document yesterday and leads away for now is a lost session until proved otherwise.
  if (looksLikeLogin(shown) || (wasDocument && !permanent))
    return { kind: "barred", url, reason: `it leads to ${to.origin}, which looks like a login`, login: true };
  return { kind: "elsewhere", url, to: shown, permanent };
}

/** Parameters with which a login page is told where to return to. */
const wayBack =
  /[?&](?:\w*(?:next|return|redirect|continue|back|target)\w*|goto|dest(?:ination)?|from|service|r)=/i;

/** Whether a redirect is what happens to those who are not logged in, whatever the login page looks like. Pure. */
export function leadsToLogin(
  from: URL,
  to: URL,
  permanent: boolean,
  { auth }: Pick<WebsiteOptions, "auth">,
): boolean {
  const form = auth?.form && new URL(auth.form.login_url);
  if (form && to.origin === form.origin && (from.origin !== form.origin || idOf(to) === idOf(form)))
    return idOf(from) !== idOf(form);
  return isLoginAddress(to) && !isLoginAddress(from) && (!permanent || wayBack.test(to.search));
}

/** Whether a page is the one at which users log in, by the source's own description or by its looks. */
export function isLoginPage(page: PageReading, url: URL, { login_page, auth }: JudgeOptions): boolean {
  const formPage = auth?.form && new URL(auth.form.login_url);
  if (formPage && page.asksPassword && idOf(url) === idOf(formPage) && url.origin === formPage.origin)
    return true;
  if (login_page) {
    const { url: glob, selector, text } = login_page;
    if (glob !== undefined && picomatch(glob, { dot: true })(pathOf(url))) return true;
    if (selector !== undefined && hasSelector(page, selector, "login_page.selector")) return true;
    return text !== undefined && page.says(text);
  }
  if (page.words >= littleText) return false;
  return page.asksPassword || (loginTitle.test(page.title) && page.words < 30);
}

/** @throws ConfigError naming the option, for what is no CSS selector */
export function hasSelector(page: PageReading, selector: string, option: string): boolean {
  try {
    return page.has(selector);
  } catch {
    throw new ConfigError(`\`${option}\` is no CSS selector: ${selector}`, {
      hint: "A class is .name, an id is #name, an element is its name.",
    });
  }
}

/**
 * A page that sends its reader on at once is a redirect without a server.
 * https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
 */
function wayOf({ refresh }: PageReading, base: URL, url: string, site: Site): Outcome | undefined {
  if (refresh === undefined || !parseUrl(refresh, base.href)) return undefined;
  const to = site.resolve(refresh, base);
  if (!to) return classifyDeparture(url, new URL(refresh, base), true, false);
  return idOf(to) === idOf(new URL(url))
    ? undefined
    : { kind: "elsewhere", url, to: to.href, permanent: true };
}

function linksOf(page: PageReading, base: URL, site: Site): string[] {
  const found = new Map<string, string>();
  for (const href of page.links) {
    const url = site.resolve(href, base);
    if (url && !found.has(idOf(url))) found.set(idOf(url), url.href);
  }
  return [...found.values()];
}

/** A canonical address that names the start page from elsewhere is a template's mistake: all pages would be one. */
function canonicalOf({ canonical }: PageReading, url: string, site: Site): string | undefined {
  const named = canonical === undefined ? undefined : site.resolve(canonical, new URL(url));
  if (!named || !site.covers(named) || idOf(named) === idOf(new URL(url))) return undefined;
  const isTop = idOf(named) === "/" || site.start.some((start) => idOf(start) === idOf(named));
  return isTop && pathOf(named) !== pathOf(new URL(url)) ? undefined : named.href;
}

/**
 * Directives for all robots, or for us by name.
 * https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag#xrobotstag
 */
export function saidInHeader(header: string): string[] {
  let ours = true;
  return header.split(",").flatMap((part) => {
    const [, agent, rest] = /^\s*([\w-]+)\s*:\s*(.*)$/s.exec(part) ?? [];
    if (agent !== undefined && !/^(?:unavailable_after|max-\w+-preview|max-snippet)$/i.test(agent))
      ours = /^fin-ingest$/i.test(agent);
    return ours ? directives((rest ?? part).toLowerCase()) : [];
  });
}

const directives = (content: string): string[] => content.split(/[\s,]+/).filter((word) => word !== "");

const forbids = (said: readonly string[], what: "noindex" | "nofollow"): boolean =>
  said.includes(what) || said.includes("none");

function mediaTypeOf(type: string, { documents }: JudgeOptions): MediaType | undefined {
  if (type === "text/plain") return "text/plain";
  if (type === "text/markdown" || type === "text/x-markdown") return "text/markdown";
  return type === "application/pdf" && documents.includes("pdf") ? "application/pdf" : undefined;
}

function notADocument(url: string, type: string): Outcome {
  const what = type === "" ? "an answer without a type" : type;
  if (otherType.test(type) || otherEnding.test(new URL(url).pathname))
    return { kind: "other", url, reason: `${what} is no document` };
  return failed(url, `${what} was answered instead of a page`);
}

/** Text as its Content-Type says, else as the page itself says. */
function textOf({ body, headers }: HttpAnswer, mediaType: MediaType): string {
  const charset = /charset\s*=\s*["']?([\w-]+)/i.exec(headers["content-type"] ?? "")?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== "utf-8" && charset !== "utf8") {
    try {
      return new TextDecoder(charset).decode(body);
    } catch {
      // An encoding that nobody knows: the page's own word is left.
    }
  }
  return decodeBody({ body, mediaType, name: "" }).text;
}

function dated({ headers }: Pick<HttpAnswer, "headers">): { updatedAt?: number } {
  const ms = Date.parse(headers["last-modified"] ?? "");
  return Number.isNaN(ms) ? {} : { updatedAt: ms };
}

const unpublished = (url: string, reason: string) => ({
  kind: "unpublished" as const,
  url,
  reason,
  links: [],
});

function failed(url: string, reason: string, hint?: string): Outcome {
  return { kind: "failed", url, reason, ...(hint === undefined ? {} : { hint }), passing: false };
}
