import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { defaultMaxDocumentBytes } from "../../src/limits.ts";
import { mapInOrder } from "../../src/sync/concurrency.ts";
import { idOf } from "./address.ts";
import { Bodies } from "./bodies.ts";
import { openSession } from "./client.ts";
import { Entries } from "./entries.ts";
import { renderOf, type WebsiteOptions } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import { PageFetcher } from "./page-fetcher.ts";
import { createRenderer } from "./render.ts";
import { type PageAddress, readSitemaps } from "./sitemaps.ts";

/** Addresses looked at at once. */
const atOnce = 4;

/** Everything that looking at a site's addresses needs. */
export function openPageFetcher(options: WebsiteOptions, io: Io): PageFetcher {
  const session = openSession(options, io);
  const wishes = renderOf(options);
  const renderer = wishes && createRenderer(wishes, session, io.maxDocumentBytes ?? defaultMaxDocumentBytes);
  return new PageFetcher({ session, options, io, bodies: new Bodies(io.cacheDir), renderer });
}

/**
 * Every page that the site's sitemaps list, or that its links lead to.
 *
 * @throws FinIngestError when the site lets nothing be read, lists nothing or stops answering
 */
export async function* list(options: WebsiteOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  await new Bodies(io.cacheDir).clear();
  const fetcher = openPageFetcher(options, io);
  const crawling = options.sitemap === undefined;
  const entries = new Entries(fetcher, io, { crawling });
  const listing = crawling ? crawl(options, fetcher, entries, io) : bySitemap(options, fetcher, entries, io);
  for await (const entry of listing) {
    io.signal.throwIfAborted();
    yield entry;
  }
  if (entries.size === 0) throw nothing(entries);
  yield* entries.gaps.all();
}

async function* bySitemap(
  options: WebsiteOptions,
  fetcher: PageFetcher,
  entries: Entries,
  io: Io,
): AsyncGenerator<ListingEntry> {
  const { pages, gaps, files, leftOut } = await readSitemaps(options, fetcher.session, io);
  io.log.debug(`sitemaps read: ${files}`, { pages: pages.length, leftOut });
  if (pages.length === 0 && leftOut > 0) {
    throw new FinIngestError(
      `the sitemap lists ${leftOut} addresses, none of them below \`start\` or in \`include\``,
      {
        hint: "Check `start` (its host too: www.example.com is not example.com), `include` and `exclude`.",
      },
    );
  }
  yield* gaps;
  const wanted = pages.slice(0, options.max_pages);
  if (pages.length > wanted.length) yield tooMany(options, `the sitemaps list ${pages.length} pages`);
  const robots = await fetcher.session.robots(io.signal);
  const look = async (page: PageAddress) => ({
    ...page,
    outcome: robots.allows(page.url) ? await fetcher.look(page.url, page.lastmod) : undefined,
  });
  for await (const { url, lastmod, outcome } of mapInOrder(wanted, atOnce, look)) {
    yield* outcome ? await entries.of(url, outcome, lastmod) : entries.forbidden(url);
    if (outcome) fetcher.forgetLinks(url, outcome);
  }
}

/** Level by level from `start`, so that each page has its shortest way, and `max_depth` means something. */
async function* crawl(
  options: WebsiteOptions,
  fetcher: PageFetcher,
  entries: Entries,
  io: Io,
): AsyncGenerator<ListingEntry> {
  const { site } = fetcher.session;
  const robots = await fetcher.session.robots(io.signal);
  const met = new Set<string>();
  let level: URL[] = [];
  let cut = 0;
  const meet = function* (url: URL): Generator<ListingEntry> {
    const id = idOf(url);
    if (met.has(id) || !site.covers(url)) return;
    met.add(id);
    if (!robots.allows(url)) yield* entries.forbidden(url);
    else if (met.size <= options.max_pages) level.push(url);
    else cut += 1;
  };
  for (const url of site.start) {
    const outcome = await fetcher.look(url);
    refuseStart(url, outcome, robots.allows(url));
    met.add(idOf(url));
    level.push(url);
  }
  for (let depth = 0; level.length > 0; depth += 1) {
    const now = level;
    level = [];
    const look = async (url: URL) => ({ url, outcome: await fetcher.look(url) });
    for await (const { url, outcome } of mapInOrder(now, atOnce, look)) {
      yield* await entries.of(url, outcome);
      fetcher.forgetLinks(url, outcome);
      if (options.max_depth !== undefined && depth >= options.max_depth) continue;
      for (const link of linksOf(outcome)) yield* meet(new URL(link));
    }
  }
  if (cut > 0) yield tooMany(options, `${cut} further addresses were found`);
}

/** Also where a page's canonical address leads, though nothing links there. */
function linksOf(outcome: Outcome): readonly string[] {
  if (outcome.kind === "unpublished") return outcome.links;
  // A page that is nothing but a way to another one, by a refresh or by its scripts.
  if (outcome.kind === "elsewhere") return [outcome.to];
  if (outcome.kind !== "document") return [];
  return outcome.canonical === undefined ? outcome.links : [outcome.canonical, ...outcome.links];
}

/** A crawl that cannot begin is no crawl of an empty site. */
function refuseStart(url: URL, outcome: Outcome, allowed: boolean): void {
  if (!allowed) {
    throw new FinIngestError(`robots.txt forbids ${url.href}, where reading begins`, {
      hint: "If the site is your own: `ignore_robots: true`. Else check `start`.",
    });
  }
  if (outcome.kind === "document" || outcome.kind === "unpublished") return;
  const why = outcome.kind === "elsewhere" ? `it leads to ${outcome.to}` : outcome.reason;
  throw new FinIngestError(`${url.href}, where reading begins, cannot be read: ${why}`, {
    hint:
      outcome.kind === "barred"
        ? "Give credentials with `auth`, or check those that are there."
        : outcome.kind === "failed" && outcome.hint
          ? outcome.hint
          : "Check `start`: give the address that a browser shows when the page has loaded.",
  });
}

const tooMany = ({ max_pages }: WebsiteOptions, found: string): ListingEntry => ({
  kind: "gap",
  part: `pages beyond max_pages (${max_pages})`,
  reason: `${found}; only ${max_pages} are looked at in a run. Raise \`max_pages\`, or narrow \`include\``,
});

function nothing(entries: Entries): FinIngestError {
  const { size } = entries.gaps;
  const [gap] = entries.gaps.all();
  if (gap) {
    return new FinIngestError(`the site lets none of its ${size} pages be read: ${gap.reason}`, {
      hint: "Give credentials with `auth`, or check those that are there.",
    });
  }
  return new FinIngestError("no documents found on the site", {
    hint: "Check `start`, `include` and `exclude`; a listing without any document is taken for a mistake.",
  });
}
