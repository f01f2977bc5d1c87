import type { PageRow } from "../../ledger/ledger.ts";
import type { Change, Page, UpdateReason } from "../changes.ts";

/** What a loaded document means for its page. `row` is what the ledger knows of it. */
export function decide(page: Page, row: PageRow | undefined): Change {
  if (!row || row.state === "deleted" || row.intercomId === undefined) return { kind: "create", page };
  if (row.noticed === "deleted by hand") return { kind: "create", page, reasons: [row.noticed] };
  const reasons = reasonsFor(page, row);
  if (reasons.length > 0) return { kind: "update", page, reasons };
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
  if (row.fingerprint === undefined) return ["unresolved"];
  if (row.state === "hidden") return ["reappeared"];
  return pageDifferences(row, page);
}

/** What is different between a page as it was sent and as it would be; empty: nothing that is sent. */
export function pageDifferences(was: Sent, is: Page): readonly UpdateReason[] {
  if (was.fingerprint === is.fingerprint) return [];
  const reasons: UpdateReason[] = [];
  if (was.bodyHash !== is.bodyHash) reasons.push("content");
  if (was.title !== is.title) reasons.push("title");
  if (was.url !== is.url) reasons.push("url");
  if (was.locale !== is.locale) reasons.push("locale");
  const { agent, copilot } = was.availability;
  if (agent !== is.availability.agent || copilot !== is.availability.copilot) reasons.push("availability");
  return reasons.length > 0 ? reasons : ["source"];
}

type Sent = Pick<PageRow, "fingerprint" | "bodyHash" | "title" | "url" | "locale" | "availability">;
