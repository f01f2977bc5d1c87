import { gunzipSync } from "node:zlib";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Gap } from "../../src/connector-kit/listing.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import { displayUrl, parseUrl } from "../../src/http/url.ts";
import { idOf } from "./address.ts";
import type { Session } from "./client.ts";
import { isRoute } from "./hash-routes.ts";
import type { WebsiteOptions } from "./options.ts";
import { readPage } from "./page.ts";
import { readRobots } from "./robots.ts";
import { decodeXml, parseSitemap, type Sitemap, type SitemapEntry } from "./sitemap.ts";

/** One page that a sitemap lists. */
export interface PageAddress {
  readonly url: URL;
  readonly lastmod?: string | undefined;
}

/** Everything that the sitemaps of a site list. */
export interface SitemapResult {
  /** Pages of the site that the options select, each once. */
  readonly pages: readonly PageAddress[];
  readonly gaps: readonly Gap[];
  readonly files: number;
  /** How many addresses are of other sites, or not selected by `start`, `include` and `exclude`. */
  readonly dropped: number;
  /** Fragments that are routes of scripts. */
  readonly routes: readonly string[];
}

/** The protocol's limit for an uncompressed file: 50 MB. */
const MAX_BYTES = 52_428_800;
const MAX_FILES = 2_000;
/** The protocol allows one level of indexes; some systems use two. */
const MAX_LEVELS = 3;

/**
 * Reads the sitemaps that the options name, and those that these refer to.
 * @throws FinIngestError where one that the options name cannot be read; one that an index names is a gap instead
 */
export async function readSitemaps(
  options: Pick<WebsiteOptions, "sitemap" | "ignore_robots">,
  session: Session,
  io: Pick<Io, "signal" | "http">,
): Promise<SitemapResult> {
  const named = await namedSitemaps(options, session, io);
  const walk = new Walk(session, io.signal);
  if (named.length > 0) {
    for (const address of named) await walk.add(address, 0);
    return walk.result();
  }
  const tried: string[] = [];
  for (const address of await usualSitemaps(session, io.signal)) {
    tried.push(new URL(address).pathname);
    if (await walk.isThere(address)) {
      await walk.add(address, 0);
      return walk.result();
    }
  }
  if (walk.refusal) throw walk.refusal;
  throw new FinIngestError(`no sitemap found: robots.txt names none, and none is at ${tried.join(", ")}`, {
    hint: "Give its address with `sitemap`; without it the site's links are followed.",
  });
}

/** Where sites have their sitemap: where the start page says, else under the names of common programs. */
async function usualSitemaps(session: Session, signal: AbortSignal): Promise<readonly string[]> {
  const { site } = session;
  const [start] = site.start;
  const linked = await session.get(start, { signal, redirects: "follow" }).then(
    ({ body }) => readPage(Buffer.from(body).toString("utf8")).sitemaps.map((href) => absolute(href, start)),
    (error: unknown) => {
      if (error instanceof HttpError) return [];
      throw error;
    },
  );
  return [...new Set([...linked, ...USUAL_NAMES.map((name) => `${site.origin}/${name}`)])];
}

/** https://www.sitemaps.org/protocol.html names the first; WordPress, Yoast, Hugo and others have the others. */
const USUAL_NAMES = [
  "sitemap.xml",
  "sitemap-index.xml",
  "sitemap_index.xml",
  "wp-sitemap.xml",
  "sitemap.txt",
];

const absolute = (address: string, base: URL): string => parseUrl(address, base.href)?.href ?? address;

async function namedSitemaps(
  { sitemap, ignore_robots }: Pick<WebsiteOptions, "sitemap" | "ignore_robots">,
  session: Session,
  { signal, http }: Pick<Io, "signal" | "http">,
): Promise<readonly string[]> {
  if (sitemap !== true) return [sitemap ?? []].flat();
  const { origin } = session.site;
  const robots = ignore_robots ? await readRobots(http, origin, signal) : await session.robots(signal);
  return robots.sitemaps.map((address) => absolute(address, new URL(origin)));
}

class Walk {
  private readonly session: Session;
  private readonly signal: AbortSignal;
  private readonly pages = new Map<string, PageAddress>();
  private readonly gaps: Gap[] = [];
  private readonly files = new Set<string>();
  private dropped = 0;
  private readonly routes = new Set<string>();
  /** The first answer that was neither a sitemap nor "not found": there may be one for others. */
  refusal: HttpError | undefined;

  constructor(session: Session, signal: AbortSignal) {
    this.session = session;
    this.signal = signal;
  }

  /** Whether a sitemap is at an address. @throws FinIngestError where the site does not say */
  async isThere(address: string): Promise<boolean> {
    try {
      await this.read(new URL(address));
      return true;
    } catch (error) {
      this.signal.throwIfAborted();
      if (!(error instanceof HttpError)) return false;
      if (error.status === undefined || error.status >= 500) throw error;
      if (error.status !== 404 && error.status !== 410) this.refusal ??= error;
      return false;
    }
  }

  /** A sitemap that the options name fails the listing; one below an index is a gap. */
  async add(address: string, level: number): Promise<void> {
    const { site } = this.session;
    if (!parseUrl(address, site.origin))
      return this.fail(address, level, new FinIngestError("not an address"));
    const url = new URL(address, site.origin);
    if (this.files.has(url.href)) return;
    if (this.files.size >= MAX_FILES)
      return this.fail(address, level, new FinIngestError(`more than ${MAX_FILES} sitemaps`));
    this.files.add(url.href);
    let sitemap: Sitemap;
    try {
      sitemap = await this.read(url);
    } catch (error) {
      this.signal.throwIfAborted();
      return this.fail(url.href, level, error);
    }
    if (sitemap.kind === "pages") {
      for (const entry of sitemap.entries) this.addPage(entry, url);
    } else if (level >= MAX_LEVELS) {
      this.fail(url.href, level, new FinIngestError("its indexes are nested too deep"));
    } else {
      for (const { loc } of sitemap.sitemaps) await this.add(absolute(loc, url), level + 1);
    }
  }

  private addPage({ loc, lastmod }: SitemapEntry, where: URL): void {
    const { site } = this.session;
    if (parseUrl(loc, where.href) && isRoute(new URL(loc, where).hash))
      this.routes.add(new URL(loc, where).hash);
    const url = site.resolve(loc, where);
    if (!url || !site.covers(url)) {
      this.dropped += 1;
      return;
    }
    const id = idOf(url);
    if (!this.pages.has(id)) this.pages.set(id, { url, lastmod });
  }

  private async read(url: URL): Promise<Sitemap> {
    const { body } = await this.session.get(url, {
      signal: this.signal,
      maxBytes: MAX_BYTES,
      redirects: "follow",
    });
    const isGzip = body[0] === 0x1f && body[1] === 0x8b;
    const text = isGzip ? gunzipSync(body, { maxOutputLength: MAX_BYTES }) : body;
    return parseSitemap(decodeXml(text), displayUrl(url));
  }

  private fail(address: string, level: number, error: unknown): void {
    if (level === 0) {
      if (error instanceof FinIngestError) throw error;
      throw new FinIngestError(
        `the sitemap ${displayUrl(address)} cannot be read: ${toFailure(error).message}`,
        {
          hint: "Check `sitemap`; without it the site's links are followed.",
          cause: error,
        },
      );
    }
    this.gaps.push({ kind: "gap", part: `sitemap ${displayUrl(address)}`, reason: toFailure(error).message });
  }

  result(): SitemapResult {
    const { gaps, dropped, routes } = this;
    return { pages: [...this.pages.values()], gaps, dropped, routes: [...routes], files: this.files.size };
  }
}
