import { isRefusal } from "../../src/connector-kit/auth.ts";
import { type Included, IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { type OddItem, oddEntry } from "../../src/connector-kit/items.ts";
import { KeptBodies } from "../../src/connector-kit/kept-bodies.ts";
import { linkedArticles, withheldArticles } from "../../src/connector-kit/linked-articles.ts";
import type { DocumentEntry, Gap, ListingEntry } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import type { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import { FinIngestError } from "../../src/errors.ts";
import { attachmentsOf } from "./attachments.ts";
import { classify } from "./classify.ts";
import { type HelpCenter, helpCenterPath, openContext } from "./context.ts";
import { loadArticle, urlOf } from "./load.ts";
import type { ZendeskOptions } from "./options.ts";
import { Article } from "./schema.ts";
import { countArticle, selectionCounts } from "./selected.ts";
import { type Part, partsOf } from "./structure.ts";

/** A listing in progress. */
interface Listing {
  readonly options: ZendeskOptions;
  readonly io: Io;
  /** Ids of the articles so far: an article that moves meanwhile may be listed twice. */
  readonly seen: Set<string>;
  readonly counts: PatternCounts;
  /** What is not for everybody; complete when every article is listed. */
  readonly narrow: Map<string, Included>;
  /** The articles with their bodies, which the listing carries anyway. */
  readonly kept: KeptBodies<Article>;
}

/** An article as the listing keeps it until it knows all of them: without its body. */
interface Found {
  readonly center: HelpCenter;
  readonly article: Article;
  readonly entry: DocumentEntry;
  /** Numbers of the articles to which it links. */
  readonly links: readonly string[];
}

/**
 * Every article of every help center in the selected locale; those that are restricted or not published are
 * `unpublished`. A brand, category or section that refuses is a gap, unless nothing else was selected.
 */
export async function* list(options: ZendeskOptions, io: Io): AsyncGenerator<ListingEntry> {
  const { centers, refused } = await openContext(options, io);
  for (const { origin, reason } of refused) yield gap(`help center ${origin}`, reason);
  for (const { client, odd } of centers)
    for (const { part, reason } of odd) yield gap(`${part} of ${client.origin}`, reason);
  const plans = centers.map((center) => ({ center, ...partsOf(center.criteria.structure, options) }));
  const missing = (plans[0]?.missing ?? []).filter((what) =>
    plans.every((plan) => plan.missing.includes(what)),
  );
  for (const what of missing) yield gap(what, "not visible to this user, or deleted");
  const listing: Listing = {
    options,
    io,
    seen: new Set(),
    counts: selectionCounts(options),
    narrow: new Map(),
    kept: new KeptBodies(),
  };
  const found: Found[] = [];
  const odd: (OddItem & { readonly part: string })[] = [];
  const all = plans.flatMap(({ center, parts }) => parts.map((part) => ({ center, part })));
  for (const { center, part } of all) {
    try {
      for await (const one of listPart(listing, center, part)) {
        if ("article" in one) found.push(one);
        else odd.push({ ...one, part: part.name || `help center ${center.client.origin}` });
      }
    } catch (error) {
      if (!isAboutOneObject(error)) throw error;
      const { origin } = center.client;
      const name = part.name || `help center ${origin}`;
      const isPart = all.length > 1 || refused.length > 0 || missing.length > 0 || found.length > 0;
      if (isPart) yield gap(name, error.message);
      else if (!isRefusal(error)) throw error;
      else
        throw new FinIngestError(`The articles of ${origin} cannot be listed: ${error.message}`, {
          hint: "Check that the help center is activated, and that the user of `auth` is an admin or agent with access to it.",
          cause: error,
        });
    }
  }
  for (const one of found) yield* entriesOf(listing, one);
  // An article in two parts is odd in both.
  for (const one of new Map(odd.map((one, index) => [one.id ?? `#${index}`, one])).values())
    yield oddEntry(one.part, one);
  listing.counts.report(io);
}

/** An article, in a version that covers what its page may not name of others, and the files attached to it. */
async function* entriesOf({ options, io, narrow }: Listing, found: Found): AsyncGenerator<ListingEntry> {
  const { center, article, entry, links } = found;
  io.signal.throwIfAborted();
  if (entry.kind !== "document") {
    yield entry;
    return;
  }
  const withheld = withheldArticles(links, narrow, new IncludedDocuments(io.audienceOf(entry)));
  const version = withheld.length === 0 ? entry.version : `${entry.version} without ${withheld.join(" ")}`;
  yield { ...entry, version };
  if (options.attachments.length === 0) return;
  for await (const attached of attachmentsOf(center, article, entry, options, io)) {
    io.signal.throwIfAborted();
    yield attached;
  }
}

async function* listPart(listing: Listing, center: HelpCenter, part: Part): AsyncGenerator<Found | OddItem> {
  const { options, io, seen, narrow } = listing;
  const { client, locale } = center;
  // Oldest first: what is written meanwhile comes last, and moves nothing to a page that was read.
  const order = { sort_by: "created_at", sort_order: "asc" };
  const pages = client.pages(
    `${helpCenterPath}/${locale}${part.path}`,
    "articles",
    Article,
    io.signal,
    order,
  );
  const here = new Set<string>();
  for await (const { items: articles, odd } of pages) {
    yield* odd;
    const before = here.size;
    for (const article of articles) {
      here.add(article.id);
      if (seen.has(article.id)) continue;
      seen.add(article.id);
      const entry = entryOf(listing, center, article);
      const audience = entry.kind === "document" ? io.audienceOf(entry) : "nobody";
      if (entry.kind === "document") countArticle(listing.counts, article, center.criteria, options);
      if (audience !== "customers") narrow.set(article.id, { name: article.title, audience });
      yield { center, article: { ...article, body: "" }, entry, links: linkedArticles(article.body ?? "") };
    }
    if (articles.length > 1 && here.size === before)
      throw new FinIngestError(`Zendesk's listing of ${client.origin} repeats a page of articles`, {
        hint: "Run again; if it stays, please report it.",
      });
  }
}

function entryOf({ io, narrow, kept }: Listing, center: HelpCenter, article: Article): DocumentEntry {
  const { id: externalId, title } = article;
  const verdict = classify(article, center.criteria);
  if (verdict.kind === "unpublished")
    return { kind: "unpublished", externalId, title, reason: verdict.reason };
  if (verdict.kind === "unreadable") return { kind: "unreadable", externalId, reason: verdict.reason };
  const { metadata } = verdict;
  const url = urlOf(article.html_url, center);
  if (typeof article.body === "string") kept.keep(externalId, article);
  const changedAt = Date.parse(article.edited_at ?? article.updated_at ?? "");
  return {
    kind: "document",
    externalId,
    title,
    ...metadata,
    url,
    updatedAt: Number.isNaN(changedAt) ? undefined : changedAt,
    load: (signal) => loadArticle(center, { id: externalId, metadata, url, narrow, io, kept }, signal),
  };
}

const gap = (part: string, reason: string): Gap => ({ kind: "gap", part, reason });
