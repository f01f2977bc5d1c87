import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import { FinIngestError } from "../../src/errors.ts";
import { pathMatcher } from "../../src/path-pattern.ts";
import { mapInOrder } from "../../src/sync/concurrency.ts";
import { BodyCache } from "./body-cache.ts";
import { openSession } from "./client.ts";
import { CONCURRENCY, crawl, tooMany } from "./crawl.ts";
import { Entries } from "./entries.ts";
import { renderOf, type WebsiteOptions } from "./options.ts";
import { PageFetcher } from "./page-fetcher.ts";
import { createRenderer } from "./render.ts";
import { type PageAddress, readSitemaps } from "./sitemap-walk.ts";

export function openPageFetcher(options: WebsiteOptions, io: Io): PageFetcher {
  const session = openSession(options, io);
  const rendering = renderOf(options);
  const renderer = rendering && createRenderer(rendering, session, documentLimit(io));
  return new PageFetcher({ session, options, io, bodies: new BodyCache(io.cacheDir), renderer });
}

/**
 * Every page that the site's sitemaps list, or that its links lead to.
 *
 * @throws FinIngestError where the site lets nothing be read, lists nothing or stops answering
 */
export async function* list(options: WebsiteOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  await new BodyCache(io.cacheDir).clear();
  const fetcher = openPageFetcher(options, io);
  const crawling = options.sitemap === undefined;
  const entries = new Entries(fetcher, io, { crawling });
  const listing = crawling
    ? crawl(options, fetcher, entries, io.signal)
    : bySitemap(options, fetcher, entries, io);
  const { include, exclude } = options;
  const counts = new PatternCounts({ include, exclude });
  const included = include?.map((pattern) => pathMatcher(pattern, { others: false }));
  for await (const entry of listing) {
    io.signal.throwIfAborted();
    if (entry.kind === "document")
      counts.addWhere("include", included, (matches) => matches(entry.path ?? ""));
    yield entry;
  }
  fetcher.session.site.excluded.forEach(({ size }, index) => void counts.add(`exclude[${index}]`, size));
  counts.report(io);
  if (entries.size === 0) throw nothingListed(entries);
  const unread = options.render === false ? entries.unreadRoutes() : undefined;
  if (unread !== undefined) io.log.warn(unread);
  for (const line of entries.leftOut.lines()) io.log.info(`left out, never documents: ${line}`);
  yield* entries.neverDocuments();
  yield* entries.gaps.gaps();
}

async function* bySitemap(
  options: WebsiteOptions,
  fetcher: PageFetcher,
  entries: Entries,
  io: Io,
): AsyncGenerator<ListingEntry> {
  const { pages, gaps, files, dropped, routes } = await readSitemaps(options, fetcher.session, io);
  entries.noteRoutes({ routes, isDocsify: false });
  io.log.debug(`sitemaps read: ${files}`, { pages: pages.length, dropped });
  if (pages.length === 0 && dropped > 0) {
    throw new FinIngestError(
      `the sitemap lists ${dropped} addresses, none of them below \`start\` or in \`include\``,
      {
        hint: "Check `start` (its host too: www.example.com is not example.com), `include` and `exclude`.",
      },
    );
  }
  yield* gaps;
  let wanted: readonly PageAddress[] = pages.slice(0, options.max_pages);
  if (pages.length > wanted.length) yield tooMany(options, `the sitemaps list ${pages.length} pages`);
  const robots = await fetcher.session.robots(io.signal);
  const fetch = async (page: PageAddress) => ({
    ...page,
    outcome: robots.allows(page.url) ? await fetcher.fetchPage(page.url, page.lastmod) : undefined,
  });
  while (wanted.length > 0) {
    for await (const { url, lastmod, outcome } of mapInOrder(wanted, CONCURRENCY, fetch)) {
      if (fetcher.isPostponed(url)) continue;
      yield* outcome ? await entries.of(url, outcome, lastmod) : entries.forbidden(url);
      if (outcome) fetcher.forgetLinks(url, outcome);
    }
    const again = new Set(await fetcher.secondLook());
    wanted = wanted.filter(({ url }) => again.has(url));
  }
}

function nothingListed(entries: Entries): FinIngestError {
  const size = entries.gaps.size + entries.leftOut.size;
  const [line] = [...entries.gaps.lines(), ...entries.leftOut.lines()];
  if (line !== undefined) {
    return new FinIngestError(`the site lets none of its ${size} pages be read: ${line}`, {
      hint: "Give credentials with `auth`, or check those that are there.",
    });
  }
  return new FinIngestError("no documents found on the site", {
    hint: "Check `start`, `include` and `exclude`; a listing without any document is taken for a mistake.",
  });
}
