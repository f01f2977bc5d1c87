import { listCommit } from "../connectors/docs-repo/history.ts";
import type { Config, SourceConfig } from "../src/config/types.ts";
import type { Io } from "../src/connector-kit/io.ts";
import { toFailure } from "../src/errors.ts";
import { type CheckedListing, checkRules, type RuleCheck } from "../src/sync/list/check-rules.ts";
import { countSelected } from "../src/sync/list/count-selected.ts";
import { ruleKey } from "../src/sync/list/matched-rules.ts";
import type { ComparedSource } from "./ci-sources.ts";

/** The ruleCheck, and the listing of the later commit that it rests on. */
export interface CommitRuleCheck extends RuleCheck {
  readonly listing?: CheckedListing;
}

/**
 * Checks a source's rules by the whole of the later commit, from git's objects only. A rule that matched a document of the
 * earlier commit, or in an earlier run, is not refused.
 *
 * @param ioOf called for each listing; its client is closed
 * @param matchedBefore keys of the rules that have matched in an earlier run, where there is a ledger
 */
export async function checkCommits(
  { after: source, commits: { base, head }, repositories }: ComparedSource,
  config: Pick<Config, "file">,
  ioOf: (source: SourceConfig) => Io,
  matchedBefore: readonly string[] = [],
): Promise<CommitRuleCheck> {
  if (source.rules.length === 0) return { rules: [], warnings: [] };
  const count = async (commit: string): Promise<CheckedListing> => {
    const io = ioOf(source);
    try {
      return await countSelected(source, io, (listingIo) =>
        listCommit({ options: source.options, commit, io: listingIo, repositories }),
      );
    } finally {
      await io.http.close();
    }
  };
  const listing = await count(head);
  const checked = checkRules(source, config, listing, matchedBefore);
  if (!checked.refused) return { ...checked, listing };
  const { selected } = await count(base);
  const matchedAtBase = source.rules
    .filter((_, index) => (selected.rules[index]?.matched ?? 0) > 0)
    .map((rule) => ruleKey(source, rule));
  return { ...checkRules(source, config, listing, [...matchedBefore, ...matchedAtBase]), listing };
}

/** A source that its rules refuse, as a plan of a pull request says it. */
export const refusedBy = (source: SourceConfig, error: unknown) => {
  const { message, hint } = toFailure(error);
  return { source: source.name, message, hint: hint ?? "" };
};
