import { z } from "zod";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { ConnectorCache, Io } from "../../src/connector-kit/io.ts";
import { idOf } from "./address.ts";
import type { Lasting } from "./outcome.ts";
import { lastmodMs } from "./sitemap.ts";

const links = z.array(z.string());
const Remembered = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("document"),
    url: z.url(),
    mediaType: z.enum(["text/html", "text/plain", "text/markdown", "application/pdf"]),
    fingerprint: z.string(),
    title: z.string().exactOptional(),
    canonical: z.url().exactOptional(),
    updatedAt: z.number().exactOptional(),
    links,
  }),
  z.object({
    kind: z.literal("unpublished"),
    url: z.url(),
    reason: z.string(),
    title: z.string().exactOptional(),
    links,
  }),
]);
const ByValidators = z.object({
  etag: z.string().exactOptional(),
  modified: z.string().exactOptional(),
  outcome: Remembered,
});
const ByLastmod = z.object({ lastmod: z.string(), outcome: Remembered });

/** More than this is a page of links; it is looked at anew each time. */
const mostBytes = 200_000;

/** What earlier runs found, as long as the site says that it stands. Losing it costs requests only. */
export class PageCache {
  private readonly facts: ConnectorCache;
  private readonly outcomes: ConnectorCache;
  private readonly key: string;

  /** @param key of the options that an outcome depends on */
  constructor(io: Pick<Io, "cache" | "revision">, key: string) {
    this.facts = io.cache;
    this.outcomes = derivedCache(io);
    this.key = key;
  }

  /** What a page was found to be when its sitemap last said the same. */
  byLastmod(url: URL, lastmod: string | undefined): Lasting | undefined {
    if (lastmod === undefined) return undefined;
    const known = this.read(ByLastmod, `lastmod:${this.key}:${idOf(url)}`);
    return known?.lastmod === lastmod ? known.outcome : undefined;
  }

  /** A date that may still see a change (today's) proves nothing, and is not kept. */
  keepLastmod(url: URL, lastmod: string | undefined, lookedAt: number, outcome: Lasting): void {
    const changed = lastmodMs(lastmod);
    if (lastmod === undefined || changed === undefined || changed >= lookedAt) return;
    // Its links are of no use where a sitemap lists the pages.
    this.write(`lastmod:${this.key}:${idOf(url)}`, { lastmod, outcome: { ...outcome, links: [] } });
  }

  /** What a page was found to be, and the headers that ask whether it still is: RFC 9110, 13.1. */
  byValidators(url: URL): { outcome: Lasting; headers: Record<string, string> } | undefined {
    const known = this.read(ByValidators, `page:${this.key}:${url.href}`);
    if (!known) return undefined;
    const { etag, modified, outcome } = known;
    const headers: Record<string, string> = {};
    if (etag !== undefined) headers["if-none-match"] = etag;
    if (modified !== undefined) headers["if-modified-since"] = modified;
    return Object.keys(headers).length === 0 ? undefined : { outcome, headers };
  }

  keepValidators(url: URL, headers: Readonly<Record<string, string>>, outcome: Lasting): void {
    const { etag, "last-modified": modified } = headers;
    if (etag === undefined && modified === undefined) return;
    this.write(`page:${this.key}:${url.href}`, {
      ...(etag === undefined ? {} : { etag }),
      ...(modified === undefined || etag !== undefined ? {} : { modified }),
      outcome,
    });
  }

  /** Where something to read stood when it was last seen, by what identifies it. */
  addressOf(id: string): string | undefined {
    return this.facts.get(`was:${id}`);
  }

  noteDocument({ url }: Lasting): void {
    const id = idOf(new URL(url));
    if (this.addressOf(id) !== url) this.facts.set(`was:${id}`, url);
  }

  /** What does not fit is forgotten. */
  private read<T>(schema: z.ZodType<T>, key: string): T | undefined {
    const text = this.outcomes.get(key);
    if (text === undefined) return undefined;
    try {
      return schema.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  }

  private write(key: string, value: unknown): void {
    const text = JSON.stringify(value);
    if (text.length <= mostBytes) this.outcomes.set(key, text);
  }
}
