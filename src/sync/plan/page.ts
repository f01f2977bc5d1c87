import { availabilityFor, type VisibleTo } from "../../audience.ts";
import type { SourceConfig } from "../../config/types.ts";
import type { Listed } from "../../connector-kit/listing.ts";
import { hashOf, sha256 } from "../../hash.ts";
import { partId } from "../../ledger/external-ids.ts";
import { type Document, doubt, type Normalized, type Part, type Warning } from "../../normalize/index.ts";
import type { Page } from "../changes.ts";
import { versionMadeWith } from "../list/programs.ts";

/** A document with the normaliser's options of its source beside those of its connector. */
export function underRulesOf(
  { normalizing, locale }: Pick<SourceConfig, "normalizing" | "locale">,
  document: Document,
): Document {
  return { ...document, options: { ...document.options, ...normalizing, locale } };
}

/** The settings of a source that its pages are sent with. */
type SentWith = Pick<SourceConfig, "url" | "locale" | "salesAgent">;

/** The External Pages of a document, its own first. */
export function toPages(
  source: SentWith,
  listed: Pick<Listed, "externalId" | "url" | "version" | "path">,
  document: Pick<Document, "url">,
  normalized: readonly Normalized[],
  visibleTo: VisibleTo,
): Page[] {
  const parts = normalized.length - 1;
  return normalized.map((one) => toPage(source, listed, document, one, visibleTo, one.part ? 0 : parts));
}

/**
 * The External Page of a normalised document or of one of its parts. Its fingerprint covers exactly what is sent: a
 * change of settings is an update, new class names in the source's HTML are not.
 */
export function toPage(
  source: SentWith,
  listed: Pick<Listed, "externalId" | "url" | "version" | "path">,
  document: Pick<Document, "url">,
  normalized: Normalized,
  visibleTo: VisibleTo,
  parts = 0,
): Page {
  const { part, madeWith, ...content } = normalized;
  const url = addressOf(listed.url ?? document.url, part);
  const availability = availabilityFor(visibleTo);
  const { title, html } = normalized;
  const { locale } = source;
  // A page that customers are not answered from is never for the sales agent, who answers customers.
  const salesAgent = visibleTo === "customers" ? source.salesAgent : false;
  return {
    ...content,
    warnings: [...content.warnings, ...addressWarnings(url, part)],
    externalId: part ? partId(listed.externalId, part.id) : listed.externalId,
    url,
    locale,
    availability,
    salesAgent,
    bodyHash: sha256(html),
    fingerprint: fingerprintOf({ source, title, html, url, locale, availability }),
    version: listed.version === undefined ? undefined : versionMadeWith(listed.version, madeWith),
    path: listed.path,
    parts: parts > 0 ? parts : undefined,
  };
}

/** Stands for exactly what is sent of a page. */
export function fingerprintOf({
  source,
  title,
  html,
  url,
  locale,
  availability,
}: Pick<Page, "title" | "html" | "url" | "locale" | "availability"> & { readonly source: SentWith }): string {
  const chosen = availability.agent && source.salesAgent !== undefined ? [source.salesAgent] : [];
  return hashOf([source.url, title, html, url ?? null, availability, locale, ...chosen]);
}

/** One warning for a document, not one for each of its parts. */
export function addressWarnings(url: string | undefined, part: Part | undefined): Warning[] {
  return url === undefined && part === undefined ? [doubt("no-url", "It has no address")] : [];
}

/** A part is cited at its heading, where the document's own page has an anchor for it. */
export function addressOf(url: string | undefined, part: Part | undefined): string | undefined {
  if (url === undefined || part?.anchor === undefined) return url;
  const address = new URL(url);
  address.hash = part.anchor;
  return address.href;
}
