import { sameAvailability } from "../../audience.ts";
import { audienceOfRow, type PageRow } from "../../ledger/ledger.ts";
import type { Change, Page, UpdateReason } from "../changes.ts";

/** What a loaded document means for its page. `row` is what the ledger knows of it. */
export function decide(page: Page, row: PageRow | undefined): Change {
  if (!row || row.state === "deleted" || row.intercomId === undefined) return { kind: "create", page };
  if (row.noticed === "deleted by hand") return { kind: "create", page, reasons: [row.noticed] };
  const before = audienceOfRow(row);
  const reasons = reasonsFor(page, row);
  if (reasons.length > 0) return { kind: "update", page, reasons, before };
  return {
    kind: "unchanged",
    externalId: page.externalId,
    ...(page.version === undefined
      ? {}
      : {
          remember: {
            version: page.version,
            ...(page.path ? { path: page.path } : {}),
            parts: page.parts ?? 0,
          },
        }),
  };
}

function reasonsFor(page: Page, row: PageRow): readonly UpdateReason[] {
  if (row.noticed !== undefined) return [row.noticed];
  if (row.fingerprint === undefined) return [row.sentAt === undefined ? "sent again" : "unresolved"];
  if (row.state === "hidden") return ["reappeared"];
  return pageDifferences(row, page);
}

/** What differs between a page as it was sent and as it would be sent; empty: nothing. */
export function pageDifferences(before: Sent, after: Page): readonly UpdateReason[] {
  if (before.fingerprint === after.fingerprint) return [];
  const reasons: UpdateReason[] = [];
  if (before.bodyHash !== after.bodyHash) reasons.push("content");
  if (before.title !== after.title) reasons.push("title");
  if (before.url !== after.url) reasons.push("url");
  if (before.locale !== after.locale) reasons.push("locale");
  if (!sameAvailability(before.availability, after.availability)) reasons.push("availability");
  if (reasons.length > 0) return reasons;
  return after.availability.agent && after.salesAgent !== undefined ? ["sales agent"] : ["source"];
}

type Sent = Pick<PageRow, "fingerprint" | "bodyHash" | "title" | "url" | "locale" | "availability">;
