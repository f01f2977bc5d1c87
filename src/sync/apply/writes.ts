import { isDeepStrictEqual } from "node:util";
import { sameAvailability, unavailable } from "../../audience.ts";
import { sha256 } from "../../hash.ts";
import { escapeHtml } from "../../html/characters.ts";
import type { ExternalPage } from "../../intercom/types.ts";
import type { PageRow } from "../../ledger/ledger.ts";
import type { Page, RemovalTarget } from "../changes.ts";
import { noteReappeared } from "../lifecycle/flapping.ts";
import { afterLast } from "../list/listing-history.ts";
import { settlePage } from "../record-page.ts";
import { later } from "../times.ts";
import { withEcho } from "./echo.ts";
import { isHidden, readOurs } from "./read-back.ts";
import { readBeforeNarrowing, rememberSalesAgent, salesAgentFor, withoutRestored } from "./sales-agent.ts";
import type { Target, WriteContext } from "./write-context.ts";

/** Sends the full desired state of a page: repeating it is harmless. */
export async function upload(page: Page, context: WriteContext): Promise<void> {
  const { run, target } = context;
  const { externalId, title, html, url, locale } = page;
  const before = run.ledger.page(target.name, externalId);
  const kept = keptAvailability(before, page);
  await readBeforeNarrowing(page, before, context);
  await keepStanding(before, context);
  const history = run.ledger.pageHistory(target.name, externalId);
  const sent = await write("upsert", externalId, context, () =>
    run.library.upsertPage(
      {
        sourceId: target.sourceId,
        externalId,
        title,
        html,
        url,
        locale,
        ...(kept ?? page.availability),
        salesAgent: salesAgentFor(page, kept, history),
      },
      run.cutOff,
    ),
  );
  const after = withoutRestored(withEcho(history, before, page, sent), page, sent);
  // Before the row: a row without its echo would be taken for a page that somebody edited.
  if (!isDeepStrictEqual(after, history)) run.ledger.putPageHistory(target.name, externalId, after);
  if (page.salesAgent === false && sent.salesAgent && !kept) context.failures.usedBySalesAgent += 1;
  const sentAt = run.clock.now();
  if (before?.state === "hidden") noteReappeared(run.ledger, target.name, externalId, sentAt);
  const known = before?.state === "deleted" ? undefined : before?.firstSentAt;
  const firstSentAt = known ?? afterLast(run.ledger.source(target.name), sentAt);
  settlePage(run, target.name, { ...rowOf(page, target, sent.id, sentAt), firstSentAt, kept }, html);
}

/** Keeps the text of a live page before it is replaced, where that is asked for and it is not kept yet. */
async function keepStanding(row: PageRow | undefined, { run, target }: WriteContext): Promise<void> {
  if (!run.keeper || row?.state !== "live" || row.intercomId === undefined || run.keeper.has(row)) return;
  run.signal.throwIfAborted();
  // Best effort: an upload never waits for this.
  const current = await run.library.getPage(row.intercomId, run.cutOff).catch(() => undefined);
  run.signal.throwIfAborted();
  if (current?.externalId === row.externalId && current.sourceId === target.sourceId)
    run.keeper.add(row, current.html);
}

/** Availability set by hand in Intercom that the source leaves as it is, as long as our own settings are the same. */
function keptAvailability(row: PageRow | undefined, { availability }: Page): PageRow["kept"] {
  if (row?.state !== "live" || row.kept === undefined) return undefined;
  return sameAvailability(row.availability, availability) ? row.kept : undefined;
}

/**
 * Sends the page again as Intercom has it, with every availability flag false.
 * @param taken its text is taken back, too: the title stands in its place, because Intercom takes no empty page
 */
export async function hide(
  page: RemovalTarget,
  context: WriteContext,
  { taken = false }: { readonly taken?: boolean | undefined } = {},
): Promise<void> {
  const { run, target } = context;
  const { row, current } = await readOurs(page, context);
  const settle = (change: Partial<PageRow>) => settlePage(run, target.name, { ...row, ...change });
  if (!current) return settle({ state: "deleted" });
  const hidden = { state: "hidden", availability: unavailable } as const;
  run.keeper?.add(row, current.html);
  rememberSalesAgent(run.ledger, target.name, current);
  const countUsed = ({ salesAgent }: ExternalPage) => {
    if (salesAgent) context.failures.usedBySalesAgent += 1;
  };
  if (isHidden(current, run.library)) {
    countUsed(current);
    return settle({ ...hidden, hiddenAt: row.hiddenAt ?? later(run) });
  }
  const { sourceId, externalId, title, url, locale } = current;
  const html = taken ? `<p>${escapeHtml(title)}</p>` : current.html;
  const wanted = { sourceId, externalId, title, html, url, locale, ...unavailable, salesAgent: false };
  const sent = await write(
    "hide",
    externalId,
    context,
    () => run.library.upsertPage(wanted, run.cutOff),
    async () => {
      const after = await run.library.getPage(page.intercomId, run.cutOff);
      return after && isHidden(after, run.library) ? after : undefined;
    },
  );
  countUsed(sent);
  const body = taken ? { bodyHash: sha256(html), words: 0 } : {};
  settle({ ...hidden, ...body, intercomId: sent.id, hiddenAt: later(run) });
}

/** Deletes a page that is still ours; one that is gone already counts as deleted. */
export async function remove(page: RemovalTarget, context: WriteContext): Promise<void> {
  const { run, target } = context;
  const { row, current } = await readOurs(page, context);
  const gone = "gone";
  if (current) {
    await write(
      "delete",
      page.externalId,
      context,
      async () => {
        await run.library.deletePage(page.intercomId, run.cutOff);
        return gone;
      },
      async () => ((await run.library.getPage(page.intercomId, run.cutOff)) ? undefined : gone),
    );
  }
  settlePage(run, target.name, { ...row, state: "deleted" });
}

/**
 * One write with its intent: recorded before it is sent, taken back by a refusal that certainly had no effect,
 * left open by anything else, unless reading back shows that it took effect.
 */
async function write<T>(
  what: "upsert" | "hide" | "delete",
  externalId: string,
  { run, target, failures }: WriteContext,
  send: () => Promise<T>,
  readBack?: () => Promise<T | undefined>,
): Promise<T> {
  run.signal.throwIfAborted();
  await run.ledger.intend(target.name, externalId, what, run.clock.now());
  try {
    const done = await send();
    failures.unresolved.delete(externalId);
    return done;
  } catch (error) {
    const { ambiguous } = error as { ambiguous?: unknown };
    if (ambiguous === false && !failures.unresolved.has(externalId)) {
      run.ledger.abandon(target.name, externalId);
      throw error;
    }
    // Best effort: where even reading fails, what is reported is the write.
    const found = ambiguous === true ? await readBack?.().catch(() => undefined) : undefined;
    if (found !== undefined) return found;
    failures.unresolved.add(externalId);
    throw error;
  }
}

function rowOf(page: Page, target: Target, intercomId: string, sentAt: number): PageRow {
  const { externalId, version, fingerprint, bodyHash, title, url, path, locale, availability, words, parts } =
    page;
  return {
    externalId,
    intercomId,
    sourceId: target.sourceId,
    version,
    revision: target.revision,
    fingerprint,
    bodyHash,
    title,
    url,
    path,
    locale,
    availability,
    words,
    parts,
    state: "live",
    sentAt,
  };
}
