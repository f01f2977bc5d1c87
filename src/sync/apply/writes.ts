import type { PageRow } from "../../ledger/ledger.ts";
import type { Page, RemovalTarget } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { afterLast } from "../list/listing-history.ts";
import { unavailable } from "../plan/rules.ts";
import type { RunFailures } from "../run-failures.ts";
import { foundHidden, readOurs } from "./read-back.ts";

/** Where the changes of one source go. */
export interface Target {
  readonly name: string;
  readonly sourceId: number;
  readonly revision: string;
  /** Listed pages that are no change; undefined where no listing was read (a plan file, two commits). */
  readonly unchanged?: number;
}

/** What a write works with. */
export interface Writing {
  readonly run: RunContext;
  readonly target: Target;
  readonly failures: RunFailures;
}

/** Sends the full desired state of a page: repeating it is harmless. */
export async function upload(page: Page, writing: Writing): Promise<void> {
  const { run, target } = writing;
  const { externalId, title, html, url, locale } = page;
  const before = run.ledger.page(target.name, externalId);
  const kept = keptAvailability(before, page);
  const sent = await write("upsert", externalId, writing, () =>
    run.library.upsertPage(
      {
        sourceId: target.sourceId,
        externalId,
        title,
        html,
        ...(url === undefined ? {} : { url }),
        locale,
        ...(kept ?? page.availability),
      },
      run.cutOff,
    ),
  );
  const sentAt = run.clock.now();
  const known = before?.state === "deleted" ? undefined : before?.firstSentAt;
  const firstSentAt = known ?? afterLast(run.ledger.source(target.name), sentAt);
  const row = { ...rowOf(page, target, sent.id, sentAt), firstSentAt };
  settle({ ...row, ...(kept ? { kept } : {}) }, writing, html);
}

/** What somebody set in Intercom and the source lets stand, as long as our own settings want what they wanted then. */
function keptAvailability(row: PageRow | undefined, { availability }: Page): PageRow["kept"] {
  if (row?.state !== "live" || row.kept === undefined) return undefined;
  const { agent, copilot } = row.availability;
  return agent === availability.agent && copilot === availability.copilot ? row.kept : undefined;
}

/** Hiding re-sends the page as Intercom has it, with every availability flag false. */
export async function hide(page: RemovalTarget, writing: Writing): Promise<void> {
  const { run } = writing;
  const { row, current } = await readOurs(page, writing);
  const settled = (change: Partial<PageRow>) => settle({ ...row, ...change }, writing);
  if (!current) return settled({ state: "deleted" });
  const hidden = { state: "hidden", availability: unavailable } as const;
  if (foundHidden(current)) return settled({ ...hidden, hiddenAt: row.hiddenAt ?? run.clock.now() });
  const { sourceId, externalId, title, html, url, locale } = current;
  const wanted = { sourceId, externalId, title, html, ...(url ? { url } : {}), locale, ...unavailable };
  const sent = await write(
    "hide",
    externalId,
    writing,
    () => run.library.upsertPage(wanted, run.cutOff),
    async () => {
      const after = await run.library.getPage(page.intercomId, run.cutOff);
      return after && foundHidden(after) ? after : undefined;
    },
  );
  settled({ ...hidden, intercomId: sent.id, hiddenAt: run.clock.now() });
}

export async function remove(page: RemovalTarget, writing: Writing): Promise<void> {
  const { run } = writing;
  const { row, current } = await readOurs(page, writing);
  const gone = "gone";
  if (current) {
    await write(
      "delete",
      page.externalId,
      writing,
      async () => {
        await run.library.deletePage(page.intercomId, run.cutOff);
        return gone;
      },
      async () => ((await run.library.getPage(page.intercomId, run.cutOff)) ? undefined : gone),
    );
  }
  settle({ ...row, state: "deleted" }, writing);
}

/** What leaves the answer index leaves it before the ledger says so, and what enters it does so after. */
function settle(row: PageRow, { run, target }: Writing, html?: string): void {
  if (html === undefined) run.settled?.(target.name, row);
  run.ledger.settle(target.name, row);
  if (html !== undefined) run.settled?.(target.name, row, html);
}

/**
 * One write with its intent: recorded before it is sent, taken back by a refusal that certainly had no effect,
 * left open by anything else, unless reading back shows that it took effect.
 */
async function write<T>(
  what: "upsert" | "hide" | "delete",
  externalId: string,
  { run, target, failures }: Writing,
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
    ...(version === undefined ? {} : { version }),
    revision: target.revision,
    fingerprint,
    bodyHash,
    title,
    ...(url === undefined ? {} : { url }),
    ...(path === undefined ? {} : { path }),
    locale,
    availability,
    words,
    ...(parts === undefined ? {} : { parts }),
    state: "live",
    sentAt,
  };
}
