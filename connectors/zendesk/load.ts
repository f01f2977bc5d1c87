import { isDeepStrictEqual } from "node:util";
import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { KeptBodies } from "../../src/connector-kit/kept-bodies.ts";
import type { NarrowArticles } from "../../src/connector-kit/linked-articles.ts";
import { FinIngestError } from "../../src/errors.ts";
import { parseUrl } from "../../src/http/url.ts";
import type { Document } from "../../src/normalize/index.ts";
import { type ArticleMetadata, classify } from "./classify.ts";
import { type HelpCenter, helpCenterPath } from "./context.ts";
import { withheldLinks } from "./links.ts";
import { type Article, OneArticle } from "./schema.ts";

/** An article as it was listed. */
interface ListedArticle {
  readonly id: string;
  readonly metadata: ArticleMetadata;
  readonly url: string | undefined;
  readonly narrow: NarrowArticles;
  readonly io: Pick<Io, "audienceOf">;
  readonly kept: KeptBodies<Article>;
}

/**
 * Reads one article: as it was listed, or again by its number where that was long ago. Then it is classified again too,
 * since it may have been restricted meanwhile.
 * @throws FinIngestError where it is no longer content, or is for others than when it was listed
 */
export async function loadArticle(
  center: HelpCenter,
  { id, metadata, url, narrow, io, kept }: ListedArticle,
  signal: AbortSignal,
): Promise<Document> {
  signal.throwIfAborted();
  const article = kept.read(id) ?? (await articleNow(center, id, signal));
  const verdict = classify(article, center.criteria);
  if (verdict.kind !== "content") throw changed(id, verdict.reason);
  if (!isDeepStrictEqual(forRules(verdict.metadata), forRules(metadata)))
    throw changed(id, "its path, its labels or its user segments differ");
  const body = article.body ?? "";
  const included = new IncludedDocuments(io.audienceOf(metadata));
  const withheld = withheldLinks(body, metadata, narrow, included, io);
  return {
    body: body.trim() === "" ? "<p></p>" : body,
    mediaType: "text/html",
    name: article.title || id,
    title: article.title || undefined,
    url,
    withheld,
    warnings: included.warnings,
  };
}

async function articleNow({ client, locale }: HelpCenter, id: string, signal: AbortSignal): Promise<Article> {
  return (await client.ask(`${helpCenterPath}/${locale}/articles/${id}`, OneArticle, signal)).article;
}

/** What decides who may be answered from it. */
const forRules = ({ path, labels, visibleTo }: ArticleMetadata) => ({ path, labels, visibleTo });

const changed = (id: string, how: string): FinIngestError =>
  new FinIngestError(`article ${id} changed while it was listed: ${how}`, {
    hint: "The next run lists it as it is then.",
  });

/** An address that Zendesk states, made absolute; undefined where it is not one. */
export function urlOf(
  address: string | null | undefined,
  { client }: Pick<HelpCenter, "client">,
): string | undefined {
  if (!address || !parseUrl(address, client.origin)) return undefined;
  const url = new URL(address, client.origin);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}
