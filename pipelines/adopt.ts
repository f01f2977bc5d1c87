import { randomUUID } from "node:crypto";
import type { SourceConfig } from "../src/config/types.ts";
import { toFailure } from "../src/errors.ts";
import { sourceKey } from "../src/intercom/sources.ts";
import { isStorable } from "../src/ledger/external-ids.ts";
import type { PageRow } from "../src/ledger/ledger.ts";
import type { RunContext } from "../src/sync/context.ts";
import { adoptedRow } from "../src/sync/lifecycle/adopt.ts";
import { documentsToMatch } from "../src/sync/lifecycle/documents-to-match.ts";
import { type Matching, matchPages } from "../src/sync/lifecycle/match.ts";
import { importSourcesByUrl } from "../src/sync/lifecycle/rebuild.ts";
import { later } from "../src/sync/times.ts";

/** What adopting does for one source. */
export interface Adoption extends Matching<PageRow> {
  readonly source: string;
  /** Null: Intercom has no Content Import Source for its url, so there is nothing to adopt. */
  readonly sourceId: number | null;
  /** Why some of its documents could not be compared. */
  readonly incomplete: string | undefined;
}

/**
 * Takes over pages that were not sent from this ledger, where it is certain which document they are: by external id,
 * url or title. A page with the document's own id is updated from now on. One with another id cannot be given the
 * document's, so the document gets a page of its own, and the old one is hidden once that has been sent.
 *
 * @param options.dryRun whether the ledger stays as it is. Intercom is read, never written.
 */
export async function adopt(run: RunContext, { dryRun }: { dryRun: boolean }): Promise<readonly Adoption[]> {
  const adoptions = await compare(run);
  if (dryRun) return adoptions;
  const begun = { id: randomUUID(), pipeline: "adopt", startedAt: run.clock.now() };
  run.ledger.advance();
  for (const [index, adoption] of adoptions.entries()) {
    const source = run.sources[index];
    if (source) enter(run, source, adoption);
  }
  run.ledger.putRun({ ...begun, finishedAt: run.clock.now(), outcome: "ok" });
  return adoptions;
}

async function compare(run: RunContext): Promise<readonly Adoption[]> {
  const ids = await importSourcesByUrl(run.sources, run);
  const pages = new Map<number, PageRow[]>([...ids.values()].map((id) => [id, []]));
  const names = new Map(run.sources.map(({ name, url }) => [ids.get(sourceKey(url)), name]));
  for await (const page of run.library.listPages(run.signal)) {
    const name = names.get(page.sourceId);
    if (name === undefined || !isStorable(page.externalId)) continue;
    const row = run.ledger.page(name, page.externalId);
    if (row === undefined || row.state === "deleted")
      pages.get(page.sourceId)?.push(adoptedRow(page, later(run)));
  }
  const adoptions: Adoption[] = [];
  for (const source of run.sources) {
    const sourceId = ids.get(sourceKey(source.url)) ?? null;
    const own = (sourceId === null ? undefined : pages.get(sourceId)) ?? [];
    adoptions.push({ source: source.name, sourceId, ...(await matched(run, source, own)) });
  }
  return adoptions;
}

async function matched(
  run: RunContext,
  source: SourceConfig,
  pages: readonly PageRow[],
): Promise<Matching<PageRow> & Pick<Adoption, "incomplete">> {
  if (pages.length === 0) return { matches: [], ambiguous: [], left: [], incomplete: undefined };
  try {
    const { documents, incomplete } = await documentsToMatch(run, source, pages);
    return { ...matchPages(sortedById(pages), documents), incomplete };
  } catch (error) {
    if (run.signal.aborted) throw error;
    return { matches: [], ambiguous: [], left: pages, incomplete: toFailure(error).message };
  }
}

function enter(
  { ledger }: RunContext,
  { name, url }: SourceConfig,
  { sourceId, matches, ambiguous, left }: Adoption,
): void {
  if (sourceId === null) return;
  if (!ledger.source(name)) ledger.putSource({ name, url, sourceId });
  for (const { page, document, by } of matches) {
    ledger.putPage(name, page);
    if (by === "external_id") continue;
    const history = ledger.pageHistory(name, page.externalId);
    ledger.putPageHistory(name, page.externalId, { ...history, replacedBy: document });
  }
  const rest = [...ambiguous.map(({ page }) => page), ...left].filter(({ state }) => state === "live");
  const { foreign, ...history } = ledger.sourceHistory(name);
  const held = foreign?.held ?? false;
  const externalIds = rest.slice(0, 1_000).map(({ externalId }) => externalId);
  ledger.putSourceHistory(
    name,
    rest.length === 0 ? history : { ...history, foreign: { pages: rest.length, externalIds, held } },
  );
}

const sortedById = (pages: readonly PageRow[]): PageRow[] =>
  [...pages].sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
