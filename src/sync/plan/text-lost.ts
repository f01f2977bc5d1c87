import type { SourceConfig } from "../../config/types.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { LostText } from "../../normalize/index.ts";
import type { Change, Hold, Page } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { isEmptyPage } from "./empty-page.ts";
import { mustNotWait } from "./upload-rules.ts";

export const textLostRule = "text-lost";

type Upload = Extract<Change, { kind: "create" | "update" }>;

interface LossGuard {
  readonly ledger: Pick<Ledger, "page" | "pageHistory">;
  readonly source: Pick<SourceConfig, "name">;
  /** Hashes given with `--approve-uploads`. */
  readonly approved: readonly string[];
}

export const lossGuardOf = ({ ledger, overrides }: RunContext, source: LossGuard["source"]): LossGuard => ({
  ledger,
  source,
  approved: overrides.approveUploads ?? [],
});

/**
 * The changes of one document; where its own page lost much of its text without a reason, a hold in place of the
 * uploads that would say something new. What was accepted once is accepted until the source's text changes.
 *
 * @param own the document's own page
 */
export function holdLostText(changes: readonly Change[], own: Page | undefined, guard: LossGuard): Change[] {
  const lost = own?.lost;
  if (own === undefined || lost === undefined || isAccepted(lost, own, guard)) return [...changes];
  const passes = (change: Change) => !isUpload(change) || !isHeld(change, guard);
  const held = changes.flatMap((change) =>
    isUpload(change) && !passes(change) ? [change.page.externalId] : [],
  );
  if (held.length === 0) return [...changes];
  return [...changes.filter(passes), { kind: "hold", hold: textLost(own.externalId, held, lost) }];
}

function isAccepted({ hash }: LostText, { externalId }: Page, { ledger, source, approved }: LossGuard) {
  return approved.includes(hash) || ledger.pageHistory(source.name, externalId).sentDespiteLoss === hash;
}

const isUpload = (change: Change): change is Upload => change.kind === "create" || change.kind === "update";

function isHeld({ page }: Upload, { ledger, source }: LossGuard): boolean {
  const row = ledger.page(source.name, page.externalId);
  const before = row?.state === "deleted" ? undefined : row;
  return before?.bodyHash !== page.bodyHash && !mustNotWait(page, before) && !isEmptyPage(page);
}

function textLost(externalId: string, externalIds: readonly string[], lost: LostText): Hold {
  const { words, of, begin, hash } = lost;
  const share = Math.round((100 * words) / of);
  return {
    rule: textLostRule,
    message: `${externalId}: ${words} of its ${of} words (${share} %) are not in the page, and no rule says why: "${begin}"; what was there stays.`,
    resolve: `Compare both with \`fin-ingest preview --serve\`. If nothing that matters is missing: \`fin-ingest nightly --approve-uploads ${hash}\`, which counts until the source's text changes.`,
    externalIds,
  };
}
