import { type Audience, audienceOf } from "../../audience.ts";
import type { SourceConfig } from "../../config/types.ts";
import { toFailure } from "../../errors.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import { audienceOfRow, type Ledger, type PageRow } from "../../ledger/ledger.ts";
import type { Change, Hold } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { type Enumeration, incompleteness } from "../list/enumeration.ts";
import { describeMatch, rulesOf } from "../list/rules.ts";
import type { MissedListing } from "../plan/removals/removals.ts";
import { type Explanation, type LedgerFacts, type NextStep, stepOf } from "./explanation.ts";
import { hiddenPage } from "./hidden.ts";
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
  /** Holds of the last run. */
  readonly lastHolds: readonly Hold[];
}

/** @param findings absent: no configuration names the source */
export function explainMatch(
  { ledger, clock }: Pick<RunContext, "ledger" | "clock">,
  match: Match,
  findings: SourceFindings | undefined,
): Explanation {
  const { source, externalId, entry } = match;
  const row = ledger.page(source, externalId);
  const concerns = (id: string) => (documentIdOf(id) ?? id) === externalId;
  const changes = (findings?.changes ?? []).filter((change) => concernsAny(change, concerns));
  const listed = entry?.kind === "document" ? entry : undefined;
  const page = changes.flatMap((change) =>
    "page" in change && change.page.externalId === externalId ? [change.page] : [],
  )[0];
  const holds = [
    ...changes.flatMap((change) =>
      change.kind === "hold" ? [{ ...change.hold, by: "next run" as const }] : [],
    ),
    ...(findings?.lastHolds ?? [])
      .filter(({ externalIds }) => externalIds.some(concerns))
      .map((hold) => ({ ...hold, by: "last run" as const })),
  ];
  const steps = changes.flatMap((change) => stepOf(change) ?? heldStep(change, externalId));
  const before = audienceOfRow(row) ?? null;
  return {
    source,
    externalId,
    title: page?.title || listed?.title || row?.title || (entry && "title" in entry && entry.title) || null,
    url: page?.url ?? listed?.url ?? row?.url ?? null,
    path: (entry && "path" in entry ? entry.path : undefined) ?? row?.path ?? null,
    listed: listedAs(match, findings),
    ...decision(match, findings),
    audience: { before, after: audienceAfter(changes, externalId, before) },
    ledger: row ? factsOf(ledger, source, row) : null,
    sent: sentOf(ledger, source, row),
    hidden: hiddenOf(ledger, findings, source, row),
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

function listedAs({ entry }: Match, findings: SourceFindings | undefined): Explanation["listed"] {
  if (!findings?.enumeration) return null;
  if (!entry) return { as: "absent", why: incompleteness(findings.enumeration, 0) ?? null };
  return { as: entry.kind, why: entry.kind === "document" ? null : entry.reason };
}

function decision(
  { entry }: Match,
  findings: SourceFindings | undefined,
): Pick<Explanation, "rule" | "decidedBy"> {
  if (!findings) return { rule: null, decidedBy: "no configuration names its source" };
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
      decidedBy: `the rule in line ${rule.line}, ${named}: ${done}`,
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

function factsOf(ledger: Ledger, source: string, row: PageRow): LedgerFacts {
  return {
    state: row.state,
    intercomId: row.intercomId ?? null,
    sourceId: row.sourceId,
    words: row.words,
    parts: row.parts ?? 0,
    version: row.version ?? null,
    firstSentAt: iso(row.firstSentAt),
    sentAt: iso(row.sentAt),
    missedListings: row.absence?.missedListings ?? 0,
    unresolved: ledger.isIntended(source, row.externalId),
  };
}

function sentOf(ledger: Ledger, source: string, row: PageRow | undefined): Explanation["sent"] {
  if (row?.sentAt === undefined) return null;
  const { sentWhy } = ledger.pageHistory(source, row.externalId);
  const wasNew = row.firstSentAt !== undefined && row.firstSentAt >= row.sentAt;
  const why = sentWhy ?? [wasNew ? "it was new" : "a version sent it that did not record why"];
  return { at: new Date(row.sentAt).toISOString(), why };
}

function hiddenOf(
  ledger: Ledger,
  findings: SourceFindings | undefined,
  source: string,
  row: PageRow | undefined,
): Explanation["hidden"] {
  if (row?.state !== "hidden") return null;
  const kept = { name: source, removals: { mode: "keep", graceMs: 0 } } as const;
  const { why, hiddenAt, deleteAt } = hiddenPage(
    findings?.source ?? kept,
    row,
    ledger.pageHistory(source, row.externalId),
  );
  return { why, hiddenAt, deleteAt };
}

function nothing(
  match: Match,
  findings: SourceFindings | undefined,
  row: PageRow | undefined,
  now: number,
): NextStep {
  const { externalId, entry } = match;
  const missed = findings?.missed.find((one) => one.externalId === externalId);
  const why = whyNothing({
    refusal: findings?.refused === undefined ? undefined : toFailure(findings.refused).message,
    isConfigured: findings !== undefined,
    isListed: entry !== undefined && entry.kind !== "gone",
    isLoaded: findings?.enumeration?.queue.has(externalId) ?? false,
    incomplete: findings?.enumeration && incompleteness(findings.enumeration, 0),
    missedListings: missed?.missedListings ?? row?.absence?.missedListings ?? 0,
    policy: findings?.source.removals,
    row,
    now,
  });
  return { kind: "unchanged", externalId, why: [why] };
}

const iso = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString();
