import { createHash } from "node:crypto";
import { systemClock } from "../../src/clock.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { isRedirect } from "../../src/http/redirects.ts";
import { parseUrl } from "../../src/http/url.ts";
import { defaultMaxDocumentBytes } from "../../src/limits.ts";
import { actionOf } from "./acting.ts";
import { idOf } from "./address.ts";
import type { BodyCache } from "./body-cache.ts";
import {
  type Classified,
  classifyAnswer,
  classifyDeparture,
  classifyError,
  classifyPage,
  leadsToLogin,
} from "./classify.ts";
import type { Session } from "./client.ts";
import type { WebsiteOptions } from "./options.ts";
import { isCacheable, isLoginAddress, type Outcome } from "./outcome.ts";
import { PageCache } from "./page-cache.ts";
import { Postponed } from "./postponed.ts";
import type { Renderer } from "./render.ts";

const MAX_REDIRECTS = 8;

/** Fetches pages: each is requested at most once in a run, and only if nothing proves that it is unchanged. */
export class PageFetcher {
  readonly session: Session;
  private readonly options: WebsiteOptions;
  private readonly io: Io;
  private readonly bodies: BodyCache;
  private readonly renderer: Renderer | undefined;
  private readonly cache: PageCache;
  private readonly fetched = new Map<string, Promise<Outcome>>();
  private readonly postponed = new Postponed();

  constructor(parts: {
    session: Session;
    options: WebsiteOptions;
    io: Io;
    bodies: BodyCache;
    renderer: Renderer | undefined;
  }) {
    this.session = parts.session;
    this.options = parts.options;
    this.io = parts.io;
    this.bodies = parts.bodies;
    this.renderer = parts.renderer;
    const { auth: _auth, max_pages: _pages, max_depth: _depth, ...rest } = parts.options;
    const key = createHash("sha256").update(JSON.stringify(rest)).digest("hex").slice(0, 12);
    this.cache = new PageCache(parts.io, key);
  }

  /** What is at an address, after redirects within the site. Throws only for an abort or a failed login. */
  fetchPage(url: URL, lastmod?: string): Promise<Outcome> {
    const key = idOf(url);
    const known = this.fetched.get(key) ?? this.fetchOnce(url, lastmod);
    this.fetched.set(key, known);
    return known;
  }

  /** Drops a page's links once they were followed: they take most of the memory. */
  forgetLinks(url: URL, outcome: Outcome): void {
    if (isCacheable(outcome)) this.fetched.set(idOf(url), Promise.resolve({ ...outcome, links: [] }));
  }

  /** Whether `secondLook` decides on a page. */
  isPostponed(url: URL): boolean {
    return this.postponed.has(url);
  }

  /** Logs in once more when all else has been read. @returns the pages that were postponed, for `fetchPage` */
  secondLook(): Promise<URL[]> {
    const { signal } = this.io;
    return this.postponed.decide({
      logIn: () => this.session.renewals.insist(this.session.logins(), signal),
      fetchPage: (url) => this.fetchPage(url),
      forget: (url) => void this.fetched.delete(idOf(url)),
      isRefused: async (url) => asksForLogin(url, (await this.follow(url, signal, false)).outcome),
      markLost: async (url) => {
        const outcome = await this.fetchPage(url);
        if (outcome.kind === "denied")
          this.fetched.set(idOf(url), Promise.resolve(sessionLost(outcome, this.session.logins())));
      },
    });
  }

  /** The same without the cache, and with the body. */
  async fetchWithBody(url: URL, signal: AbortSignal): Promise<Classified> {
    return this.ask(url, signal, false);
  }

  /** The last known address of a document. */
  addressOf(id: string): string | undefined {
    return this.cache.addressOf(id);
  }

  /** The address of a page that the last listing found. */
  knownPage(): string | undefined {
    return this.io.cache.get("known");
  }

  noteKnownPage(url: string): void {
    if (this.knownPage() !== url) this.io.cache.set("known", url);
  }

  /** The body that the listing kept of a document. */
  keptBody(url: string, fingerprint: string): Promise<Buffer | undefined> {
    return this.bodies.take(url, fingerprint);
  }

  private async fetchOnce(url: URL, lastmod: string | undefined): Promise<Outcome> {
    const trusted = this.options.trust_lastmod ? lastmod : undefined;
    const known = this.cache.byLastmod(url, trusted);
    if (known) return known;
    const fetchedAt = systemClock.now();
    const { outcome, body } = await this.ask(url, this.io.signal, true);
    if (isCacheable(outcome)) this.cache.keepLastmod(url, trusted, fetchedAt, outcome);
    if (outcome.kind === "document" && body !== undefined)
      await this.bodies.put(outcome.url, outcome.fingerprint, body);
    return outcome;
  }

  /** Requests the page, and again after a new login where a login page was answered. */
  private async ask(url: URL, signal: AbortSignal, useCache: boolean): Promise<Classified> {
    const { session, postponed } = this;
    const seen = session.logins();
    const first = await this.askOnce(url, signal, { useCache, wasRefused: postponed.isDecided(url) });
    if (!asksForLogin(url, first.outcome)) return first;
    const renewal = await session.renewals.renew(seen, signal);
    if (renewal === "needless") return first;
    const last =
      renewal === "renewed" ? await this.askOnce(url, signal, { useCache, wasRefused: true }) : first;
    if (asksForLogin(url, last.outcome)) postponed.add(url);
    return last;
  }

  private async askOnce(
    url: URL,
    signal: AbortSignal,
    { useCache, wasRefused }: { readonly useCache: boolean; readonly wasRefused: boolean },
  ): Promise<Classified> {
    const seen = this.session.logins();
    const classified = await this.follow(url, signal, useCache);
    if (classified.outcome.kind !== "denied") {
      this.session.renewals.noteRead(seen, { renewed: wasRefused });
      this.postponed.noteRead(url, wasRefused);
    }
    return classified;
  }

  private async follow(start: URL, signal: AbortSignal, useCache: boolean): Promise<Classified> {
    let url = start;
    let moved: Classified["moved"];
    for (let count = 0; count <= MAX_REDIRECTS; count += 1) {
      const robots = await this.session.robots(signal);
      if (count > 0 && !robots.allows(url)) return other(url, "it leads to what robots.txt forbids");
      const action = count > 0 ? actionOf(url) : undefined;
      if (action !== undefined) return other(url, `it leads to an address that is not requested: ${action}`);
      const conditional = useCache && !this.renderer;
      const known = conditional ? this.cache.byValidators(url) : undefined;
      let answer: HttpAnswer;
      try {
        const plain = await this.request(url, signal, known?.headers);
        // A route is the browser's own: no server answers with it.
        answer = url.hash === "" ? plain : { ...plain, url: `${plain.url}${url.hash}` };
      } catch (error) {
        signal.throwIfAborted();
        return { outcome: classifyError(error, url.href, this.options) };
      }
      if (answer.status === 304 && known) return { outcome: known.outcome, moved };
      if (!isRedirect(answer.status)) {
        const classified = await this.classified(answer, signal, conditional);
        return moved ? { ...classified, moved } : classified;
      }
      const { location = "" } = answer.headers;
      if (!parseUrl(location, url.href)) return failed(url, "it redirects without saying where");
      const to = this.session.site.resolve(location, url);
      const permanent = answer.status === 301 || answer.status === 308;
      const target = new URL(location, url);
      if (leadsToLogin(start, target, permanent, this.options))
        return {
          outcome: { kind: "denied", url: url.href, reason: "it leads to a login page", login: true },
        };
      if (!to) {
        const wasDocument = this.cache.addressOf(idOf(start)) !== undefined;
        return { outcome: classifyDeparture(url.href, target, permanent, wasDocument) };
      }
      if (idOf(to) !== idOf(url)) moved = permanent && moved !== "for now" ? "for good" : "for now";
      url = to;
    }
    return {
      outcome: {
        kind: "failed",
        url: start.href,
        reason: "it redirects in a circle, or too often",
        isTemporary: false,
        isRefusal: true,
      },
    };
  }

  /**
   * Servers that keep no cookies know an address only with a visitor's session in it: they answer 404 without one, or
   * redirect to the same address with one.
   */
  private async request(
    url: URL,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>> | undefined,
  ): Promise<HttpAnswer> {
    const { site } = this.session;
    const get = (address: URL) =>
      this.session.get(address, {
        signal,
        accept: "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,*/*;q=0.8",
        maxBytes: this.io.maxDocumentBytes ?? defaultMaxDocumentBytes,
        ...(headers ? { headers } : {}),
      });
    try {
      const answer = await get(url);
      const to = isRedirect(answer.status) ? site.resolve(answer.headers.location ?? "", url) : undefined;
      if (to?.href !== url.href) return answer;
      const withSession = site.withSession(url);
      return withSession ? { ...(await get(withSession)), url: url.href } : answer;
    } catch (error) {
      const withSession = site.withSession(url);
      if (!(error instanceof HttpError) || error.status !== 404 || !withSession) throw error;
      return { ...(await get(withSession)), url: url.href };
    }
  }

  private async classified(answer: HttpAnswer, signal: AbortSignal, useCache: boolean): Promise<Classified> {
    const classified = classifyAnswer(answer, this.session.site, this.options);
    const isPage = /html/i.test(answer.headers["content-type"] ?? "") && typeof classified.body === "string";
    if (this.renderer && isPage && typeof classified.body === "string") {
      if (classified.outcome.kind === "unpublished" || classified.outcome.kind === "redirect")
        return classified;
      const html = await this.renderer.render(answer.url, classified.body, signal);
      if (typeof html !== "string") return { outcome: html };
      const outcome = classifyPage(html, answer, [], this.session.site, this.options);
      if (isCacheable(outcome)) this.cache.noteDocument(outcome);
      return { outcome, body: html };
    }
    if (isCacheable(classified.outcome)) {
      this.cache.noteDocument(classified.outcome);
      if (useCache) this.cache.keepValidators(new URL(answer.url), answer.headers, classified.outcome);
    }
    return classified;
  }
}

const asksForLogin = (url: URL, outcome: Outcome): boolean =>
  outcome.kind === "denied" && outcome.login && !isLoginAddress(url);
const sessionLost = (outcome: Extract<Outcome, { kind: "denied" }>, logins: number): Outcome => ({
  ...outcome,
  reason: `${outcome.reason}, and no session lasts: there were ${logins} logins`,
  isLost: true,
});
const other = (url: URL, reason: string): Classified => ({
  outcome: { kind: "other", url: url.href, reason },
});
const failed = (url: URL, reason: string): Classified => ({
  outcome: { kind: "failed", url: url.href, reason, isTemporary: false },
});
