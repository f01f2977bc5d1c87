import { audienceOf, isWider } from "../../audience.ts";
import type { SourceConfig } from "../../config/types.ts";
import type { PageRow, SourceHistory, SourceRow } from "../../ledger/ledger.ts";
import type { Change, Hold, Page, UpdateReason } from "../changes.ts";
import { settingsRevision, sourceRevision, sourceScope } from "../list/revision.ts";
import { uploadHash } from "./upload-rules.ts";

/** The reason of an update that only this program's new version brings, and its heading in reports. */
export const newVersion = "new version of fin-ingest" satisfies UpdateReason;

export const audienceChangedRule = "audience-changed";

/** What is known of the run that last wrote a source's pages. */
export interface LastRun {
  readonly history: Pick<SourceHistory, "madeWith">;
  readonly row: Pick<SourceRow, "scope"> | undefined;
}

/**
 * Whether only another version of this program can have changed a page: its document and the source's settings are as
 * they were when it was sent. A ledger that does not know the settings was written by a version that did not keep them;
 * what the source selects stands for them then.
 */
export function isNewVersionAlone(
  page: Pick<Page, "version">,
  row: PageRow | undefined,
  source: SourceConfig,
  { history: { madeWith }, row: before }: LastRun,
): boolean {
  if (row?.state !== "live" || row.version === undefined || row.version !== page.version) return false;
  if (row.revision === undefined || row.revision === sourceRevision(source)) return false;
  if (madeWith === undefined) return before?.scope === sourceScope(source);
  return madeWith.revision === row.revision && madeWith.settings === settingsRevision(source);
}

/** Reasons that say that the page itself is another one; others are about what happened to it in Intercom. */
const ofPage: ReadonlySet<UpdateReason> = new Set(["content", "title", "url", "locale", "availability"]);

/** The change with the reason that the new version alone brings it, where that is so. */
export const withNewVersion = (change: Change, isAlone: boolean): Change =>
  isAlone && change.kind === "update" && change.reasons.every((reason) => ofPage.has(reason))
    ? { ...change, reasons: [...change.reasons, newVersion] }
    : change;

/**
 * A hold in place of an update by which a new version alone would answer more people from a page than before: nobody
 * decided that. One for fewer people goes through.
 */
export function holdWidened(change: Change, approved: readonly string[]): Change {
  if (change.kind !== "update" || !change.reasons.includes(newVersion)) return change;
  const { page, before } = change;
  const after = audienceOf(page.availability);
  if (before === undefined || !isWider(after, before) || approved.includes(uploadHash(page))) return change;
  return { kind: "hold", hold: widened(page, `${before} → ${after}`) };
}

const widened = (page: Page, audience: string): Hold => ({
  rule: audienceChangedRule,
  message: `${page.externalId} would be answered to more people (${audience}) because of a new version of fin-ingest alone; the page as it was stays.`,
  resolve: `Look at it with \`fin-ingest explain\`. If it is right: \`fin-ingest nightly --approve-uploads ${uploadHash(page)}\`.`,
  externalIds: [page.externalId],
});
