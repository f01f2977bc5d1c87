import type { PageRow } from "../../src/ledger/ledger.ts";
import type { Page } from "../../src/sync/changes.ts";

/** What a test is about; undefined leaves a value out. */
export type Overrides<T> = { readonly [K in keyof T]?: T[K] | undefined };

const without = <T>(row: Overrides<T>): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T;

/** A page as the normaliser and the rules would make it; tests change what they are about. */
export const samplePage = (over: Overrides<Page> = {}): Page =>
  without<Page>({
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
export const sampleRow = (over: Overrides<PageRow> = {}): PageRow =>
  without<PageRow>({
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
