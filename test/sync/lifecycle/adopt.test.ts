import { expect, test } from "vitest";
import type { ExternalPage } from "../../../src/intercom/types.ts";
import { adoptedRow } from "../../../src/sync/lifecycle/adopt.ts";

const page: ExternalPage = {
  id: "7",
  sourceId: 1,
  externalId: "a.md",
  title: "A",
  html: "<h2>Set up</h2>\n<p>Run <code>npm ci</code>, then <strong>wait</strong>.</p>",
  locale: "en",
  agent: true,
  copilot: true,
} as ExternalPage;

test("an adopted page counts its words, so that its collapse shows", () => {
  expect(adoptedRow(page, 0)).toMatchObject({ words: 7, state: "live", intercomId: "7" });
  expect(adoptedRow({ ...page, agent: false, copilot: false }, 5)).toMatchObject({
    state: "hidden",
    hiddenAt: 5,
  });
});
