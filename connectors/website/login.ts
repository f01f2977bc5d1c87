import { isTag } from "domhandler";
import type { Requester } from "../../src/connector-kit/auth.ts";
import { FinIngestError } from "../../src/errors.ts";
import { $, parseHtml } from "../../src/html/parse.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { GetOptions, HttpAnswer } from "../../src/http/http.ts";
import { isRedirect } from "../../src/http/redirects.ts";
import { displayUrl, parseUrl } from "../../src/http/url.ts";
import { pathMatcher } from "../../src/path-pattern.ts";
import { pathOf, type Site } from "./address.ts";
import { hasSelector, isLoginPage } from "./classify.ts";
import { withCookies } from "./cookies.ts";
import type { FormLogin, WebsiteOptions } from "./options.ts";
import { type PageReading, readPage } from "./page.ts";

/** Requests with the cookies of a login, which happens before the first of them. */
export interface FormSession extends Requester {
  /** Logs in, unless that happened since there were `seen` logins. @throws FinIngestError where it fails */
  logIn(seen: number, signal: AbortSignal | undefined): Promise<void>;
  /** The number of logins so far. */
  logins(): number;
  /**
   * Whether the start page proves that the session lives, by what `success` names; false where nothing can prove it.
   */
  isAlive(signal: AbortSignal | undefined): Promise<boolean>;
}

const SELECTOR_OPTION = "auth.form.success.selector";
const MAX_REDIRECTS = 8;
const MAX_BYTES = 2 * 1024 * 1024;

/** A login through a form, as in a browser: the page, its form filled in, the redirects that follow. */
export function createFormSession(
  http: Requester,
  form: FormLogin,
  site: Site,
  options: WebsiteOptions,
): FormSession {
  const origins = new Set([site.origin, new URL(form.login_url).origin]);
  const { get, post, names, clear } = withCookies(http, origins);
  let logins = 0;
  let loggingIn: Promise<void> | undefined;
  let probing: Promise<boolean> | undefined;

  /** Follows redirects itself: each can set a cookie. */
  async function follow(first: HttpAnswer, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    let answer = first;
    for (let count = 0; isRedirect(answer.status); count += 1) {
      if (count >= MAX_REDIRECTS) throw failure(form, "it redirects too often");
      const { location = "" } = answer.headers;
      const to = parseUrl(location, answer.url);
      if (!to || !origins.has(to.origin))
        throw failure(form, `it leads to ${to?.origin ?? "nowhere"}, to which nothing is sent`);
      answer = await get(to, { redirects: "return", maxBytes: MAX_BYTES, ...withSignal(signal) });
    }
    return answer;
  }

  async function submitLogin(signal: AbortSignal | undefined): Promise<void> {
    await clear();
    const request = { redirects: "return", maxBytes: MAX_BYTES, ...withSignal(signal) } as const;
    const page = await follow(await get(form.login_url, request), signal);
    const found = findForm(htmlOf(page), Object.keys(form.fields));
    if (!found) throw failure(form, `no form there has the fields ${Object.keys(form.fields).join(", ")}`);
    const after = await follow(await submit(found, page.url, request), signal);
    const fault = loginFault(readPage(htmlOf(after)), after.url, await names(), options);
    if (fault !== undefined) throw failure(form, fault);
    logins += 1;
  }

  async function probe(signal: AbortSignal | undefined): Promise<boolean> {
    const { selector, text } = form.success ?? {};
    if (selector === undefined && text === undefined) return false;
    const request = { redirects: "return", maxBytes: MAX_BYTES, ...withSignal(signal) } as const;
    try {
      const page = readPage(htmlOf(await get(site.start[0], request)));
      const hasText = text === undefined || page.says(text);
      return hasText && (selector === undefined || hasSelector(page, selector, SELECTOR_OPTION));
    } catch (error) {
      if (error instanceof HttpError) return false;
      throw error;
    }
  }

  async function submit(found: LoginForm, pageUrl: string, request: GetOptions): Promise<HttpAnswer> {
    const to = new URL(found.action, pageUrl);
    if (!origins.has(to.origin))
      throw failure(form, `its form goes to ${to.origin}, to which nothing is sent`);
    if (new URL(pageUrl).protocol === "https:" && to.protocol !== "https:")
      throw failure(form, "its form would send the password without encryption");
    const body = new URLSearchParams([...found.given, ...Object.entries(form.fields)]).toString();
    const headers = { origin: to.origin, referer: pageUrl };
    return post(to, { ...request, headers, body, contentType: "application/x-www-form-urlencoded" });
  }

  /** Without a session while another one is being opened, every page would be refused. */
  const loggedIn = (signal: AbortSignal | undefined): Promise<void> | undefined =>
    loggingIn ?? (logins === 0 ? session.logIn(0, signal) : undefined);

  const session: FormSession = {
    async get(url, request = {}) {
      await loggedIn(request.signal);
      return get(url, request);
    },
    async post(url, request) {
      await loggedIn(request.signal);
      return post(url, request);
    },
    logIn(seen, signal) {
      if (logins > seen) return Promise.resolve();
      loggingIn ??= submitLogin(signal)
        .catch((error: unknown) => {
          signal?.throwIfAborted();
          throw error instanceof HttpError ? failure(form, error.message, error) : error;
        })
        .finally(() => {
          loggingIn = undefined;
        });
      return loggingIn;
    },
    logins: () => logins,
    isAlive(signal) {
      probing ??= probe(signal).finally(() => {
        probing = undefined;
      });
      return probing;
    },
  };
  return session;
}

/** Why a login failed; undefined if it did not. */
function loginFault(
  page: PageReading,
  url: string,
  cookies: readonly string[],
  options: WebsiteOptions,
): string | undefined {
  const { success } = options.auth?.form ?? {};
  if (!success)
    return isLoginPage(page, new URL(url), options) ? "a login page was answered again" : undefined;
  const { selector, text, cookie, url: glob } = success;
  if (cookie !== undefined && !cookies.some(nameMatcher(cookie))) return `no cookie ${cookie} was set`;
  if (glob !== undefined && !pathMatcher(glob)(pathOf(new URL(url))))
    return `it ended at ${displayUrl(url)}, not at ${glob}`;
  if (text !== undefined && !page.says(text)) return `the page that followed does not contain "${text}"`;
  if (selector !== undefined && !hasSelector(page, selector, SELECTOR_OPTION))
    return `nothing on the page that followed matches ${selector}`;
  return undefined;
}

/** A name in which `*` stands for any characters: `wordpress_logged_in_*`. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  const name = new RegExp(`^${parts.join(".*")}$`, "s");
  return (given) => name.test(given);
}

const htmlOf = ({ body }: HttpAnswer): string => Buffer.from(body).toString("utf8");
const withSignal = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

function failure({ login_url }: FormLogin, why: string, cause?: unknown): FinIngestError {
  return new FinIngestError(`could not log in at ${displayUrl(login_url)}: ${why}`, {
    hint: "Check `auth.form`: login_url, the names in `fields` (the name attributes of the form's inputs), their values, and `success`.",
    cause,
  });
}

/** The form of a login page. */
export interface LoginForm {
  /** As written; empty: the page itself. */
  readonly action: string;
  /** The values that the form already has: hidden fields, a token against forgery. */
  readonly given: readonly [string, string][];
}

const MAX_FIELDS = 200;

/** The first form of a page that has all the named fields. Pure. */
export function findForm(html: string, names: readonly string[]): LoginForm | undefined {
  const { tree } = parseHtml(html);
  for (const form of $(tree).find("form").get()) {
    const inputs = $(form).find("input, select, textarea, button").get().filter(isTag).slice(0, MAX_FIELDS);
    const present = new Set(inputs.map(({ attribs }) => attribs.name));
    if (!names.every((name) => present.has(name))) continue;
    const given = inputs.flatMap(({ name: element, attribs }): [string, string][] => {
      const { name = "", value = "", type = "text" } = attribs;
      const isSent = element === "input" && /^(?:hidden|text|email|checkbox)$/i.test(type);
      const isUnchecked = /^checkbox$/i.test(type) && !("checked" in attribs);
      return isSent && !isUnchecked && name !== "" && !names.includes(name) && !("disabled" in attribs)
        ? [[name, value === "" && /^checkbox$/i.test(type) ? "on" : value]]
        : [];
    });
    return { action: form.attribs.action ?? "", given };
  }
  return undefined;
}
