import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { mapInOrder } from "../../src/sync/concurrency.ts";
import { idOf, pathOf } from "./address.ts";
import { EndlessAddresses } from "./endless.ts";
import type { Entries } from "./entries.ts";
import type { WebsiteOptions } from "./options.ts";
import type { DocumentOutcome, Outcome } from "./outcome.ts";
import type { PageFetcher } from "./page-fetcher.ts";

/** Pages requested at once: with answers after half a second, five use ten requests a second. */
export const CONCURRENCY = 6;

/**
 * The pages that links lead to, level by level from `start`, so that each is found by its shortest path, which
 * `max_depth` counts.
 *
 * @throws FinIngestError where the start cannot be read, or the site stops answering
 */
export async function* crawl(
  options: WebsiteOptions,
  fetcher: PageFetcher,
  entries: Entries,
  signal: AbortSignal,
): AsyncGenerator<ListingEntry> {
  const { site } = fetcher.session;
  const robots = await fetcher.session.robots(signal);
  const endless = new EndlessAddresses(site.isNamed);
  const suspects: Suspect[] = [];
  /** How many links lead there from the start, by id. */
  const depths = new Map<string, number>();
  let level: URL[] = [];
  let skipped = 0;
  const enqueue = function* (url: URL, depth: number): Generator<ListingEntry> {
    const id = idOf(url);
    if (depths.has(id) || !site.covers(url) || endless.isStopped(url)) return;
    depths.set(id, depth);
    if (!robots.allows(url)) yield* entries.forbidden(url);
    else if (depths.size <= options.max_pages) level.push(url);
    else skipped += 1;
  };
  for (const url of site.start) {
    const outcome = await fetcher.fetchPage(url);
    refuseStart(url, outcome, robots.allows(url));
    depths.set(idOf(url), 0);
    level.push(url);
  }
  while (level.length > 0) {
    const current = level;
    level = [];
    const fetch = async (url: URL) => ({
      url,
      outcome: endless.isStopped(url) ? undefined : await fetcher.fetchPage(url),
    });
    for await (const { url, outcome } of mapInOrder(current, CONCURRENCY, fetch)) {
      if (outcome === undefined || fetcher.isPostponed(url)) continue;
      if (outcome.kind === "document" && isDuplicate(endless, outcome))
        suspects.push({ url, outcome: { ...outcome, links: [] } });
      else yield* await entries.of(url, outcome);
      fetcher.forgetLinks(url, outcome);
      const depth = depths.get(idOf(url)) ?? 0;
      if (options.max_depth !== undefined && depth >= options.max_depth) continue;
      for (const link of linksOf(outcome)) yield* enqueue(new URL(link), depth + 1);
    }
    if (level.length === 0) level = await fetcher.secondLook();
  }
  yield* ofSuspects(suspects, endless, entries);
  if (skipped > 0) yield tooMany(options, `${skipped} further addresses were found`);
}

/** A page that says what another one of its pattern says: whether it is a document shows at the end. */
interface Suspect {
  readonly url: URL;
  readonly outcome: DocumentOutcome;
}

const isDuplicate = (endless: EndlessAddresses, outcome: DocumentOutcome): boolean =>
  outcome.sketch !== undefined && endless.isDuplicate(new URL(outcome.url), outcome.sketch);

/** A few copies are documents like others; those of a pattern without end are held, under one name. */
async function* ofSuspects(
  suspects: readonly Suspect[],
  endless: EndlessAddresses,
  entries: Entries,
): AsyncGenerator<ListingEntry> {
  const held = new Map<string, { first: URL; count: number }>();
  for (const { url, outcome } of suspects) {
    const address = new URL(outcome.url);
    if (!endless.isStopped(address)) {
      yield* await entries.of(url, outcome);
      continue;
    }
    const pattern = endless.excludingPattern(address);
    const group = held.get(pattern) ?? { first: address, count: 0 };
    held.set(pattern, { ...group, count: group.count + 1 });
  }
  for (const [pattern, { first, count }] of held)
    yield* entries.unreadable(
      first,
      `${count} addresses such as /${pathOf(first)} say nearly the same, and there may be no end of them: they are not uploaded, and no more of them are read. Leave them out with \`exclude: ["${pattern}"]\`; if each is a document, name them with their parameter in \`include\`, or in a sitemap`,
    );
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

/** The gap for what `max_pages` leaves out. */
export const tooMany = ({ max_pages }: WebsiteOptions, found: string): ListingEntry => ({
  kind: "gap",
  part: `pages beyond max_pages (${max_pages})`,
  reason: `${found}; only ${max_pages} are read in a run. Raise \`max_pages\`, or narrow \`include\``,
});
