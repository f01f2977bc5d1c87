import { FinIngestError } from "../errors.ts";
import { sourceKey } from "../intercom/sources.ts";
import { adoptedRow } from "./adopt.ts";
import type { RunContext } from "./context.ts";

/** How many pages of each source a rebuild adopted. */
export interface Rebuilt {
  readonly sources: readonly {
    readonly name: string;
    readonly sourceId: number | null;
    readonly pages: number;
    readonly hidden: number;
  }[];
}

/**
 * Makes the ledger anew from what stands in Intercom. Adopted pages carry no fingerprint, so the next run
 * sends each of them once and knows them again: whether Intercom gives html back byte for byte is undocumented.
 *
 * @throws FinIngestError when a source's URL names two Content Import Sources.
 */
export async function rebuild(run: RunContext): Promise<Rebuilt> {
  const ids = await importSourcesByUrl(run);
  const adopted = run.sources.map((source) => ({
    name: source.name,
    sourceId: ids.get(sourceKey(source.url)) ?? null,
    pages: 0,
    hidden: 0,
  }));
  run.ledger.advance();
  for (const { name, url } of run.sources) {
    run.ledger.forgetPages(name);
    const sourceId = ids.get(sourceKey(url));
    if (sourceId !== undefined) run.ledger.putSource({ name, url, sourceId });
  }
  if (ids.size > 0) {
    for await (const page of run.library.listPages(run.signal)) {
      const into = adopted.find(({ sourceId }) => sourceId === page.sourceId);
      if (!into) continue;
      run.ledger.putPage(into.name, adoptedRow(page, run.clock.now()));
      into.pages += 1;
      if (!page.agent && !page.copilot) into.hidden += 1;
    }
  }
  return { sources: adopted };
}

/** Source key → id. */
async function importSourcesByUrl(run: RunContext): Promise<Map<string, number>> {
  const wanted = new Set(run.sources.map(({ url }) => sourceKey(url)));
  const ids = new Map<string, number>();
  for await (const { id, url, syncBehavior } of run.library.listSources(run.signal)) {
    const key = sourceKey(url);
    if (syncBehavior !== "api" || !wanted.has(key)) continue;
    const twin = ids.get(key);
    if (twin !== undefined) {
      throw new FinIngestError(`Intercom has two Content Import Sources for ${url}: ${twin} and ${id}`, {
        hint: "Delete the one without your pages in Intercom (Fin AI Agent → Content), then run this again.",
      });
    }
    ids.set(key, id);
  }
  return ids;
}
