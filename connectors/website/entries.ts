import type { Io } from "../../src/connector-kit/io.ts";
import type { Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import type { Document } from "../../src/normalize/index.ts";
import { idOf, pathOf } from "./address.ts";
import { Gaps } from "./gaps.ts";
import { isLoginAddress, type Outcome } from "./outcome.ts";
import type { PageFetcher } from "./page-fetcher.ts";

/** So many addresses in a row without an answer: the site is down, and asking on would take hours. */
const mostFailures = 10;

type Page = Extract<Outcome, { kind: "document" }>;

/** Turns what was found at addresses into entries, each document once. */
export class Entries {
  /** What could not be seen. */
  readonly gaps = new Gaps();
  private readonly fetcher: PageFetcher;
  private readonly io: Io;
  private readonly crawling: boolean;
  private readonly given = new Set<string>();
  private failures = 0;

  constructor(fetcher: PageFetcher, io: Io, how: { crawling: boolean }) {
    this.fetcher = fetcher;
    this.io = io;
    this.crawling = how.crawling;
  }

  /** How many documents, or things in their stead, were found. */
  get size(): number {
    return this.given.size;
  }

  /** @throws FinIngestError when the site does not answer any more */
  async of(asked: URL, outcome: Outcome, lastmod?: string): Promise<ListingEntry[]> {
    this.countFailures(outcome);
    switch (outcome.kind) {
      case "document":
        return this.ofDocument(outcome, lastmod);
      case "unpublished": {
        const { url, reason, title } = outcome;
        if (!this.fetcher.session.site.covers(new URL(url)))
          return this.leftOut(asked, "it leads out of what is read");
        return this.give(url, ({ externalId, path }) => ({
          kind: "unpublished",
          externalId,
          path,
          ...(title === undefined ? {} : { title }),
          reason,
        }));
      }
      case "gone":
        return this.give(outcome.url, ({ externalId }) => ({
          kind: "gone",
          externalId,
          reason: outcome.reason,
        }));
      case "missing":
        if (outcome.soft && !this.crawling) return this.unreadable(asked, outcome.reason);
        return this.leftOut(asked, outcome.reason);
      case "barred":
        if (outcome.login && isLoginAddress(asked) && this.fetcher.addressOf(idOf(asked)) === undefined)
          return this.leftOut(asked, "it is the page at which users log in");
        this.gaps.add(asked, outcome.reason);
        return [];
      case "elsewhere":
        return this.ofWay(asked, outcome.to, lastmod);
      case "other":
        return this.leftOut(asked, outcome.reason);
      case "failed":
        // What a page that was not read links to is not known either.
        if (this.crawling) this.gaps.add(asked, "could not be read, so its links are not known");
        return this.unreadable(asked, outcome.hint ? `${outcome.reason}. ${outcome.hint}` : outcome.reason);
    }
  }

  /** An address that robots.txt forbids: a page of it is taken back, any other is not spoken of. */
  forbidden(url: URL): ListingEntry[] {
    const reason = "robots.txt forbids it";
    if (this.fetcher.addressOf(idOf(url)) === undefined) return this.leftOut(url, reason);
    return this.give(url.href, ({ externalId, path }) => ({ kind: "unpublished", externalId, path, reason }));
  }

  private async ofDocument(found: Page, lastmod: string | undefined): Promise<ListingEntry[]> {
    const page = await this.canonicalOf(found);
    if (page.kind !== "document") return this.of(new URL(page.url), page);
    if (!this.fetcher.session.site.covers(new URL(page.url)))
      return this.leftOut(new URL(page.url), "it stands outside of what is read");
    const { url, fingerprint, mediaType, title } = page;
    if (this.given.size === 0) this.fetcher.noteKnown(page.url);
    const updatedAt = lastmod === undefined ? page.updatedAt : Date.parse(lastmod) || page.updatedAt;
    return this.give(
      url,
      ({ externalId, path }): Listed => ({
        kind: "document",
        externalId,
        path,
        url,
        version: fingerprint,
        ...(title === undefined ? {} : { title }),
        ...(updatedAt === undefined ? {} : { updatedAt }),
        load: (signal) => load({ url, fingerprint, mediaType }, this.fetcher, signal),
      }),
    );
  }

  /** A page that is nothing but a way to another one: a crawl finds that by itself, a sitemap need not list it. */
  private async ofWay(asked: URL, target: string, lastmod: string | undefined): Promise<ListingEntry[]> {
    const { session } = this.fetcher;
    const to = this.crawling ? undefined : session.site.resolve(target, asked);
    if (to && session.site.covers(to) && (await session.robots(this.io.signal)).allows(to)) {
      const outcome = await this.fetcher.look(to);
      if (outcome.kind !== "elsewhere") return this.of(to, outcome, lastmod);
    }
    return this.leftOut(asked, `it leads to ${target}`);
  }

  /** The page that a page names as itself, where it is there; the page where that one is nothing to read. */
  private async canonicalOf(page: Page): Promise<Outcome> {
    if (page.canonical === undefined) return page;
    const url = new URL(page.canonical);
    if (!(await this.fetcher.session.robots(this.io.signal)).allows(url)) return page;
    const named = await this.fetcher.look(url);
    if (named.kind === "failed" || named.kind === "barred") return { ...named, url: url.href };
    return named.kind === "document" && named.canonical === undefined ? named : page;
  }

  private give(
    url: string,
    make: (named: { externalId: string; path: string }) => ListingEntry,
  ): ListingEntry[] {
    const address = new URL(url);
    const externalId = idOf(address);
    if (this.given.has(externalId)) return [];
    this.given.add(externalId);
    return [make({ externalId, path: pathOf(address) })];
  }

  private unreadable(asked: URL, reason: string): ListingEntry[] {
    return this.give(asked.href, ({ externalId, path }) => ({
      kind: "unreadable",
      externalId,
      path,
      reason,
    }));
  }

  private leftOut(url: URL, reason: string): ListingEntry[] {
    this.io.log.debug(`left out: ${url.pathname}`, { reason });
    return [];
  }

  private countFailures(outcome: Outcome): void {
    this.failures = outcome.kind === "failed" && outcome.passing ? this.failures + 1 : 0;
    if (this.failures < mostFailures || outcome.kind !== "failed") return;
    throw new FinIngestError(
      `the site does not answer: ${mostFailures} pages in a row failed; ${outcome.reason}`,
      {
        hint: "Run again later. If the site is overwhelmed, set `requests_per_second`.",
      },
    );
  }
}

async function load(
  { url, fingerprint, mediaType }: Pick<Page, "url" | "fingerprint" | "mediaType">,
  fetcher: PageFetcher,
  signal: AbortSignal,
): Promise<Document> {
  signal.throwIfAborted();
  const kept = await fetcher.body(url, fingerprint);
  signal.throwIfAborted();
  const body = kept === undefined ? await readAnew(url, fetcher, signal) : kept;
  const name = pathOf(new URL(url)).split("/").at(-1) ?? url;
  const isText = mediaType !== "application/pdf" && typeof body !== "string";
  return { body: isText ? Buffer.from(body).toString("utf8") : body, mediaType, name, url };
}

async function readAnew(
  url: string,
  fetcher: PageFetcher,
  signal: AbortSignal,
): Promise<string | Uint8Array> {
  const { outcome, body } = await fetcher.read(new URL(url), signal);
  if (outcome.kind === "document" && body !== undefined && idOf(new URL(outcome.url)) === idOf(new URL(url)))
    return body;
  const why = "reason" in outcome ? outcome.reason : "it leads to another page now";
  throw new FinIngestError(`${new URL(url).pathname} cannot be read: ${why}`, {
    hint: "The next run judges the page anew.",
  });
}
