import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, launchChromium, openPage, whyNoBrowser } from "../setup/chromium.ts";
import { type Stage, startStage } from "./stage.ts";

/** Each width and each colour scheme once: what differs between the other two pairs, one of these has. */
const sizes = [
  { width: 390, colorScheme: "dark" },
  { width: 1280, colorScheme: "light" },
] as const;

describe.skipIf(!chromiumPath)(`pages that everybody can use${whyNoBrowser}`, () => {
  let stage: Stage;
  let browser: Browser;
  beforeAll(async () => {
    stage = await startStage();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  test.each(["preview", "status", "emulator", "report"] as const)("%s, in each size", async (tool) => {
    // Under their own policies nothing runs in a page's frame, and axe neither.
    const page = await openPage(browser, { bypassCSP: true });
    try {
      const faults: string[] = [];
      const addresses = await linkedFrom(page, stage[tool]);
      if (tool !== "report") expect(addresses.length).toBeGreaterThan(2);
      for (const address of addresses) {
        await page.goto(address);
        await page.evaluate(axe.source);
        for (const { width, colorScheme } of sizes) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          for (const fault of await faultsOf(page))
            faults.push(`${address}, ${width} wide, ${colorScheme}: ${fault}`);
        }
      }
      expect(faults).toEqual([]);
    } finally {
      await page.close();
    }
  });

  test("a fault is noticed", async () => {
    const page = await openPage(browser);
    await page.setContent("<html><body><img src='x.png'><p style='color:#eee'>Pale</p></body></html>");
    await page.evaluate(axe.source);
    expect((await faultsOf(page)).length).toBeGreaterThan(1);
    await page.close();
  });
});

/** One page of each kind that is reached from the first in two steps, the page in a frame among them. */
async function linkedFrom(page: Page, first: string): Promise<string[]> {
  const kinds = new Map<string, string>();
  const add = (address: string) => {
    const { origin, pathname, searchParams } = new URL(address);
    if (origin !== new URL(first).origin) return;
    const names = [...searchParams.keys(), searchParams.get("as")].join(" ");
    const kind = `${pathname.replaceAll(/[^/]*(?:\d|%)[^/]*/g, "N")} ${names}`;
    if (!kinds.has(kind)) kinds.set(kind, address);
  };
  add(first);
  for (const step of [0, 1]) {
    for (const address of [...kinds.values()].slice(step, step + 2)) {
      await page.goto(address);
      const links = `[...document.querySelectorAll("a[href], iframe[src]")].map((one) => one.href || one.src)`;
      for (const link of (await page.evaluate(links)) as string[]) add(link);
    }
  }
  return [...kinds.values()].slice(0, MAX_PAGES);
}

const MAX_PAGES = 8;

/** What axe, which is loaded, finds by its rules for WCAG 2.2 A and AA and good practice, a line each: the rule, and where. */
async function faultsOf(page: Page): Promise<string[]> {
  const found = (await page.evaluate(`axe.run(document, { iframes: false })`)) as {
    violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
  };
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary ?? ""}`),
  );
}
