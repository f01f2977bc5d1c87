import type { SourceConfig } from "../config/types.ts";
import { type Document, decodeBody, isBinaryType } from "../normalize/index.ts";
import type { Hold, Page } from "../sync/changes.ts";
import { type Finding, searchSecrets } from "./find.ts";
import { pageText } from "./page-text.ts";

/** The hold's stable name. */
export const secretRule = "secret";

/** Findings that the message names; the rest is counted. */
const mostNamed = 5;

type Sent = Pick<Page, "externalId" | "title" | "url" | "path" | "html">;

/**
 * What keeps a document from being uploaded because a secret stands in it, or undefined. Neither the secret nor
 * any other content of the document is in it: the report, the ledger and the log may show it.
 *
 * @param pages what the document became, its own page first: one secret holds all of them
 * @param own the configured secrets, found in whatever encoding
 */
export async function secretHold(
  source: Pick<SourceConfig, "allowedSecrets">,
  document: Document,
  pages: readonly Sent[],
  own: readonly string[],
): Promise<Hold | undefined> {
  const [page] = pages;
  if (!page) return undefined;
  const texts = {
    raw: isBinaryType(document.mediaType) ? "" : decodeBody(document).text,
    page: pages.map(pageText).join("\n"),
  };
  const { findings, conceal } = await searchSecrets(texts, own);
  const counting = findings.filter(({ fingerprint }) => !source.allowedSecrets?.includes(fingerprint));
  if (counting.length === 0) return undefined;
  const fingerprints = counting.map(({ fingerprint }) => `"${fingerprint}"`).join(", ");
  return {
    rule: secretRule,
    message: `${conceal(page.path ?? page.externalId)} is not uploaded: it seems to hold ${described(counting)}`,
    resolve: `Take it out of the document, and make it invalid: whoever read the document has it. If it is none, allow it under the source: secrets: {allow: [${fingerprints}]}`,
    externalIds: [conceal(page.externalId)],
  };
}

/** `a github-token (line 3, column 5), a jwt (…) and 2 more secrets` */
export function described(findings: readonly Finding[]): string {
  const named = findings.slice(0, mostNamed).map(({ rule, where }) => `${article(rule)} (${where})`);
  const more = findings.length - named.length;
  const parts = more > 0 ? [...named, `${more} more secrets`] : named;
  const last = parts.pop() ?? "";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

const article = (rule: string): string => `${/^[aeiou]/.test(rule) ? "an" : "a"} ${rule}`;
