import { isRefusal } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { DocumentEntry, Gap, ListingEntry } from "../../src/connector-kit/listing.ts";
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
}

/**
 * Every article of every help center in the selected locale; those that are restricted or not published are
 * `unpublished`. A brand, category or section that refuses is a gap, unless nothing else was selected.
 */
export async function* list(options: ZendeskOptions, io: Io): AsyncGenerator<ListingEntry> {
  const { centers, refused } = await openContext(options, io);
  for (const { origin, reason } of refused) yield gap(`help center ${origin}`, reason);
  const plans = centers.map((center) => ({ center, ...partsOf(center.criteria.structure, options) }));
  const missing = (plans[0]?.missing ?? []).filter((what) =>
    plans.every((plan) => plan.missing.includes(what)),
  );
  for (const what of missing) yield gap(what, "not visible to this user, or deleted");
  const listing: Listing = { options, io, seen: new Set(), counts: selectionCounts(options) };
  const all = plans.flatMap(({ center, parts }) => parts.map((part) => ({ center, part })));
  for (const { center, part } of all) {
    try {
      yield* listPart(listing, center, part);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { origin } = center.client;
      const name = part.name || `help center ${origin}`;
      if (all.length > 1 || refused.length > 0 || missing.length > 0) yield gap(name, error.message);
      else
        throw new FinIngestError(`The articles of ${origin} cannot be listed: ${error.message}`, {
          hint: "Check that the help center is activated, and that the user of `auth` is an admin or agent with access to it.",
          cause: error,
        });
    }
  }
  listing.counts.report(io);
}

async function* listPart(listing: Listing, center: HelpCenter, part: Part): AsyncGenerator<ListingEntry> {
  const { options, io, seen } = listing;
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
  for await (const articles of pages) {
    const before = here.size;
    for (const article of articles) {
      here.add(article.id);
      if (seen.has(article.id)) continue;
      seen.add(article.id);
      io.signal.throwIfAborted();
      const entry = entryOf(center, article);
      yield entry;
      if (entry.kind === "document") countArticle(listing.counts, article, center.criteria, options);
      if (entry.kind !== "document" || options.attachments.length === 0) continue;
      for await (const attached of attachmentsOf(center, article, entry, options, io)) {
        io.signal.throwIfAborted();
        yield attached;
      }
    }
    if (articles.length > 1 && here.size === before)
      throw new FinIngestError(`Zendesk's listing of ${client.origin} repeats a page of articles`, {
        hint: "Run again; if it stays, please report it.",
      });
  }
}

function entryOf(center: HelpCenter, article: Article): DocumentEntry {
  const { id: externalId, title } = article;
  const verdict = classify(article, center.criteria);
  if (verdict.kind === "unpublished")
    return { kind: "unpublished", externalId, title, reason: verdict.reason };
  if (verdict.kind === "unreadable") return { kind: "unreadable", externalId, reason: verdict.reason };
  const { metadata } = verdict;
  const url = urlOf(article.html_url, center);
  const changedAt = Date.parse(article.edited_at ?? article.updated_at);
  return {
    kind: "document",
    externalId,
    title,
    ...metadata,
    url,
    updatedAt: Number.isNaN(changedAt) ? undefined : changedAt,
    load: (signal) => loadArticle(center, { id: externalId, metadata, url }, signal),
  };
}

const gap = (part: string, reason: string): Gap => ({ kind: "gap", part, reason });
