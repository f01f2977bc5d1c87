import { audienceOf, availabilityFor, narrowest, sameAvailability, type VisibleTo } from "../../audience.ts";
import type { SourceConfig } from "../../config/types.ts";
import { audienceOfRow, type PageRow, standingOf } from "../../ledger/ledger.ts";
import type { ReplacedPage } from "../../runs/replaced.ts";
import type { Change } from "../changes.ts";
import { rulesOf } from "../list/rules.ts";
import { fingerprintOf } from "../plan/page.ts";

/**
 * Sends a page again as it was before a run, or says why that cannot be. Nobody is answered from it who is not to be
 * answered now: its audience is the narrowest of the one it had, the one it has, and the one that its source's rules give
 * its path today. What was taken back from readers on purpose is not given back.
 *
 * @param row what the ledger knows of the page today
 * @param body its text before the run; undefined: it is not kept
 */
export function undoPage(
  page: ReplacedPage,
  row: PageRow | undefined,
  body: string | undefined,
  source: SourceConfig,
): Change {
  const { externalId, before } = page;
  const { title, url, path, locale, words, bodyHash } = before;
  const audienceBefore = audienceOfRow(row);
  const skip = (why: string): Change => ({
    kind: "skip",
    externalId,
    title,
    url,
    why,
    before: audienceBefore,
  });
  if (!isAsTheRunLeftIt(page, row)) return skip("a later run or somebody else changed it since");
  if (isTakenBack(page)) return skip("it was taken back from its readers on purpose");
  const to = audienceNow(page, row, source);
  if (to === "nobody") return skip("its source's rules leave it out today");
  if (body === undefined) return skip("its text is not kept");
  const availability = availabilityFor(to);
  const salesAgent = to === "customers" ? source.salesAgent : false;
  const sent = {
    externalId,
    title,
    html: body,
    words,
    warnings: [],
    url,
    path,
    locale,
    availability,
    salesAgent,
    bodyHash,
    fingerprint: fingerprintOf({ source, title, html: body, url, locale, availability }),
  };
  return !row || row.state === "deleted"
    ? { kind: "create", page: sent, reasons: ["undo"] }
    : { kind: "update", page: sent, reasons: ["undo"], before: audienceBefore };
}

function isAsTheRunLeftIt({ after }: ReplacedPage, row: PageRow | undefined): boolean {
  if (!row || row.state === "deleted") return after.state !== "live";
  // A page that was hidden by the run may have been deleted since, not the other way round.
  if (row.state !== after.state) return false;
  const isSameText = row.bodyHash === after.bodyHash;
  return isSameText && (row.state === "hidden" || sameAvailability(standingOf(row), after.availability));
}

/** Such a page's text is replaced as it is hidden; one whose document is gone keeps it. */
const isTakenBack = ({ before, after }: ReplacedPage): boolean =>
  after.state === "hidden" && after.bodyHash !== before.bodyHash;

function audienceNow(
  { before }: ReplacedPage,
  row: PageRow | undefined,
  source: SourceConfig,
): VisibleTo | "nobody" {
  const verdict = rulesOf(source)({ path: before.path, labels: [] });
  const byRule = verdict.kind === "excluded" ? "nobody" : verdict.to;
  const has = row?.state === "live" ? audienceOf(standingOf(row)) : "customers";
  return narrowest(audienceOf(before.availability), has, byRule);
}
