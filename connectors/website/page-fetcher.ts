import { createHash } from "node:crypto";
import { systemClock } from "../../src/clock.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { isRedirect } from "../../src/http/redirects.ts";
import { parseUrl } from "../../src/http/url.ts";
import { defaultMaxDocumentBytes } from "../../src/limits.ts";
import { idOf } from "./address.ts";
import type { Bodies } from "./bodies.ts";
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
import { isLasting, isLoginAddress, type Outcome } from "./outcome.ts";
import { PageCache } from "./page-cache.ts";
import type { Renderer } from "./render.ts";

const mostRedirects = 8;

/** Looks at addresses: each is asked at most once in a run, and only if nothing says that it is unchanged. */
export class PageFetcher {
  readonly session: Session;
  private readonly options: WebsiteOptions;
  private readonly io: Io;
  private readonly bodies: Bodies;
  private readonly renderer: Renderer | undefined;
  private readonly memory: PageCache;
  private readonly looks = new Map<string, Promise<Outcome>>();

  constructor(parts: {
    session: Session;
    options: WebsiteOptions;
    io: Io;
    bodies: Bodies;
    renderer: Renderer | undefined;
  }) {
    this.session = parts.session;
    this.options = parts.options;
    this.io = parts.io;
    this.bodies = parts.bodies;
    this.renderer = parts.renderer;
    const { auth: _auth, max_pages: _pages, max_depth: _depth, ...rest } = parts.options;
    const key = createHash("sha256").update(JSON.stringify(rest)).digest("hex").slice(0, 12);
    this.memory = new PageCache(parts.io, key);
  }

  /** What stands at an address, after redirects within the site. Never throws but for an abort or a failed login. */
  look(url: URL, lastmod?: string): Promise<Outcome> {
    const key = idOf(url);
    const known = this.looks.get(key) ?? this.lookOnce(url, lastmod);
    this.looks.set(key, known);
    return known;
  }

  /** Lets go of a page's links once they were followed: they are most of what is held of a page. */
  forgetLinks(url: URL, outcome: Outcome): void {
    if (isLasting(outcome)) this.looks.set(idOf(url), Promise.resolve({ ...outcome, links: [] }));
  }

  /** The same without what is remembered, and with the body. */
  async read(url: URL, signal: AbortSignal): Promise<Classified> {
    return this.ask(url, signal, false);
  }

  /** Where a document stood when it was last seen. */
  addressOf(id: string): string | undefined {
    return this.memory.addressOf(id);
  }

  /** A page that the last listing found. */
  known(): string | undefined {
    return this.io.cache.get("known");
  }

  noteKnown(url: string): void {
    if (this.known() !== url) this.io.cache.set("known", url);
  }

  /** What is kept of the look at a document. */
  body(url: string, fingerprint: string): Promise<Buffer | undefined> {
    return this.bodies.take(url, fingerprint);
  }

  private async lookOnce(url: URL, lastmod: string | undefined): Promise<Outcome> {
    const trusted = this.options.trust_lastmod ? lastmod : undefined;
    const known = this.memory.byLastmod(url, trusted);
    if (known) return known;
    const lookedAt = systemClock.now();
    const { outcome, body } = await this.ask(url, this.io.signal, true);
    if (isLasting(outcome)) this.memory.keepLastmod(url, trusted, lookedAt, outcome);
    if (outcome.kind === "document" && body !== undefined)
      await this.bodies.put(outcome.url, outcome.fingerprint, body);
    return outcome;
  }

  /** Asks, and once more after a new login where a login was asked for. */
  private async ask(url: URL, signal: AbortSignal, remembering: boolean): Promise<Classified> {
    const logins = this.session.logins();
    const classified = await this.follow(url, signal, remembering);
    if (classified.outcome.kind !== "barred" || !classified.outcome.login || isLoginAddress(url))
      return classified;
    return (await this.session.renew(logins, signal)) ? this.follow(url, signal, remembering) : classified;
  }

  private async follow(start: URL, signal: AbortSignal, remembering: boolean): Promise<Classified> {
    let url = start;
    let moved: Classified["moved"];
    for (let count = 0; count <= mostRedirects; count += 1) {
      const robots = await this.session.robots(signal);
      if (count > 0 && !robots.allows(url)) return other(url, "it leads to what robots.txt forbids");
      const conditional = remembering && !this.renderer;
      const known = conditional ? this.memory.byValidators(url) : undefined;
      let answer: HttpAnswer;
      try {
        answer = await this.session.get(url, {
          signal,
          accept: "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,*/*;q=0.8",
          maxBytes: this.io.maxDocumentBytes ?? defaultMaxDocumentBytes,
          ...(known ? { headers: known.headers } : {}),
        });
      } catch (error) {
        signal.throwIfAborted();
        return { outcome: classifyError(error, url.href) };
      }
      if (answer.status === 304 && known) return { outcome: known.outcome, ...(moved ? { moved } : {}) };
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
          outcome: { kind: "barred", url: url.href, reason: "it leads to a login page", login: true },
        };
      if (!to) {
        const wasDocument = this.memory.addressOf(idOf(start)) !== undefined;
        return { outcome: classifyDeparture(url.href, target, permanent, wasDocument) };
      }
      if (idOf(to) !== idOf(url)) moved = permanent && moved !== "for now" ? "for good" : "for now";
      url = to;
    }
    return failed(start, "it redirects too often");
  }

  private async classified(
    answer: HttpAnswer,
    signal: AbortSignal,
    remembering: boolean,
  ): Promise<Classified> {
    const classified = classifyAnswer(answer, this.session.site, this.options);
    const isPage = /html/i.test(answer.headers["content-type"] ?? "") && typeof classified.body === "string";
    if (this.renderer && isPage && typeof classified.body === "string") {
      if (classified.outcome.kind === "unpublished" || classified.outcome.kind === "elsewhere")
        return classified;
      const html = await this.renderer.render(answer.url, classified.body, signal);
      if (typeof html !== "string") return { outcome: html };
      const outcome = classifyPage(html, answer, [], this.session.site, this.options);
      if (isLasting(outcome)) this.memory.noteDocument(outcome);
      return { outcome, body: html };
    }
    if (isLasting(classified.outcome)) {
      this.memory.noteDocument(classified.outcome);
      if (remembering) this.memory.keepValidators(new URL(answer.url), answer.headers, classified.outcome);
    }
    return classified;
  }
}

const other = (url: URL, reason: string): Classified => ({
  outcome: { kind: "other", url: url.href, reason },
});
const failed = (url: URL, reason: string): Classified => ({
  outcome: { kind: "failed", url: url.href, reason, passing: false },
});
