import { isTag } from "domhandler";
import picomatch from "picomatch";
import { CookieJar } from "tough-cookie";
import type { Asking } from "../../src/connector-kit/auth.ts";
import { FinIngestError } from "../../src/errors.ts";
import { $, parseHtml } from "../../src/html/parse.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { GetOptions, HttpAnswer, PostOptions } from "../../src/http/http.ts";
import { isRedirect } from "../../src/http/redirects.ts";
import { displayUrl, parseUrl } from "../../src/http/url.ts";
import { pathOf, type Site } from "./address.ts";
import { hasSelector, isLoginPage } from "./classify.ts";
import type { FormLogin, WebsiteOptions } from "./options.ts";
import { type PageReading, readPage } from "./page.ts";

/** Requests with the cookies of a login, which is made before the first of them. */
export interface FormSession extends Asking {
  /** Logs in unless somebody did since there were `seen` logins. @throws FinIngestError when it does not work */
  logIn(seen: number, signal: AbortSignal | undefined): Promise<void>;
  /** How often was logged in. */
  logins(): number;
}

const mostRedirects = 8;
const mostBytes = 2 * 1024 * 1024;

/** A login through a form, as a browser does it: the page, its form filled in, the redirects that follow. */
export function formSession(http: Asking, form: FormLogin, site: Site, options: WebsiteOptions): FormSession {
  const jar = new CookieJar(undefined, { looseMode: true });
  const places = new Set([site.origin, new URL(form.login_url).origin]);
  let logins = 0;
  let underWay: Promise<void> | undefined;

  async function withCookies<Options extends GetOptions>(
    url: string | URL,
    wishes: Options,
    ask: (wishes: Options) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    const own = places.has(new URL(url).origin);
    const cookie = own ? await jar.getCookieString(String(url)) : "";
    const answer = await ask(cookie === "" ? wishes : { ...wishes, headers: { ...wishes.headers, cookie } });
    for (const one of own ? answer.setCookies : [])
      await jar.setCookie(one, String(url), { ignoreError: true });
    return answer;
  }
  const get = (url: string | URL, wishes: GetOptions = {}) =>
    withCookies(url, wishes, (all) => http.get(url, all));
  const post = (url: string | URL, wishes: PostOptions) =>
    withCookies(url, wishes, (all) => http.post(url, all));

  /** Follows redirects by hand: a cookie can come with each. */
  async function follow(first: HttpAnswer, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    let answer = first;
    for (let count = 0; isRedirect(answer.status); count += 1) {
      if (count >= mostRedirects) throw failure(form, "it redirects too often");
      const { location = "" } = answer.headers;
      const to = parseUrl(location, answer.url);
      if (!to || !places.has(to.origin))
        throw failure(form, `it leads to ${to?.origin ?? "nowhere"}, which is not asked`);
      answer = await get(to, { redirects: "return", maxBytes: mostBytes, ...signed(signal) });
    }
    return answer;
  }

  async function enter(signal: AbortSignal | undefined): Promise<void> {
    await jar.removeAllCookies();
    const wishes = { redirects: "return", maxBytes: mostBytes, ...signed(signal) } as const;
    const page = await follow(await get(form.login_url, wishes), signal);
    const found = findForm(htmlOf(page), Object.keys(form.fields));
    if (!found) throw failure(form, `no form there has the fields ${Object.keys(form.fields).join(", ")}`);
    const after = await follow(await submit(found, page.url, wishes), signal);
    const cookies =
      places.size === 0
        ? []
        : (await Promise.all([...places].map((place) => jar.getCookies(`${place}/`)))).flat();
    const fault = judgeLogin(
      readPage(htmlOf(after)),
      after.url,
      new Set(cookies.map(({ key }) => key)),
      options,
    );
    if (fault !== undefined) throw failure(form, fault);
    logins += 1;
  }

  async function submit(found: LoginForm, pageUrl: string, wishes: GetOptions): Promise<HttpAnswer> {
    const to = new URL(found.action, pageUrl);
    if (!places.has(to.origin)) throw failure(form, `its form goes to ${to.origin}, which is not asked`);
    if (new URL(pageUrl).protocol === "https:" && to.protocol !== "https:")
      throw failure(form, "its form would send the password in the clear");
    const body = new URLSearchParams([...found.given, ...Object.entries(form.fields)]).toString();
    const headers = { origin: to.origin, referer: pageUrl };
    return post(to, { ...wishes, headers, body, contentType: "application/x-www-form-urlencoded" });
  }

  const session: FormSession = {
    async get(url, wishes = {}) {
      if (logins === 0) await session.logIn(0, wishes.signal);
      return get(url, wishes);
    },
    async post(url, wishes) {
      if (logins === 0) await session.logIn(0, wishes.signal);
      return post(url, wishes);
    },
    logIn(seen, signal) {
      if (logins > seen) return Promise.resolve();
      underWay ??= enter(signal)
        .catch((error: unknown) => {
          signal?.throwIfAborted();
          throw error instanceof HttpError ? failure(form, error.message, error) : error;
        })
        .finally(() => {
          underWay = undefined;
        });
      return underWay;
    },
    logins: () => logins,
  };
  return session;
}

/** Why a login did not work, or undefined. */
function judgeLogin(
  page: PageReading,
  url: string,
  cookies: ReadonlySet<string>,
  options: WebsiteOptions,
): string | undefined {
  const { success } = options.auth?.form ?? {};
  if (!success)
    return isLoginPage(page, new URL(url), options) ? "a login page was answered again" : undefined;
  const { selector, text, cookie, url: glob } = success;
  if (cookie !== undefined && !cookies.has(cookie)) return `no cookie ${cookie} came`;
  if (glob !== undefined && !picomatch(glob, { dot: true })(pathOf(new URL(url))))
    return `it ended at ${displayUrl(url)}, not at ${glob}`;
  if (text !== undefined && !page.says(text)) return `the page that followed does not say "${text}"`;
  if (selector !== undefined && !hasSelector(page, selector, "auth.form.success.selector"))
    return `the page that followed has nothing that ${selector} finds`;
  return undefined;
}

const htmlOf = ({ body }: HttpAnswer): string => Buffer.from(body).toString("utf8");
const signed = (signal: AbortSignal | undefined) => (signal ? { signal } : {});

function failure({ login_url }: FormLogin, why: string, cause?: unknown): FinIngestError {
  return new FinIngestError(`could not log in at ${displayUrl(login_url)}: ${why}`, {
    hint: "Check `auth.form`: login_url, the names in `fields` (the name attributes of the form's inputs), their values, and `success`.",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The form of a login page. */
export interface LoginForm {
  /** As written; empty: the page itself. */
  readonly action: string;
  /** What the form holds already and sends along: hidden fields, a token against forgery. */
  readonly given: readonly [string, string][];
}

const mostFields = 200;

/** The first form of a page that has all the named fields. Pure. */
export function findForm(html: string, names: readonly string[]): LoginForm | undefined {
  const { tree } = parseHtml(html);
  for (const form of $(tree).find("form").get()) {
    const inputs = $(form).find("input, select, textarea, button").get().filter(isTag).slice(0, mostFields);
    const there = new Set(inputs.map(({ attribs }) => attribs.name));
    if (!names.every((name) => there.has(name))) continue;
    const given = inputs.flatMap(({ name: element, attribs }): [string, string][] => {
      const { name = "", value = "", type = "text" } = attribs;
      const sent = element === "input" && /^(?:hidden|text|email|checkbox)$/i.test(type);
      const unticked = /^checkbox$/i.test(type) && !("checked" in attribs);
      return sent && !unticked && name !== "" && !names.includes(name) && !("disabled" in attribs)
        ? [[name, value === "" && /^checkbox$/i.test(type) ? "on" : value]]
        : [];
    });
    return { action: form.attribs.action ?? "", given };
  }
  return undefined;
}
