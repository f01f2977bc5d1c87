import type { VisibleTo } from "../../audience.ts";
import type { SourceConfig } from "../../config/types.ts";
import type { Listed } from "../../connector-kit/listing.ts";
import { doubt } from "../../normalize/check/codes.ts";
import type { Document, Normalized, Part, Warning } from "../../normalize/document.ts";
import type { Page } from "../changes.ts";
import { hashOf, sha256 } from "../hash.ts";
import { versionMadeWith } from "../list/programs.ts";
import { partId } from "../part-ids.ts";
import { availabilityFor } from "./rules.ts";

/** A document with what its source's owner says about normalising beside what the connector says. */
export function underRulesOf(
  { normalizing, locale }: Pick<SourceConfig, "normalizing" | "locale">,
  document: Document,
): Document {
  return { ...document, options: { ...document.options, ...normalizing, locale } };
}

/** The External Pages of a document, its own first. */
export function toPages(
  source: Pick<SourceConfig, "url" | "locale">,
  listed: Pick<Listed, "externalId" | "url" | "version" | "path">,
  document: Pick<Document, "url">,
  normalized: readonly Normalized[],
  visibleTo: VisibleTo,
): Page[] {
  const parts = normalized.length - 1;
  return normalized.map((one) => toPage(source, listed, document, one, visibleTo, one.part ? 0 : parts));
}

/**
 * The External Page of a normalised document or of a part of one. Its fingerprint covers everything that is sent and nothing
 * else: a settings change is an update, a site's new class names are not.
 */
export function toPage(
  source: Pick<SourceConfig, "url" | "locale">,
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
  return {
    ...content,
    warnings: [...content.warnings, ...addressWarnings(url, part)],
    externalId: part ? partId(listed.externalId, part.id) : listed.externalId,
    ...(url === undefined ? {} : { url }),
    locale,
    availability,
    bodyHash: sha256(html),
    fingerprint: hashOf([source.url, title, html, url ?? null, availability, locale]),
    ...(listed.version === undefined ? {} : { version: versionMadeWith(listed.version, madeWith) }),
    ...(listed.path === undefined ? {} : { path: listed.path }),
    ...(parts > 0 ? { parts } : {}),
  };
}

/** Said once for a document, not for each of its parts. */
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
