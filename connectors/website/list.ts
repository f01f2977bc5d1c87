import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import { FinIngestError } from "../../src/errors.ts";
import { pathMatcher } from "../../src/path-pattern.ts";
import { mapInOrder } from "../../src/sync/concurrency.ts";
import { idOf } from "./address.ts";
import { BodyCache } from "./body-cache.ts";
import { openSession } from "./client.ts";
import { Entries } from "./entries.ts";
import { renderOf, type WebsiteOptions } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import { PageFetcher } from "./page-fetcher.ts";
import { createRenderer } from "./render.ts";
import { type PageAddress, readSitemaps } from "./sitemap-walk.ts";

const CONCURRENCY = 4;

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
  const listing = crawling ? crawl(options, fetcher, entries, io) : bySitemap(options, fetcher, entries, io);
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
  for (const line of entries.leftOut.lines()) io.log.info(`left out, never documents: ${line}`);
  yield* entries.gaps.gaps();
}

async function* bySitemap(
  options: WebsiteOptions,
  fetcher: PageFetcher,
  entries: Entries,
  io: Io,
): AsyncGenerator<ListingEntry> {
  const { pages, gaps, files, dropped } = await readSitemaps(options, fetcher.session, io);
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
  const wanted = pages.slice(0, options.max_pages);
  if (pages.length > wanted.length) yield tooMany(options, `the sitemaps list ${pages.length} pages`);
  const robots = await fetcher.session.robots(io.signal);
  const fetch = async (page: PageAddress) => ({
    ...page,
    outcome: robots.allows(page.url) ? await fetcher.fetchPage(page.url, page.lastmod) : undefined,
  });
  for await (const { url, lastmod, outcome } of mapInOrder(wanted, CONCURRENCY, fetch)) {
    yield* outcome ? await entries.of(url, outcome, lastmod) : entries.forbidden(url);
    if (outcome) fetcher.forgetLinks(url, outcome);
  }
}

/** Level by level from `start`, so that each page is found by its shortest path, which `max_depth` counts. */
async function* crawl(
  options: WebsiteOptions,
  fetcher: PageFetcher,
  entries: Entries,
  io: Io,
): AsyncGenerator<ListingEntry> {
  const { site } = fetcher.session;
  const robots = await fetcher.session.robots(io.signal);
  const queued = new Set<string>();
  let level: URL[] = [];
  let skipped = 0;
  const enqueue = function* (url: URL): Generator<ListingEntry> {
    const id = idOf(url);
    if (queued.has(id) || !site.covers(url)) return;
    queued.add(id);
    if (!robots.allows(url)) yield* entries.forbidden(url);
    else if (queued.size <= options.max_pages) level.push(url);
    else skipped += 1;
  };
  for (const url of site.start) {
    const outcome = await fetcher.fetchPage(url);
    refuseStart(url, outcome, robots.allows(url));
    queued.add(idOf(url));
    level.push(url);
  }
  for (let depth = 0; level.length > 0; depth += 1) {
    const current = level;
    level = [];
    const fetch = async (url: URL) => ({ url, outcome: await fetcher.fetchPage(url) });
    for await (const { url, outcome } of mapInOrder(current, CONCURRENCY, fetch)) {
      yield* await entries.of(url, outcome);
      fetcher.forgetLinks(url, outcome);
      if (options.max_depth !== undefined && depth >= options.max_depth) continue;
      for (const link of linksOf(outcome)) yield* enqueue(new URL(link));
    }
  }
  if (skipped > 0) yield tooMany(options, `${skipped} further addresses were found`);
}

/** The addresses that a page leads to, its canonical address included. */
function linksOf(outcome: Outcome): readonly string[] {
  if (outcome.kind === "unpublished") return outcome.links;
  // A page that only leads to another one, by a refresh or by its scripts.
  if (outcome.kind === "redirect") return [outcome.to];
  if (outcome.kind !== "document") return [];
  return outcome.canonical === undefined ? outcome.links : [outcome.canonical, ...outcome.links];
}

/** A crawl that cannot start must not look like an empty site. */
function refuseStart(url: URL, outcome: Outcome, allowed: boolean): void {
  if (!allowed) {
    throw new FinIngestError(`robots.txt forbids ${url.href}, where reading starts`, {
      hint: "If the site is your own: `ignore_robots: true`. Else check `start`.",
    });
  }
  if (outcome.kind === "document" || outcome.kind === "unpublished") return;
  const why = outcome.kind === "redirect" ? `it leads to ${outcome.to}` : outcome.reason;
  throw new FinIngestError(`${url.href}, where reading starts, cannot be read: ${why}`, {
    hint:
      outcome.kind === "denied"
        ? "Give credentials with `auth`, or check those that are there."
        : outcome.kind === "failed" && outcome.hint
          ? outcome.hint
          : "Check `start`: give the address that a browser shows when the page has loaded.",
  });
}

const tooMany = ({ max_pages }: WebsiteOptions, found: string): ListingEntry => ({
  kind: "gap",
  part: `pages beyond max_pages (${max_pages})`,
  reason: `${found}; only ${max_pages} are read in a run. Raise \`max_pages\`, or narrow \`include\``,
});

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
