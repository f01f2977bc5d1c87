import type { PageRow } from "../../src/ledger/ledger.ts";

/** A ledger's row after an upload, with values of typical lengths. */
export function pageRow(at: number): PageRow {
  const id = `guides/section-${at % 97}/page-${String(at).padStart(6, "0")}.md`;
  const hex = at.toString(16).padStart(8, "0");
  return {
    externalId: id,
    intercomId: String(at + 1),
    sourceId: 1,
    version: hex.repeat(5),
    revision: "0123456789abcdef",
    fingerprint: hex.repeat(8),
    bodyHash: hex.repeat(8),
    title: `How to set up part ${at} of the product`,
    url: `https://docs.example.com/${id.slice(0, -3)}`,
    path: id,
    locale: "en",
    availability: { agent: true, copilot: true },
    words: 300 + (at % 500),
    state: "live",
    firstSentAt: 1_750_000_000_000,
    sentAt: 1_750_000_000_000 + at,
  };
}
