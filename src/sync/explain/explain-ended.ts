import { audienceOfRow } from "../../ledger/ledger.ts";
import type { RunContext } from "../context.ts";
import { type EndedSource, lastHoldsOf } from "./ended.ts";
import type { Explanation, NextStep } from "./explanation.ts";
import { ledgerSide } from "./facts.ts";
import type { Match } from "./search.ts";

/** Explains a document of a source that left the configuration: only the ledger knows it. */
export function explainEnded(
  { ledger, clock }: Pick<RunContext, "ledger" | "clock">,
  { externalId }: Match,
  source: EndedSource,
): Explanation {
  const row = ledger.page(source.name, externalId);
  const side = ledgerSide(ledger, source, externalId);
  const before = audienceOfRow(row) ?? null;
  const next = nextOf(externalId, side, source, clock.now());
  return {
    source: source.name,
    externalId,
    title: row?.title ?? null,
    url: row?.url ?? null,
    path: row?.path ?? null,
    listed: null,
    rule: null,
    decidedBy: source.isRetired ? "its source was retired" : "no configuration names its source",
    audience: { before, after: next.kind === "hide" ? "nobody" : next.kind === "delete" ? null : before },
    ...side,
    next: [next],
    holds: lastHoldsOf(ledger, source.name, (id) => id === externalId),
  };
}

function nextOf(
  externalId: string,
  { ledger, hidden }: Pick<Explanation, "ledger" | "hidden">,
  { isRetired }: EndedSource,
  now: number,
): NextStep {
  const step = (kind: NextStep["kind"], why: string): NextStep => ({ kind, externalId, why: [why] });
  if (!ledger || ledger.state === "deleted") return step("unchanged", "it has no page");
  if (!isRetired) return step("unchanged", "no run does anything with it");
  if (!hidden) return step("hide", "its source was retired");
  const isDue = hidden.deleteAt !== null && Date.parse(hidden.deleteAt) <= now;
  return isDue
    ? step("delete", "its source was retired")
    : step("unchanged", "it stays hidden until the grace time is over, and is deleted then");
}
