import type { SourceConfig } from "../config/types.ts";
import type { Document, Listed, Normalized, Page, VisibleTo } from "../model.ts";
import { hashOf, sha256 } from "./hash.ts";
import { availabilityFor } from "./rules.ts";

/**
 * The External Page of a normalised document. Its fingerprint covers everything that is sent and nothing
 * else: a settings change is an update, a site's new class names are not.
 */
export function toPage(
  source: Pick<SourceConfig, "url" | "locale">,
  listed: Pick<Listed, "externalId" | "url" | "version" | "path">,
  document: Pick<Document, "url">,
  normalized: Normalized,
  visibleTo: VisibleTo,
): Page {
  const url = listed.url ?? document.url;
  const availability = availabilityFor(visibleTo);
  const { title, html } = normalized;
  const { locale } = source;
  return {
    ...normalized,
    externalId: listed.externalId,
    ...(url === undefined ? {} : { url }),
    locale,
    availability,
    bodyHash: sha256(html),
    fingerprint: hashOf([source.url, title, html, url ?? null, availability, locale]),
    ...(listed.version === undefined ? {} : { version: listed.version }),
    ...(listed.path === undefined ? {} : { path: listed.path }),
  };
}
