import { isDeepStrictEqual } from "node:util";
import { FinIngestError } from "../../src/errors.ts";
import { parseUrl } from "../../src/http/url.ts";
import type { Document } from "../../src/normalize/index.ts";
import { type ArticleFacts, classify } from "./classify.ts";
import { type HelpCenter, helpCenterPath } from "./context.ts";
import { OneArticle } from "./schema.ts";

/** An article as it was listed. */
interface ListedArticle {
  readonly id: string;
  readonly facts: ArticleFacts;
  readonly url: string | undefined;
}

/**
 * Reads one article again, by its number: the listing's own bodies are let go as it goes on. It is judged again too,
 * since a restriction may have come between.
 * @throws FinIngestError where it is no content any more, or for others than when it was listed
 */
export async function loadArticle(
  center: HelpCenter,
  { id, facts, url }: ListedArticle,
  signal: AbortSignal,
): Promise<Document> {
  signal.throwIfAborted();
  const path = `${helpCenterPath}/${center.locale}/articles/${id}`;
  const { article } = await center.client.ask(path, OneArticle, signal);
  const verdict = classify(article, center.measure);
  if (verdict.kind !== "content") throw changed(id, verdict.reason);
  if (!isDeepStrictEqual(forRules(verdict.facts), forRules(facts)))
    throw changed(id, "its place, its labels or its user segments are others");
  const body = article.body ?? "";
  return {
    body: body.trim() === "" ? "<p></p>" : body,
    mediaType: "text/html",
    name: article.title || id,
    ...(article.title === "" ? {} : { title: article.title }),
    ...(url === undefined ? {} : { url }),
  };
}

/** What decides for whom it is. */
const forRules = ({ path, labels, visibleTo }: ArticleFacts) => ({ path, labels, visibleTo });

const changed = (id: string, how: string): FinIngestError =>
  new FinIngestError(`article ${id} changed while it was listed: ${how}`, {
    hint: "The next run lists it as it is then.",
  });

/** An address that Zendesk states, made absolute; undefined where it is none. */
export function urlOf(
  address: string | null | undefined,
  { client }: Pick<HelpCenter, "client">,
): string | undefined {
  if (!address || !parseUrl(address, client.origin)) return undefined;
  const url = new URL(address, client.origin);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}
