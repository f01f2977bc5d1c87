import type { Io } from "../../src/connector-kit/io.ts";
import type { Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { idOf, pathOf } from "./address.ts";
import { UnreadPages } from "./gaps.ts";
import { type HashRoutes, routeOfFile } from "./hash-routes.ts";
import { load } from "./load.ts";
import { type DocumentOutcome, isLoginAddress, type Outcome } from "./outcome.ts";
import type { PageFetcher } from "./page-fetcher.ts";

/** After so many failures in a row the site is down, and going on would take hours. */
const MAX_FAILURES = 10;

/** Makes listing entries from outcomes, each document once. */
export class Entries {
  /** Pages that could not be read, and may hide documents. */
  readonly gaps = new UnreadPages();
  /** Pages that could not be read, and never were documents. */
  readonly leftOut = new UnreadPages();
  private readonly fetcher: PageFetcher;
  private readonly io: Io;
  private readonly crawling: boolean;
  private readonly listed = new Set<string>();
  /** Refused addresses that never were documents, with the reason, by id. */
  private readonly refused = new Map<string, { readonly url: URL; readonly reason: string }>();
  private failures = 0;
  private readonly routes = new Set<string>();
  private isDocsify = false;

  constructor(fetcher: PageFetcher, io: Io, how: { crawling: boolean }) {
    this.fetcher = fetcher;
    this.io = io;
    this.crawling = how.crawling;
  }

  /** The number of ids that were listed. */
  get size(): number {
    return this.listed.size;
  }

  /** @throws FinIngestError where the site no longer answers */
  async of(asked: URL, outcome: Outcome, lastmod?: string): Promise<ListingEntry[]> {
    this.countFailures(outcome);
    switch (outcome.kind) {
      case "document":
        return this.ofDocument(outcome, lastmod);
      case "unpublished": {
        const { url, reason, title, hash } = outcome;
        if (hash) this.noteRoutes(hash);
        if (!this.fetcher.session.site.covers(new URL(url)))
          return this.drop(asked, "it leads to an address that is not selected");
        return this.list(url, ({ externalId, path }) => ({
          kind: "unpublished",
          externalId,
          path,
          title,
          reason,
        }));
      }
      case "gone":
        return this.list(outcome.url, ({ externalId }) => ({
          kind: "gone",
          externalId,
          reason: outcome.reason,
        }));
      case "missing":
        if (outcome.soft && !this.crawling) return this.unreadable(asked, outcome.reason);
        if (!this.wasDocument(asked, outcome.url)) this.leftOut.add(asked, outcome.reason);
        return this.drop(asked, outcome.reason);
      case "denied":
        if (outcome.isLost || this.wasDocument(asked, outcome.url)) this.gaps.add(asked, outcome.reason);
        else if (outcome.login && isLoginAddress(asked))
          return this.drop(asked, "it is the page at which users log in");
        else this.leaveOut(asked, outcome.reason);
        return [];
      case "redirect":
        return this.ofRedirect(asked, outcome.to, lastmod);
      case "other":
        return this.drop(asked, outcome.reason);
      case "failed":
        return this.ofFailure(asked, outcome);
    }
  }

  /** What will fail tomorrow as well, and never was a document, hides none: it is no gap. */
  private ofFailure(asked: URL, outcome: Extract<Outcome, { kind: "failed" }>): ListingEntry[] {
    const isLasting = !outcome.isTemporary && !this.wasDocument(asked, outcome.url);
    if (isLasting && outcome.isRefusal) {
      this.leaveOut(asked, outcome.reason);
      return [];
    }
    // The links of a page that was not read are not known either.
    if (this.crawling && !isLasting) this.gaps.add(asked, "could not be read, so its links are not known");
    return this.unreadable(asked, outcome.hint ? `${outcome.reason}. ${outcome.hint}` : outcome.reason);
  }

  private leaveOut(asked: URL, reason: string): void {
    this.leftOut.add(asked, reason);
    this.refused.set(idOf(asked), { url: asked, reason });
  }

  /** What was refused and never was a document, by name; to be listed last, when it is known what else is. */
  *neverDocuments(): Generator<ListingEntry> {
    for (const [externalId, { url, reason }] of this.refused)
      if (!this.listed.has(externalId))
        yield { kind: "unreadable", externalId, path: pathOf(url), reason, neverDocument: true };
  }

  private wasDocument(asked: URL, answered: string): boolean {
    return [asked, new URL(answered)].some((url) => this.fetcher.addressOf(idOf(url)) !== undefined);
  }

  /** An address that robots.txt forbids: a known page is unpublished, anything else is dropped. */
  forbidden(url: URL): ListingEntry[] {
    const reason = "robots.txt forbids it";
    if (this.fetcher.addressOf(idOf(url)) === undefined) return this.drop(url, reason);
    return this.list(url.href, ({ externalId, path }) => ({ kind: "unpublished", externalId, path, reason }));
  }

  noteRoutes({ routes, isDocsify }: HashRoutes): void {
    for (const route of routes) this.routes.add(route);
    this.isDocsify ||= isDocsify;
  }

  /** What is to say of addresses behind `#` that only a browser draws; undefined: there are none. */
  unreadRoutes(): string | undefined {
    const [first] = this.routes;
    if (first === undefined || this.isDocsify) return undefined;
    return `${this.routes.size} addresses behind # (such as ${first}) are drawn by scripts in one page and are not read: the site is one page with hash routes. Set \`render: true\`, or read the files that it is made of`;
  }

  private async ofDocument(found: DocumentOutcome, lastmod: string | undefined): Promise<ListingEntry[]> {
    if (found.hash) this.noteRoutes(found.hash);
    const page = await this.canonicalOf(found);
    if (page.kind !== "document") return this.of(new URL(page.url), page);
    if (!this.fetcher.session.site.covers(new URL(page.url)))
      return this.drop(new URL(page.url), "its canonical address is not selected");
    const { url, fingerprint, mediaType, title } = page;
    if (this.listed.size === 0) this.fetcher.noteKnownPage(page.url);
    const updatedAt = lastmod === undefined ? page.updatedAt : Date.parse(lastmod) || page.updatedAt;
    return this.list(
      url,
      ({ externalId, path }): Listed => ({
        kind: "document",
        externalId,
        path,
        url: this.addressForReaders(url, mediaType),
        version: fingerprint,
        title,
        updatedAt,
        load: (signal) => load({ url, fingerprint, mediaType }, this.fetcher, signal),
      }),
    );
  }

  /** Readers of a docsify site do not see its files, but the pages that it makes of them. */
  private addressForReaders(url: string, mediaType: DocumentOutcome["mediaType"]): string {
    if (!this.isDocsify || mediaType !== "text/markdown") return url;
    return routeOfFile(new URL(url), this.fetcher.session.site.start[0]);
  }

  /** A page that only leads to another one: a crawl finds that one itself, a sitemap need not list it. */
  private async ofRedirect(asked: URL, target: string, lastmod: string | undefined): Promise<ListingEntry[]> {
    const { session } = this.fetcher;
    const to = this.crawling ? undefined : session.site.resolve(target, asked);
    if (to && session.site.covers(to) && (await session.robots(this.io.signal)).allows(to)) {
      const outcome = await this.fetcher.fetchPage(to);
      if (outcome.kind !== "redirect") return this.of(to, outcome, lastmod);
    }
    return this.drop(asked, `it leads to ${target}`);
  }

  /** The page at the canonical address; the page itself if that one cannot be read. */
  private async canonicalOf(page: DocumentOutcome): Promise<Outcome> {
    if (page.canonical === undefined) return page;
    const url = new URL(page.canonical);
    if (!(await this.fetcher.session.robots(this.io.signal)).allows(url)) return page;
    const named = await this.fetcher.fetchPage(url);
    if (named.kind === "failed" || named.kind === "denied") return { ...named, url: url.href };
    return named.kind === "document" && named.canonical === undefined ? named : page;
  }

  private list(
    url: string,
    make: (named: { externalId: string; path: string }) => ListingEntry,
  ): ListingEntry[] {
    const address = new URL(url);
    const externalId = idOf(address);
    if (this.listed.has(externalId)) return [];
    this.listed.add(externalId);
    return [make({ externalId, path: pathOf(address) })];
  }

  /** An address that cannot be used as a document; it counts as present. */
  unreadable(asked: URL, reason: string): ListingEntry[] {
    return this.list(asked.href, ({ externalId, path }) => ({
      kind: "unreadable",
      externalId,
      path,
      reason,
    }));
  }

  private drop(url: URL, reason: string): ListingEntry[] {
    this.io.log.debug(`dropped: /${pathOf(url)}`, { reason });
    return [];
  }

  private countFailures(outcome: Outcome): void {
    this.failures = outcome.kind === "failed" && outcome.isTemporary ? this.failures + 1 : 0;
    if (this.failures < MAX_FAILURES || outcome.kind !== "failed") return;
    throw new FinIngestError(
      `the site does not answer: ${MAX_FAILURES} pages in a row failed; ${outcome.reason}`,
      {
        hint: "Run again later. If the site is overwhelmed, set `requests_per_second`.",
      },
    );
  }
}
