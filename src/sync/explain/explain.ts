import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import { toFailure } from "../../errors.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import type { Change } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { incompleteness } from "../list/enumeration.ts";
import { ioFor } from "../list/io.ts";
import { planSource, type SourcePlan } from "../plan/plan-source.ts";
import { changedUrl } from "../plan/source-url.ts";
import { lastOf } from "../run-summary.ts";
import { explainMatch, type SourceFindings } from "./assemble.ts";
import type { Explanation } from "./explanation.ts";
import { documentQuery } from "./query.ts";
import { type Match, type Near, Search } from "./search.ts";

/** The documents that are meant, each explained; or none, and which names are near. */
export interface Explained {
  readonly query: string;
  readonly documents: readonly Explanation[];
  readonly nearest: readonly Near[];
  /** Sources that are refused or were not listed whole: what is said of their documents may not be all. */
  readonly incomplete: readonly { readonly source: string; readonly why: string }[];
}

/** Documents that are loaded beside the explained ones, because some rules compare pages; above, the others are not. */
const MAX_LOADED = 100;
/** Runs that are searched for the last one of a source. */
const SEARCHED_RUNS = 100;

/**
 * Says of a document all that is known, and what the next run does with it. Reads the listings of the selected sources
 * to their ends and the ledger; touches neither Intercom nor the ledger.
 *
 * @param text an external id, a path, an address or a title
 */
export async function explain(run: RunContext, text: string): Promise<Explained> {
  const search = new Search(documentQuery(text), run.ledger);
  const listed: Listing[] = [];
  try {
    for (const source of run.sources) {
      listed.push(await list(run, source, search));
      search.addKnown(source.name);
    }
    const others = run.sources.length === run.config.sources.length ? unconfigured(run) : [];
    for (const name of others) search.addKnown(name);
    const matches = search.found();
    const documents: Explanation[] = [];
    for (const name of [...run.sources.map((source) => source.name), ...others]) {
      const own = matches.filter(({ source }) => source === name);
      if (own.length === 0) continue;
      const listing = listed.find(({ source }) => source.name === name);
      const findings = listing && (await findingsOf(run, listing, own));
      documents.push(...own.map((match) => explainMatch(run, match, findings)));
    }
    const nearest = documents.length > 0 ? [] : search.nearest();
    return { query: text, documents, nearest, incomplete: listed.flatMap(incompleteOf) };
  } finally {
    for (const { plan, io } of listed) {
      plan?.enumeration.seen.clear();
      plan?.enumeration.queue.clear();
      await io?.http.close();
    }
  }
}

/** Sources that the ledger knows and this configuration does not name. */
const unconfigured = ({ ledger, config }: RunContext): string[] =>
  ledger
    .sources()
    .map(({ name }) => name)
    .filter((name) => !config.sources.some((source) => source.name === name));

/** A source whose listing was read, and whose changes are still to be decided. */
interface Listing {
  readonly source: SourceConfig;
  readonly io?: Io;
  readonly plan?: SourcePlan;
  /** Why the source is not listed, or why a run would refuse it. */
  readonly refused?: unknown;
}

async function list(run: RunContext, source: SourceConfig, search: Search): Promise<Listing> {
  const refused = changedUrl(run.ledger.source(source.name), source);
  if (refused) return { source, refused };
  const io = ioFor(run, source);
  try {
    const onEntry = (entry: Parameters<Search["addListed"]>[1]) => search.addListed(source.name, entry);
    const plan = await planSource(run, source, io, { removals: true, onEntry });
    return { source, io, plan, refused: plan.ruleCheck.refused };
  } catch (error) {
    run.signal.throwIfAborted();
    return { source, io, refused: error };
  }
}

function incompleteOf({ source, plan, refused }: Listing): Explained["incomplete"] {
  const why =
    refused === undefined ? plan && incompleteness(plan.enumeration, 0) : toFailure(refused).message;
  return why === undefined ? [] : [{ source: source.name, why }];
}

/** Decides over the documents that are meant; of a large source, loads these alone. */
async function findingsOf(
  run: RunContext,
  { source, plan, refused }: Listing,
  matches: readonly Match[],
): Promise<SourceFindings> {
  const meant = new Set(matches.map(({ externalId }) => externalId));
  const concerns = (externalId: string) => meant.has(documentIdOf(externalId) ?? externalId);
  const lastHolds = (lastOf(run.ledger.runs(SEARCHED_RUNS), source.name)?.holds ?? []).filter(
    ({ externalIds }) => externalIds.some(concerns),
  );
  if (!plan) return { source, refused, changes: [], lastHolds, missed: [] };
  const { enumeration } = plan;
  if (enumeration.queue.size > MAX_LOADED) {
    const compared = new Set(lastHolds.flatMap(({ externalIds }) => externalIds));
    for (const { listed } of enumeration.queue)
      if (!concerns(listed.externalId) && !compared.has(listed.externalId))
        enumeration.queue.delete(listed.externalId);
  }
  const changes: Change[] = [];
  for await (const change of plan.changes) if (idsOf(change).some(concerns)) changes.push(change);
  return { source, refused, enumeration, changes, lastHolds, missed: plan.outcome().missed };
}

function idsOf(change: Change): readonly string[] {
  switch (change.kind) {
    case "create":
    case "update":
      return [change.page.externalId];
    case "hide":
    case "delete":
      return [change.target.externalId];
    case "hold":
      return change.hold.externalIds;
    default:
      return [change.externalId];
  }
}
