import type { Rule, SourceConfig } from "../../config/types.ts";
import { hashOf } from "../../hash.ts";
import { connectorRevision, pagesRevision } from "../../revision/index.ts";

/**
 * Changes whenever an unchanged document could become another page, because the source's settings, this program, the
 * connector or a parser changed. A page's remembered `version` counts only for the revision it was remembered with.
 */
export function sourceRevision(source: SourceConfig): string {
  const { connector, publicOptions, url, visibleTo, locale, rules, normalizing, salesAgent } = source;
  return hashOf([
    pagesRevision(),
    connectorRevision(connector),
    connector.type,
    publicOptions,
    url,
    visibleTo,
    locale,
    rules.map(selection),
    normalizing ?? {},
    ...(salesAgent === undefined ? [] : [{ salesAgent }]),
  ]).slice(0, 16);
}

/** Changes whenever the source may select other documents than before: an absence then proves nothing. */
export function sourceScope(source: SourceConfig): string {
  const exclusions = source.rules.filter((rule) => "exclude" in rule.effect).map(selection);
  return hashOf([source.connector.type, source.publicOptions, exclusions]).slice(0, 16);
}

/** A rule moved to another line selects what it did before. */
const selection = ({ match, effect }: Rule): Pick<Rule, "match" | "effect"> => ({ match, effect });
