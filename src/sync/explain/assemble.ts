import { type Audience, audienceOf } from "../../audience.ts";
import type { SourceConfig } from "../../config/types.ts";
import { toFailure } from "../../errors.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import { audienceOfRow, type PageRow } from "../../ledger/ledger.ts";
import { secretRule } from "../../secrets/gate.ts";
import type { Change } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { placeOf } from "../list/check-rules.ts";
import { type Enumeration, incompleteness } from "../list/enumeration.ts";
import { describeMatch, rulesOf } from "../list/rules.ts";
import type { MissedListing } from "../plan/removals/removals.ts";
import { type Explanation, type NextStep, stepOf } from "./explanation.ts";
import { ledgerSide } from "./facts.ts";
import type { Match } from "./search.ts";
import { whyNothing } from "./why-nothing.ts";

/** What was found out about a source, as far as it concerns the documents that are meant. */
export interface SourceFindings {
  readonly source: SourceConfig;
  /** Why a run would refuse the source, or why it could not be listed. */
  readonly refused?: unknown;
  /** Absent: it was not listed. */
  readonly enumeration?: Enumeration;
  readonly changes: readonly Change[];
  readonly missed: readonly MissedListing[];
  readonly lastHolds: Explanation["holds"];
}

/** Explains a document of a source that the configuration names. */
export function explainMatch(
  { ledger, clock }: Pick<RunContext, "ledger" | "clock">,
  match: Match,
  findings: SourceFindings,
): Explanation {
  const { source, externalId, entry } = match;
  const row = ledger.page(source, externalId);
  const concerns = (id: string) => (documentIdOf(id) ?? id) === externalId;
  const changes = findings.changes.filter((change) => concernsAny(change, concerns));
  const listed = entry?.kind === "document" ? entry : undefined;
  const page = changes.flatMap((change) =>
    "page" in change && change.page.externalId === externalId ? [change.page] : [],
  )[0];
  const holds = [
    ...changes.flatMap((change) =>
      change.kind === "hold" ? [{ ...change.hold, by: "next run" as const }] : [],
    ),
    ...findings.lastHolds.filter(({ externalIds }) => externalIds.some(concerns)),
  ];
  const steps = changes.flatMap((change) => stepOf(change) ?? heldStep(change, externalId));
  const before = audienceOfRow(row) ?? null;
  // A title, an address or a path may hold the secret that the document is held for.
  const isSecret = holds.some(({ rule }) => rule === secretRule);
  const title =
    page?.title || listed?.title || row?.title || (entry && "title" in entry && entry.title) || null;
  const path = (entry && "path" in entry ? entry.path : undefined) ?? row?.path ?? null;
  return {
    source,
    externalId,
    title: isSecret ? null : title,
    url: isSecret ? null : (page?.url ?? listed?.url ?? row?.url ?? null),
    path: isSecret ? null : path,
    listed: listedAs(match, findings),
    ...decision(match, findings),
    audience: { before, after: audienceAfter(changes, externalId, before) },
    ...ledgerSide(ledger, findings.source, externalId),
    next: steps.length > 0 ? steps : [nothing(match, findings, row, clock.now())],
    holds: distinct(holds),
  };
}

function concernsAny(change: Change, concerns: (id: string) => boolean): boolean {
  if (change.kind === "hold") return change.hold.externalIds.some(concerns);
  if ("page" in change) return concerns(change.page.externalId);
  return concerns("target" in change ? change.target.externalId : change.externalId);
}

const heldStep = (change: Change, externalId: string): NextStep[] =>
  change.kind === "hold"
    ? [{ kind: "hold", externalId, why: [`${change.hold.rule}: ${change.hold.message}`] }]
    : [];

/** What the last run held, and the next one holds again, is said once. */
function distinct(holds: Explanation["holds"]): Explanation["holds"] {
  return holds.filter((hold, at) => holds.findIndex(({ rule }) => rule === hold.rule) === at);
}

function listedAs({ entry }: Match, findings: SourceFindings): Explanation["listed"] {
  if (!findings.enumeration) return null;
  if (!entry) return { as: "absent", why: incompleteness(findings.enumeration, 0) ?? null };
  return { as: entry.kind, why: entry.kind === "document" ? null : entry.reason };
}

function decision({ entry }: Match, findings: SourceFindings): Pick<Explanation, "rule" | "decidedBy"> {
  const { source } = findings;
  if (!entry) return { rule: null, decidedBy: "its source does not list it: no rule decides" };
  if (entry.kind !== "document")
    return { rule: null, decidedBy: `its source calls it ${entry.kind}: no rule decides` };
  const verdict = rulesOf(source)(entry);
  const rule = verdict.rule === undefined ? undefined : source.rules[verdict.rule];
  if (rule) {
    const effect: Audience = verdict.kind === "excluded" ? "nobody" : verdict.to;
    const done = verdict.kind === "excluded" ? "exclude: true" : `visible_to: ${verdict.to}`;
    const named = describeMatch(rule.match);
    return {
      rule: { rule: named, line: rule.line, effect },
      decidedBy: `the rule in ${placeOf(rule)}, ${named}: ${done}`,
    };
  }
  const narrowed = entry.visibleTo === "teammates" && source.visibleTo !== "teammates";
  const decidedBy = narrowed
    ? "no rule matches; its own system lets only teammates read it"
    : `no rule matches; visible_to: ${source.visibleTo} of the source`;
  return { rule: null, decidedBy };
}

function audienceAfter(
  changes: readonly Change[],
  externalId: string,
  before: Audience | null,
): Audience | null {
  for (const change of changes) {
    if ("page" in change && change.page.externalId === externalId)
      return audienceOf(change.page.availability);
    if ("target" in change && change.target.externalId === externalId)
      return change.kind === "hide" ? "nobody" : null;
  }
  return before;
}

function nothing(match: Match, findings: SourceFindings, row: PageRow | undefined, now: number): NextStep {
  const { externalId, entry } = match;
  const missed = findings.missed.find((one) => one.externalId === externalId);
  const why = whyNothing({
    refusal: findings.refused === undefined ? undefined : toFailure(findings.refused).message,
    isListed: entry !== undefined && entry.kind !== "gone",
    isLoaded: findings.enumeration?.queue.has(externalId) ?? false,
    incomplete: findings.enumeration && incompleteness(findings.enumeration, 0),
    missedListings: missed?.missedListings ?? row?.absence?.missedListings ?? 0,
    policy: findings.source.removals,
    row,
    now,
  });
  return { kind: "unchanged", externalId, why: [why] };
}
