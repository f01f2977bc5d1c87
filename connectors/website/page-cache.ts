import type { z } from "zod";
import { type Cached, cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { ConnectorCache, Io } from "../../src/connector-kit/io.ts";
import { idOf } from "./address.ts";
import type { CacheableOutcome } from "./outcome.ts";
import { CachedByLastmod, CachedByValidators } from "./schema.ts";
import { lastmodMs } from "./sitemap.ts";

/** A larger outcome is a page of many links; it is read again each time. */
const MAX_LENGTH = 200_000;

/** What earlier runs found, valid while the site says that it is unchanged. Losing it costs requests only. */
export class PageCache {
  private readonly cache: ConnectorCache;
  private readonly key: string;
  private readonly lastmods: Cached<z.output<typeof CachedByLastmod>>;
  private readonly validators: Cached<z.output<typeof CachedByValidators>>;

  /** @param key a digest of the options that an outcome depends on */
  constructor(io: Pick<Io, "cache" | "revision">, key: string) {
    this.cache = io.cache;
    this.key = key;
    const outcomes = derivedCache(io);
    this.lastmods = cached(outcomes, CachedByLastmod, { maxLength: MAX_LENGTH });
    this.validators = cached(outcomes, CachedByValidators, { maxLength: MAX_LENGTH });
  }

  /** What a page was found to be with the same lastmod. */
  byLastmod(url: URL, lastmod: string | undefined): CacheableOutcome | undefined {
    if (lastmod === undefined) return undefined;
    const known = this.lastmods.get(this.lastmodKey(url));
    return known?.lastmod === lastmod ? known.outcome : undefined;
  }

  /** A date on which the page may still change (today) proves nothing, and is not kept. */
  keepLastmod(url: URL, lastmod: string | undefined, fetchedAt: number, outcome: CacheableOutcome): void {
    const changed = lastmodMs(lastmod);
    if (lastmod === undefined || changed === undefined || changed >= fetchedAt) return;
    // Links are not needed where a sitemap lists the pages.
    this.lastmods.set(this.lastmodKey(url), { lastmod, outcome: { ...outcome, links: [] } });
  }

  /** What a page was found to be, and the headers of a conditional request: RFC 9110, 13.1. */
  byValidators(url: URL): { outcome: CacheableOutcome; headers: Record<string, string> } | undefined {
    const known = this.validators.get(this.validatorsKey(url));
    if (!known) return undefined;
    const { etag, modified, outcome } = known;
    const headers: Record<string, string> = {};
    if (etag !== undefined) headers["if-none-match"] = etag;
    if (modified !== undefined) headers["if-modified-since"] = modified;
    return Object.keys(headers).length === 0 ? undefined : { outcome, headers };
  }

  keepValidators(url: URL, headers: Readonly<Record<string, string>>, outcome: CacheableOutcome): void {
    const { etag, "last-modified": modified } = headers;
    if (etag === undefined && modified === undefined) return;
    const validators = etag === undefined ? { modified } : { etag };
    this.validators.set(this.validatorsKey(url), { ...validators, outcome });
  }

  /** The last known address of a document, by its id. */
  addressOf(id: string): string | undefined {
    return this.cache.get(`was:${id}`);
  }

  noteDocument({ url }: CacheableOutcome): void {
    const id = idOf(new URL(url));
    if (this.addressOf(id) !== url) this.cache.set(`was:${id}`, url);
  }

  private lastmodKey(url: URL): string {
    return `lastmod:${this.key}:${idOf(url)}`;
  }

  private validatorsKey(url: URL): string {
    return `page:${this.key}:${url.href}`;
  }
}
