import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { ListingEntry } from "../../connector-kit/listing.ts";
import { toFailure } from "../../errors.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import type { Change } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { incompleteness } from "../list/enumeration.ts";
import { ioFor } from "../list/io.ts";
import { afterMove } from "../plan/plan.ts";
import { planSource, type SourcePlan } from "../plan/plan-source.ts";
import { changedUrl } from "../plan/source-url.ts";
import { explainMatch, type SourceFindings } from "./assemble.ts";
import { endedSources, lastHoldsOf } from "./ended.ts";
import { explainEnded } from "./explain-ended.ts";
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

/**
 * Says of a document all that is known, and what the next run does with it. Reads the listings of the selected sources
 * to their ends and the ledger; touches neither Intercom nor the ledger.
 *
 * @param text an external id, a path, an address or a title
 * @param options whether sources that left the configuration are searched, too
 */
export async function explain(
  run: RunContext,
  text: string,
  options: { readonly ended: boolean },
): Promise<Explained> {
  const search = new Search(documentQuery(text));
  const listed: Listing[] = [];
  try {
    for (const source of run.sources) {
      const listing = await list(run, source, search);
      listed.push(listing);
      search.addKnown(listing.run.ledger, source.name);
    }
    const ended = options.ended ? endedSources(run.ledger, run.config) : [];
    for (const { name } of ended) search.addKnown(run.ledger, name);
    const of = (name: string) => search.found().filter(({ source }) => source === name);
    const documents: Explanation[] = [];
    for (const listing of listed) {
      const matches = of(listing.source.name);
      if (matches.length === 0) continue;
      const findings = await findingsOf(listing, matches);
      documents.push(...matches.map((match) => explainMatch(listing.run, match, findings)));
    }
    for (const source of ended)
      documents.push(...of(source.name).map((match) => explainEnded(run, match, source)));
    const nearest = documents.length > 0 ? [] : search.nearest();
    return { query: text, documents, nearest, incomplete: listed.flatMap(incompleteOf) };
  } finally {
    for (const { plan, io } of listed) {
      plan?.close();
      await io?.http.close();
    }
  }
}

/** A source whose listing was read, and whose changes are still to be decided. */
interface Listing {
  readonly source: SourceConfig;
  /** With the ledger as it is once the source has taken over what `moved_from` names. */
  readonly run: RunContext;
  readonly io?: Io;
  readonly plan?: SourcePlan;
  /** Why the source is not listed, or why a run would refuse it. */
  readonly refused?: unknown;
}

async function list(given: RunContext, source: SourceConfig, search: Search): Promise<Listing> {
  let run = given;
  let io: Io | undefined;
  try {
    run = afterMove(given, source);
    const { ledger } = run;
    const refused = changedUrl(ledger.source(source.name), source);
    if (refused) return { source, run, refused };
    io = ioFor(run, source);
    const onEntry = (entry: ListingEntry) => search.addListed(ledger, source.name, entry);
    const plan = await planSource(run, source, io, { removals: true, onEntry });
    return { source, run, io, plan, refused: plan.ruleCheck.refused };
  } catch (error) {
    given.signal.throwIfAborted();
    return { source, run, ...(io ? { io } : {}), refused: error };
  }
}

function incompleteOf({ source, plan, refused }: Listing): Explained["incomplete"] {
  const why =
    refused === undefined ? plan && incompleteness(plan.enumeration, 0) : toFailure(refused).message;
  return why === undefined ? [] : [{ source: source.name, why }];
}

/** Decides over the documents that are meant; of a large source, loads these alone. */
async function findingsOf(
  { source, run, plan, refused }: Listing,
  matches: readonly Match[],
): Promise<SourceFindings> {
  const meant = new Set(matches.map(({ externalId }) => externalId));
  const concerns = (externalId: string) => meant.has(documentIdOf(externalId) ?? externalId);
  const lastHolds = lastHoldsOf(run.ledger, source.name, concerns);
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
