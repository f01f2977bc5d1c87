import type { SourceConfig } from "../config/types.ts";
import type { CheckResult } from "../connector-kit/connector.ts";
import { toFailure } from "../errors.ts";
import type { Checked } from "../report/check.ts";
import { count } from "../report/numbers.ts";
import { doubtfulRules } from "../report/rules.ts";
import type { RunContext } from "../sync/context.ts";

type CheckContext = Pick<RunContext, "config" | "log" | "signal">;

/** A check should not take as long as a run: what is counted by then is reported. */
const MAX_MS = 120_000;

/**
 * Adds what the source's rules and patterns select. That takes a listing, which is read only where there is a rule or a
 * pattern to count, and where the source's own checks have not failed.
 */
export async function withRules(
  results: readonly CheckResult[],
  context: CheckContext,
  source: SourceConfig,
): Promise<Pick<Checked, "results" | "rules"> & { readonly refused?: boolean }> {
  if (source.rules.length === 0 && (source.patterns ?? []).length === 0) return { results };
  if (results.some(({ result }) => result === "failed")) return { results };
  const [{ connectorIo }, { countSelected }, { checkRules }] = await Promise.all([
    import("../sync/list/io.ts"),
    import("../sync/list/count-selected.ts"),
    import("../sync/list/check-rules.ts"),
  ]);
  const timeout = AbortSignal.timeout(MAX_MS);
  const signal = AbortSignal.any([context.signal, timeout]);
  const io = connectorIo({ ...context, signal }, source);
  try {
    const listing = await countSelected(source, io, (listingIo) =>
      source.connector.list(source.options, listingIo),
    );
    context.signal.throwIfAborted();
    const { rules, refused } = checkRules(
      source,
      context.config,
      listing,
      await matchedBefore(context, source),
    );
    const unproved = timeout.aborted
      ? "two minutes were not enough, `plan` counts them all"
      : listing.unproved;
    const result = refused ? refusedResult(refused) : countedResult(rules, unproved);
    return { results: [...results, result], rules, refused: refused !== undefined };
  } finally {
    await io.http.close();
  }
}

const what = "rules";

function refusedResult(error: Error): CheckResult {
  const { message, hint } = toFailure(error);
  return { what, result: "failed", detail: message, hint };
}

function countedResult(rules: NonNullable<Checked["rules"]>, unproved: string | undefined): CheckResult {
  const doubts = doubtfulRules(rules);
  if (doubts.length > 0) return { what, result: "unknown", detail: doubts.join("; ") };
  if (unproved !== undefined) return { what, result: "unknown", detail: `counted so far; ${unproved}` };
  return {
    what,
    result: "ok",
    detail: `${count(rules.length, "rule or pattern", "rules and patterns")} counted`,
  };
}

/** A check needs no ledger: one that is missing or cannot be read knows nothing. */
async function matchedBefore(
  { config }: CheckContext,
  { name }: SourceConfig,
): Promise<readonly string[] | undefined> {
  const { storeFor } = await import("../ledger/stores/open.ts");
  try {
    const ledger = await (await storeFor(config)).read();
    try {
      return ledger.sourceHistory(name).matchedRules;
    } finally {
      ledger.close();
    }
  } catch {
    return undefined;
  }
}
