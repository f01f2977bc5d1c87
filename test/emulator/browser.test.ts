import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulator, startEmulator } from "../../src/emulator/index.ts";
import { chromiumPath, launchChromium, openPage, whyNoBrowser } from "../setup/chromium.ts";
import { type Beacon, startBeacon } from "../web/beacon.ts";
import { call, pageOf, withSource } from "./support.ts";

const hostile = (
  beacon: string,
) => `<h2>Kept</h2><script>parent.document.title = document.title = "owned"</script>
<img src="${beacon}/a.png" alt="A diagram" onerror="document.title='owned'">
<style>body { display: none }</style><link rel="stylesheet" href="${beacon}/a.css">
<iframe src="${beacon}/"></iframe><meta http-equiv="refresh" content="0; url=${beacon}/">
<form action="${beacon}/"><button autofocus>Send</button></form>`;

describe.skipIf(!chromiumPath)(`the library in a browser${whyNoBrowser}`, () => {
  let emulator: Emulator;
  let browser: Browser;
  let beacon: Beacon;

  beforeAll(async () => {
    beacon = await startBeacon();
    emulator = await startEmulator({ toMarkdown: () => "## Kept" });
    const source = await withSource(emulator, "https://docs.example.com/a/rather/long/address/of/a/source");
    const long = `Supercalifragilistic${"expialidocious".repeat(6)}`;
    for (let n = 1; n <= 30; n++) {
      const rest = { ai_agent_availability: n % 3 > 0, title: n === 1 ? long : `Guide ${n}` };
      await call(emulator, "POST", "/ai/external_pages", pageOf(source, `p${n}`, rest));
    }
    await call(
      emulator,
      "POST",
      "/ai/external_pages",
      pageOf(source, "hostile", { title: "A <b>", html: hostile(beacon.url) }),
    );
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await emulator?.close();
    beacon?.close();
  });

  async function visit<T>(
    options: Parameters<Browser["newPage"]>[0],
    use: (page: Page) => Promise<T>,
  ): Promise<T> {
    const page = await openPage(browser, options);
    try {
      return await use(page);
    } finally {
      await page.close();
    }
  }

  test.each([
    [400, "light"],
    [1280, "dark"],
  ] as const)("fits %d pixels, %s", async (width, colorScheme) => {
    await visit({ viewport: { width, height: 800 }, colorScheme }, async (page) => {
      for (const path of ["/", "/?q=zzz", "/pages/1", "/pages/1?as=html"]) {
        await page.goto(emulator.url + path);
        const [scroll, client, ground] = await page.evaluate<[number, number, string]>(
          `[document.documentElement.scrollWidth, document.documentElement.clientWidth,
            getComputedStyle(document.body).backgroundColor]`,
        );
        expect(scroll, path).toBe(client);
        expect(ground).toBe(colorScheme === "dark" ? "rgb(20, 22, 26)" : "rgb(246, 245, 242)");
      }
    });
  });

  test("is searched, filtered and turned with the keyboard alone", async () => {
    await visit({}, async (page) => {
      await page.goto(emulator.url);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement?.textContent")).toBe("Skip to the content");
      await page.getByRole("link", { name: "Next" }).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/page=2/);
      expect(await page.getByText("2 of 2").count()).toBe(1);
      await page.getByRole("searchbox").focus();
      await page.keyboard.type("Guide 2");
      await page.keyboard.press("Tab");
      await page.keyboard.type("Team");
      await page.getByRole("button", { name: "Show" }).press("Enter");
      await page.waitForURL(/who=teammates/);
      const titles = await page.locator(".pages .title").allTextContents();
      expect(titles).toEqual(["Guide 21", "Guide 24", "Guide 27"]);
      expect(await page.getByRole("status").textContent()).toContain("3 pages found");
      await page.getByRole("link", { name: "Guide 24" }).press("Enter");
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Guide 24");
      await page.getByRole("link", { name: "Markdown" }).press("Enter");
      expect(await page.locator("pre").textContent()).toBe("## Kept");
    });
  });

  test("shows a hostile page's words; nothing of it runs, loads or leads away", async () => {
    await visit({}, async (page) => {
      await page.goto(`${emulator.url}/pages/31`);
      const frame = page.frameLocator("iframe");
      expect(await frame.getByRole("heading", { name: "Kept" }).isVisible()).toBe(true);
      await page.waitForTimeout(300);
      expect(await page.title()).toBe("A <b> · fin-ingest emulator");
      expect(page.frames()[1]?.url()).toBe(`${emulator.url}/pages/31/content`);
      await page.goto(`${emulator.url}/pages/31/content`);
      expect(await page.title()).toBe("A <b>");
      expect(await page.getByRole("heading", { name: "Kept" }).isVisible()).toBe(true);
      await page.waitForTimeout(300);
      expect(page.url()).toBe(`${emulator.url}/pages/31/content`);
      expect(beacon.reached).toEqual([]);
    });
  });
});
