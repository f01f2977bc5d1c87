import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { KeptBodies } from "../../src/connector-kit/kept-bodies.ts";
import {
  linkedArticles,
  type NarrowArticles,
  withheldArticles,
} from "../../src/connector-kit/linked-articles.ts";
import type { DocumentEntry, Gap, Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import type { Criteria } from "./classify.ts";
import { type Client, createClient } from "./client.ts";
import { openContext } from "./context.ts";
import { articles, type Family, internalArticles } from "./families.ts";
import { type Loader, loaderOf } from "./load.ts";
import type { IntercomOptions } from "./options.ts";
import { Counts } from "./selected.ts";

/** A listing in progress. */
interface Listing {
  readonly options: IntercomOptions;
  readonly io: Io;
  readonly client: Client;
  readonly criteria: Criteria;
  readonly counts: Counts;
  /** What is not for everybody; complete when every article is listed. */
  readonly narrow: Map<string, { name: string; audience: "teammates" | "nobody" }>;
  readonly kept: KeptBodies<unknown>;
}

/** An article as the listing keeps it until it knows all of them: without its text. */
interface Found {
  readonly entry: DocumentEntry;
  /** Numbers of the articles to which it links. */
  readonly links: readonly string[];
}

/** Every article of the selected kinds; drafts, and those for other audiences, are `unpublished`. */
export async function* list(options: IntercomOptions, io: Io): AsyncGenerator<ListingEntry> {
  const client = createClient(options, io);
  const { criteria, gaps } = await openContext(options, client, io);
  yield* gaps;
  const counts = new Counts(options, criteria.collections);
  const listing: Listing = {
    options,
    io,
    client,
    criteria,
    counts,
    narrow: new Map(),
    kept: new KeptBodies(),
  };
  const found: Found[] = [];
  const isOnly = !(options.articles && options.internal_articles);
  if (options.articles) yield* readFamily(listing, articles, isOnly, found);
  if (options.internal_articles) yield* readFamily(listing, internalArticles, isOnly, found);
  for (const { entry, links } of found) {
    io.signal.throwIfAborted();
    yield entry.kind === "document" ? withVersion(entry, links, listing.narrow, io) : entry;
  }
  counts.report(io);
}

/** One kind of articles that refuses is a gap where there is another. */
async function* readFamily<T extends { readonly id: string }>(
  listing: Listing,
  family: Family<T>,
  isOnly: boolean,
  found: Found[],
): AsyncGenerator<Gap | DocumentEntry> {
  const before = found.length;
  try {
    yield* readPages(listing, family, found);
  } catch (error) {
    listing.io.signal.throwIfAborted();
    if (!isAboutOneObject(error) || (isOnly && found.length === before)) throw error;
    yield { kind: "gap", part: family.name, reason: toFailure(error).message };
  }
}

/**
 * All pages, then the first ones again: the list begins with what changed last, so an article that changes meanwhile
 * moves from a page that is still to come to one that was read.
 */
async function* readPages<T extends { readonly id: string }>(
  listing: Listing,
  family: Family<T>,
  found: Found[],
): AsyncGenerator<Gap | DocumentEntry> {
  const { client, io } = listing;
  const seen = new Set<string>();
  const load = loaderOf(listing, family);
  let pages = 0;
  let stated: number | undefined;
  for (const isSecond of [false, true]) {
    if (isSecond && pages === 1) break;
    for await (const { items, odd, total } of client.pages(family.path, family.schema, io.signal)) {
      io.signal.throwIfAborted();
      const before = seen.size;
      for (const item of items) if (!seen.has(item.id)) found.push(...foundOf(listing, family, item, load));
      for (const { id } of items) seen.add(id);
      for (const { id, reason } of odd) {
        if (id !== undefined && seen.has(id)) continue;
        if (id !== undefined) seen.add(id);
        yield id === undefined
          ? { kind: "gap", part: family.name, reason }
          : { kind: "unreadable", externalId: family.idOf(id), reason };
      }
      if (isSecond && seen.size === before) break;
      pages += isSecond ? 0 : 1;
      stated = total;
    }
  }
  if (stated !== undefined && seen.size < stated)
    io.log.warn(`Intercom counts ${stated} ${family.name} and lists ${seen.size}`);
}

function foundOf<T extends { readonly id: string }>(
  { options, criteria, counts, narrow, kept, io }: Listing,
  family: Family<T>,
  item: T,
  load: Loader,
): Found[] {
  if (!family.isSelected(item, criteria, options)) return [];
  const externalId = family.idOf(item.id);
  const verdict = family.classify(item, criteria);
  if (verdict.kind !== "content") {
    narrow.set(item.id, { name: titleOf(item), audience: "nobody" });
    return [{ entry: { externalId, ...verdict }, links: [] }];
  }
  const { metadata, html } = verdict;
  kept.keep(externalId, item);
  family.count(item, counts);
  const audience = io.audienceOf(metadata);
  // Only help center articles have addresses that others link to.
  if (audience !== "customers" && family.path === articles.path)
    narrow.set(item.id, { name: metadata.title, audience });
  return [{ entry: { kind: "document", externalId, ...metadata, load }, links: linkedArticles(html) }];
}

const titleOf = (item: object): string =>
  "title" in item && typeof item.title === "string" ? item.title : "";

function withVersion(
  entry: Listed,
  links: readonly string[],
  narrow: NarrowArticles,
  io: Pick<Io, "audienceOf">,
): Listed {
  const withheld = withheldArticles(links, narrow, new IncludedDocuments(io.audienceOf(entry)));
  return withheld.length === 0
    ? entry
    : { ...entry, version: `${entry.version} without ${withheld.join(" ")}` };
}
