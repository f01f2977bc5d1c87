import type { Rule, SourceConfig } from "../../config/types.ts";
import { hashOf } from "../../hash.ts";
import { connectorRevision, pagesRevision } from "../../revision/index.ts";

/**
 * Changes whenever an unchanged document could become another page, because the source's settings, this program, the
 * connector or a parser changed. A page's remembered `version` counts only for the revision it was remembered with.
 */
export const sourceRevision = (source: SourceConfig): string =>
  hashOf([pagesRevision(), connectorRevision(source.connector), ...settingsOf(source)]).slice(0, 16);

/** The settings' part of the revision: equal under every version of this program. */
export const settingsRevision = (source: SourceConfig): string => hashOf(settingsOf(source)).slice(0, 16);

function settingsOf(source: SourceConfig): unknown[] {
  const { connector, publicOptions, url, visibleTo, locale, rules, normalizing, salesAgent } = source;
  return [
    connector.type,
    publicOptions,
    url,
    visibleTo,
    locale,
    rules.map(selection),
    normalizing ?? {},
    ...(salesAgent === undefined ? [] : [{ salesAgent }]),
  ];
}

/** Changes whenever the source may select other documents than before: an absence then proves nothing. */
export function sourceScope(source: SourceConfig): string {
  const exclusions = source.rules.filter((rule) => "exclude" in rule.effect).map(selection);
  return hashOf([source.connector.type, source.publicOptions, exclusions]).slice(0, 16);
}

/** A rule moved to another line selects what it did before. */
const selection = ({ match, effect }: Rule): Pick<Rule, "match" | "effect"> => ({ match, effect });
