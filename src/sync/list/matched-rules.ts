import type { Rule, SourceConfig } from "../../config/types.ts";
import { hashOf } from "../../hash.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { describeMatch, type RuleCount } from "./rules.ts";

type Selecting = Pick<SourceConfig, "connector" | "publicOptions">;

/**
 * What the ledger remembers a rule by: its pattern, and where it was matched. Under other options of the connector (another
 * `path`, say) the same pattern may mean nothing, so that what it matched before proves nothing.
 */
export const ruleKey = ({ connector, publicOptions }: Selecting, { match }: Pick<Rule, "match">): string =>
  `${describeMatch(match)} @${hashOf([connector.type, publicOptions]).slice(0, 8)}`;

/** Remembers which of a source's rules have matched a document. */
export function rememberMatchedRules(
  ledger: Pick<Ledger, "sourceHistory" | "putSourceHistory">,
  source: SourceConfig,
  counts: readonly RuleCount[],
): void {
  const history = ledger.sourceHistory(source.name);
  const before = new Set(history.matchedRules);
  const matched = source.rules.filter((_, index) => (counts[index]?.matched ?? 0) > 0);
  const added = matched.map((rule) => ruleKey(source, rule)).filter((key) => !before.has(key));
  if (added.length === 0) return;
  ledger.putSourceHistory(source.name, { ...history, matchedRules: [...before, ...new Set(added)] });
}
