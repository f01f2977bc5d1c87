import { leftOutCode } from "../../connector-kit/included.ts";
import type { PageRow } from "../../ledger/ledger.ts";
import type { Hold, Page } from "../changes.ts";

/** Shorter pages may shrink: a stub that loses a paragraph is an edit. */
const COLLAPSE_MIN_WORDS = 200;
/** A page that keeps less than a fifth of its words has lost what it was about. */
const collapseTo = 5;

/** Where so many other pages have the same body, a login, error or "moved" page answered for their documents. */
export const MAX_EQUAL = 5;
/** New pages of fewer words are often equal on purpose ("Moved."), so more of them may be; for stubs see `stubs.ts`. */
const SHORT_PAGE_WORDS = 20;
const MAX_EQUAL_SHORT = 20;

/** Names a body: what `--approve-uploads` approves. */
export const uploadHash = ({ bodyHash }: Pick<Page, "bodyHash">): string => bodyHash.slice(0, 12);

/**
 * Why a new or changed page is not sent, or undefined. What Intercom has stays. A page whose body is the
 * one that was sent before is never held: its new title, url or availability must get through. Nor is one that takes
 * something back from people: what stands meanwhile may answer those who must not be answered from it.
 *
 * @param row what the ledger knows of the page
 * @param equals other pages of the source with this body; of a stub, those with its title, too
 */
export function uploadHold(page: Page, row: PageRow | undefined, equals: number): Hold | undefined {
  const before = row?.state === "deleted" ? undefined : row;
  if (before?.bodyHash === page.bodyHash || mustNotWait(page, before)) return undefined;
  if (isCollapse(page, before)) return collapse(page, before?.words ?? 0);
  return isSame(page, before, equals) ? sameness([page.externalId], equals, page) : undefined;
}

/** Whether a page is for fewer people than the page that stands, or no longer shows a document that is. */
export function mustNotWait({ availability, warnings }: Page, before: PageRow | undefined): boolean {
  if (before?.state !== "live") return false;
  const { agent } = before.availability;
  return (agent && !availability.agent) || warnings.some(({ code }) => code === leftOutCode);
}

function isCollapse(page: Page, before: PageRow | undefined): boolean {
  return before !== undefined && before.words > COLLAPSE_MIN_WORDS && page.words * collapseTo < before.words;
}

function isSame(page: Page, before: PageRow | undefined, equals: number): boolean {
  const changed = before !== undefined;
  return equals >= (changed || page.words >= SHORT_PAGE_WORDS ? MAX_EQUAL : MAX_EQUAL_SHORT);
}

function collapse(page: Page, words: number): Hold {
  return {
    rule: "collapse",
    message: `${page.externalId} had ${words} words and now has ${page.words}; the page as it was stays.`,
    resolve: `Look at it with \`fin-ingest plan\` and at its source. If it is right: \`fin-ingest nightly --approve-uploads ${uploadHash(page)}\`.`,
    externalIds: [page.externalId],
  };
}

/**
 * The hold for pages that would all have the same body.
 * @param equals pages with this body besides any one of them
 */
export function sameness(externalIds: readonly string[], equals: number, page: Page): Hold {
  const further = equals + 1 - externalIds.length;
  const as = further > 0 ? ` as ${further} other page${further === 1 ? "" : "s"}` : "";
  const which = externalIds.length === 1 ? externalIds[0] : `${externalIds.length} pages`;
  return {
    rule: "sameness",
    message: `${which} would say exactly the same${as} of this source ("${page.title}", ${page.words} words); what was there stays.`,
    resolve: `A login or error page in place of the documents looks like this: check that the source lets fin-ingest read them. If they are alike on purpose: \`fin-ingest nightly --approve-uploads ${uploadHash(page)}\`.`,
    externalIds,
  };
}
