import { AnswerIndex, type IndexedPage } from "../../src/answers/index/answer-index.ts";
import { memoryIndex } from "../../src/answers/index/database.ts";

/** A page for customers; `html` may be its only property of interest. */
export function page(
  externalId: string,
  title: string,
  html: string,
  more: Partial<IndexedPage> = {},
): IndexedPage {
  return {
    externalId,
    title,
    html,
    locale: "en",
    availability: { agent: true, copilot: true },
    fingerprint: `${title}\n${html}`,
    ...more,
  };
}

/** An index in memory over these pages. */
export function indexOf(...pages: readonly IndexedPage[]): AnswerIndex {
  const index = new AnswerIndex(memoryIndex());
  for (const one of pages) index.put("docs", one);
  index.flush();
  return index;
}
