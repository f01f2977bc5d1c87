import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportHtml } from "../../src/report/html/report-page.ts";
import type { ReportedChange, RunReport } from "../../src/sync/run-report.ts";
import { chromiumPath, launchChromium, openPage, whyNoBrowser } from "../setup/chromium.ts";

const change = (kind: ReportedChange["kind"], n: number): ReportedChange => ({
  kind,
  externalId: `people/${"a-rather-long-name-of-a-folder/".repeat(4)}${kind}-${n}.md`,
  title: `${kind} ${n} Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen <img src=x onerror=alert(1)>`,
  url: n === 1 ? "javascript:alert(1)" : `https://docs.example.com/${n}`,
  reasons: ["content"],
  audience: { before: "teammates", after: "customers" },
  warnings: [{ code: "image-without-alt", message: "1 image left out." }],
  error: kind === "fail" ? { message: "Intercom refused it", hint: "Do this.", requestId: "req-1" } : null,
});

const report: RunReport = {
  run: {
    id: "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
    pipeline: "nightly",
    outcome: "held",
    startedAt: "2026-11-30T02:00:00.000Z",
    finishedAt: "2026-11-30T02:03:12.000Z",
  },
  sources: [
    {
      name: "handbook",
      sourceId: 1,
      counts: { create: 1, update: 3, unchanged: 0, hide: 0, delete: 0, hold: 1, skip: 0, fail: 1 },
      requests: { read: 0, write: 4, retried: 0, rateLimited: 0 },
      changes: [change("create", 1), change("fail", 1), change("update", 1), change("update", 2)],
      gaps: [{ part: "space HR", reason: "HTTP 500" }],
      holds: [
        {
          rule: "removal-cap",
          message: "20 pages would go",
          resolve: `fin-ingest nightly --approve-removals ${"0123456789abcdef".repeat(4)}`,
          externalIds: ["a"],
        },
      ],
      error: null,
    },
  ],
};

/** Of one page; the other's texts are not kept. */
const diffOf = (_source: string, externalId: string) =>
  externalId.endsWith("update-1.md")
    ? `@@ -1,2 +1,2 @@\n-Old <img src=x onerror=alert(1)> ${"words ".repeat(60)}\n+New ${"x".repeat(300)}\n It stays.`
    : undefined;

describe.skipIf(!chromiumPath)(`a report in a browser${whyNoBrowser}`, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "fin-ingest-report-"));
    writeFileSync(path.join(folder, "report.html"), reportHtml(report, diffOf));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ["a desk", 1280, "light"],
    ["a phone, in the dark", 390, "dark"],
  ] as const)(
    "on %s it fits, filters, asks for nothing and runs nothing of the documents",
    async (_, width, colorScheme) => {
      const page = await openPage(browser, { viewport: { width, height: 900 }, colorScheme });
      const seen: string[] = [];
      page.on("request", (request) => seen.push(request.url()));
      page.on("dialog", (dialog) => {
        seen.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on("console", (message) => seen.push(message.text()));
      const address = pathToFileURL(path.join(folder, "report.html")).href;
      await page.goto(address);
      const overflow = () => page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect(await overflow()).toBeLessThanOrEqual(0);
      const visible = () => page.locator("[data-kind]:visible").count();
      expect(await visible()).toBe(4);
      await page.getByRole("radio", { name: /update/ }).check();
      expect(await visible()).toBe(2);
      await page.getByRole("radio", { name: /all changes/ }).check();
      expect(await visible()).toBe(4);
      expect(await page.locator("a[href^=javascript]").count()).toBe(0);
      await page.getByText("Its text, before and after").click();
      expect(await page.locator(".diff :is(ins, del)").allInnerTexts()).toEqual([
        expect.stringContaining("-Old <img src=x onerror=alert(1)> words"),
        expect.stringContaining("+New xxx"),
      ]);
      expect(await overflow()).toBeLessThanOrEqual(0);
      // The most urgent change comes first.
      expect(await page.locator("[data-kind]").first().getAttribute("data-kind")).toBe("fail");
      expect(seen).toEqual([address]);
      await page.close();
    },
  );
});
