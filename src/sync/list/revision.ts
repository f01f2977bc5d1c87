import type { SourceConfig } from "../../config/types.ts";
import { connectorRevision, pagesRevision } from "../../revision/index.ts";
import { hashOf } from "../hash.ts";

/**
 * Changes whenever an unchanged document could become another page: the source's settings did, or the program, its
 * connector or a parser. A page's remembered `version` counts only under the revision it was remembered with.
 */
export function sourceRevision(source: SourceConfig): string {
  const { connector, publicOptions, url, visibleTo, locale, rules, normalizing } = source;
  return hashOf([
    pagesRevision(),
    connectorRevision(connector),
    connector.type,
    publicOptions,
    url,
    visibleTo,
    locale,
    rules,
    normalizing ?? {},
  ]).slice(0, 16);
}

/** Changes whenever the source may select other documents than before: an absence then proves nothing. */
export function sourceScope(source: SourceConfig): string {
  const exclusions = source.rules.filter((rule) => "exclude" in rule.effect);
  return hashOf([source.connector.type, source.publicOptions, exclusions]).slice(0, 16);
}
