import type { PageRow } from "../../src/ledger/ledger.ts";
import type { Page } from "../../src/sync/changes.ts";

/** A page as the normaliser and the rules would make it; tests change what they are about. */
export const samplePage = (over: Partial<Page> = {}): Page => ({
  externalId: "a.md",
  title: "A",
  html: "<p>Text</p>",
  words: 1,
  warnings: [],
  url: "https://docs.example.com/a",
  locale: "en",
  availability: { agent: true, copilot: true },
  fingerprint: "f1",
  bodyHash: "b1",
  version: "v1",
  path: "a.md",
  ...over,
});

/** The ledger's row after that page was sent. */
export const sampleRow = (over: Partial<PageRow> = {}): PageRow => ({
  externalId: "a.md",
  intercomId: "11",
  sourceId: 1,
  version: "v1",
  revision: "r1",
  fingerprint: "f1",
  bodyHash: "b1",
  title: "A",
  url: "https://docs.example.com/a",
  path: "a.md",
  locale: "en",
  availability: { agent: true, copilot: true },
  words: 1,
  state: "live",
  sentAt: 1,
  ...over,
});
