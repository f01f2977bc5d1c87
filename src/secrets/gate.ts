import type { SourceConfig } from "../config/types.ts";
import { type Document, decodeBody, isBinaryType, type Warning } from "../normalize/index.ts";
import type { Hold, Page } from "../sync/changes.ts";
import { type Finding, MAX_FINDINGS, searchSecrets } from "./find.ts";
import { isAllowed, shownFingerprint } from "./fingerprint.ts";
import { pageText } from "./page-text.ts";
import { sourceParts } from "./source-text.ts";

/** The hold's stable name. */
export const secretRule = "secret";

/** Findings that the message names; the rest is counted. */
const MAX_NAMED = 5;

type Sent = Pick<Page, "externalId" | "title" | "url" | "path" | "html">;

/** What is known about secrets besides the document. */
export interface SecretKnowledge {
  /** The configured secrets, found in whatever encoding. */
  readonly own: readonly string[];
  /** What keys fingerprints, see `fingerprintKey`; asked where there is a finding. Absent: none is shown. */
  readonly key?: () => string | undefined;
}

/** The result of a search for secrets. */
export interface SecretCheck {
  /** What keeps the document from being uploaded. */
  readonly hold?: Hold;
  /** Of a description of an API: the external ids of the operations that are held. Absent: all pages are. */
  readonly heldPages?: ReadonlySet<string>;
  /** About secrets that are not sent, in the source's comments. */
  readonly warnings: readonly Warning[];
}

/**
 * Searches what would be sent of a document and what its author could mean to publish. Neither a secret nor any
 * other content of the document is in the result: the report, the ledger and the log may show it.
 *
 * @param pages what the document became, its own page first: one secret holds all of them, but for the operations of an
 *   API, each of which is a document of its own
 */
export async function checkSecrets(
  source: Pick<SourceConfig, "allowedSecrets">,
  document: Document,
  pages: readonly Sent[],
  { own, key: askKey }: SecretKnowledge,
): Promise<SecretCheck> {
  const [page] = pages;
  if (!page) return { warnings: [] };
  const body = isBinaryType(document.mediaType) ? "" : decodeBody(document).text;
  const { content, comments } = sourceParts(body, document.mediaType);
  const texts = { raw: content, page: pages.map(pageText).join("\n"), comments };
  const { findings, commented, conceal } = await searchSecrets(texts, own);
  if (findings.length === 0 && commented.length === 0) return { warnings: [] };
  const { allowedSecrets = [] } = source;
  const key = askKey?.();
  const counting = (found: readonly Finding[]) => found.filter((one) => !isAllowed(one, allowedSecrets, key));
  const warnings = counting(commented).map(warningOf);
  const held = counting(findings);
  if (held.length === 0) return { warnings };
  const withSecrets = await pagesOfSecrets(document, pages, { held, own, counting });
  const [first = page, ...more] = withSecrets ?? [];
  const others = more.length === 0 ? "" : ` and ${more.length} more of its document`;
  const hold = {
    rule: secretRule,
    message: `${conceal(first.path ?? first.externalId)}${others} ${more.length === 0 ? "is" : "are"} not uploaded: ${more.length === 0 ? "it seems" : "they seem"} to hold ${described(held)}`,
    resolve: `Take it out of the document, and make it invalid: whoever read the document has it. ${allowance(held, key)}`,
    externalIds: [first, ...more].map(({ externalId }) => conceal(externalId)),
  };
  if (!withSecrets) return { hold, warnings };
  return { hold, heldPages: new Set(withSecrets.map(({ externalId }) => externalId)), warnings };
}

interface Held {
  readonly held: readonly Finding[];
  readonly own: readonly string[];
  readonly counting: (found: readonly Finding[]) => readonly Finding[];
}

/**
 * The operations of an API that a secret stands in. Undefined where the whole document is to be held: it is another
 * format, or a secret is on none of its pages.
 */
async function pagesOfSecrets(
  { mediaType }: Document,
  pages: readonly Sent[],
  { held, own, counting }: Held,
): Promise<readonly Sent[] | undefined> {
  // Of more findings, not all are known.
  if (mediaType !== "application/vnd.oai.openapi" || pages.length < 2 || held.length >= MAX_FINDINGS)
    return undefined;
  const left = new Set(held);
  const concerned: Sent[] = [];
  for (const page of pages) {
    const text = pageText(page);
    const solid = text.replaceAll(/\s/g, "");
    const here = held.filter(({ values }) =>
      values.some((value) => solid.includes(value.replaceAll(/\s/g, ""))),
    );
    const { findings } = await searchSecrets({ raw: "", page: text }, own);
    for (const one of here) left.delete(one);
    if (here.length > 0 || counting(findings).length > 0) concerned.push(page);
  }
  return left.size === 0 ? concerned : undefined;
}

/** The hold of `checkSecrets` alone. */
export async function secretHold(...parts: Parameters<typeof checkSecrets>): Promise<Hold | undefined> {
  const { hold } = await checkSecrets(...parts);
  return hold;
}

const warningOf = ({ rule, where }: Finding): Warning => ({
  code: "secret-in-comment",
  message: `A comment of the source seems to hold ${article(rule)} (${where}). Comments are not uploaded; whoever reads the source has it.`,
});

function allowance(held: readonly Finding[], key: string | undefined): string {
  const fingerprints = held.flatMap((one) => shownFingerprint(one, key) ?? []);
  if (fingerprints.length === 0)
    return "If it is not a secret, a run with secrets: {key: …} or a state folder names the fingerprint by which to allow it.";
  const list = fingerprints.map((fingerprint) => `"${fingerprint}"`).join(", ");
  return `If it is not a secret, allow it under the source: secrets: {allow: [${list}]}`;
}

/** `a github-token (line 3, column 5), a jwt (…) and 2 more secrets` */
export function described(findings: readonly Finding[]): string {
  const named = findings.slice(0, MAX_NAMED).map(({ rule, where }) => `${article(rule)} (${where})`);
  const more = findings.length - named.length;
  const parts = more > 0 ? [...named, `${more} more secrets`] : named;
  const last = parts.pop() ?? "";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

const article = (rule: string): string => `${/^[aeiou]/.test(rule) ? "an" : "a"} ${rule}`;
