import type { StoredPage } from "../../src/emulator/model.ts";
import { sha256 } from "../../src/hash.ts";
import type { PageRow } from "../../src/ledger/ledger.ts";

/** A page as it stands in Intercom and in the ledger that sent it, by its number. */
const pageAt = (at: number) => ({
  externalId: `guides/page-${String(at).padStart(6, "0")}.md`,
  title: `How to export order ${at}`,
  url: `https://docs.example.com/guides/page-${at}`,
  locale: "en",
});

const paragraph =
  "<p>Orders that were shipped within a month can be exported, with their lines and labels.</p>";

/** 5 kB, as many a page of documentation has. */
const htmlAt = (at: number): string => `<h1>Order ${at}</h1>${paragraph.repeat(54)}`;

export function storedPage(at: number, sourceId: number, now: number): Omit<StoredPage, "id"> {
  const times = { createdAt: now, updatedAt: now, lastIngestedAt: now };
  const flags = { agent: true, copilot: true, salesAgent: false };
  return { ...pageAt(at), ...flags, ...times, sourceId, html: htmlAt(at), audienceIds: [] };
}

/** What the ledger knows of it, sent at `now` (epoch milliseconds). */
export const ledgerRow = (at: number, sourceId: number, now: number): PageRow => ({
  ...pageAt(at),
  // The emulator counts from 1.
  intercomId: String(at + 1),
  sourceId,
  version: String(at),
  revision: "1",
  fingerprint: sha256(String(at)),
  bodyHash: sha256(htmlAt(at)),
  availability: { agent: true, copilot: true },
  words: 800,
  state: "live",
  firstSentAt: now,
  sentAt: now,
});
