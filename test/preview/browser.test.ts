import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PreviewServer } from "../../src/preview/server.ts";
import { chromiumPath, launchChromium, openPage, whyNoBrowser } from "../setup/chromium.ts";
import { type Beacon, startBeacon } from "../web/beacon.ts";
import { documentAt, folderOf, folderPreview, started } from "./support.ts";

const hostile = (beacon: string) => `<title>Hostile</title><main><h1>Kept</h1>
<script>parent.document.title = document.title = "owned"</script>
<p>Words that are long enough to be a paragraph of text. <img src="${beacon}/a.png" alt="A diagram" onerror="document.title='owned'">
<a href="javascript:parent.document.title='owned'">click</a></p><iframe src="${beacon}/"></iframe>
<meta http-equiv="refresh" content="0; url=${beacon}/"><link rel="stylesheet" href="${beacon}/a.css"></main>`;
const long = `Supercalifragilistic${"expialidocious".repeat(8)}`;

describe.skipIf(!chromiumPath)(`the preview in a browser${whyNoBrowser}`, () => {
  const clean: (() => Promise<void>)[] = [];
  let browser: Browser;
  let server: PreviewServer;
  let folder: string;
  let beacon: Beacon;

  beforeAll(async () => {
    beacon = await startBeacon();
    folder = await folderOf(
      {
        "a-long-title.md": `# ${long}\n\n\`${long}\` and | more ${long}\n\n| ${"Cell | ".repeat(20)}\n|${"---|".repeat(20)}\n|${" x |".repeat(20)}\n`,
        "guide.md": "# Guide\n\nOne. ![](x.png)\n\n- [ ] task\n",
        "hostile.html": hostile(beacon.url),
        "last.md": "# Last\n\nThe end.\n",
      },
      (each) => clean.push(each),
    );
    server = await started(folderPreview(folder), {}, (each) => clean.push(each));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    for (const each of clean.reverse()) await each();
    beacon?.close();
  });

  /** Visits a page; anything on its console afterwards is an error. */
  async function visit(
    options: Parameters<Browser["newPage"]>[0],
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const page = await openPage(browser, options);
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    try {
      await use(page);
      expect(said).toEqual([]);
    } finally {
      await page.close();
    }
  }
  const heading = (page: Page) => page.getByRole("heading", { level: 1 }).textContent();

  test.each([
    [320, "dark"],
    [1600, "light"],
  ] as const)("fits %d pixels, %s", async (width, colorScheme) => {
    const shots = await mkdtemp(path.join(tmpdir(), "fin-ingest-shots-"));
    try {
      await visit({ viewport: { width, height: 800 }, colorScheme }, async (page) => {
        for (const at of [
          "/",
          "/?q=zzz",
          ...["page", "markdown", "html", "dropped"].map((as) => documentAt("a-long-title.md", `&as=${as}`)),
          documentAt("hostile.html"),
        ]) {
          await page.goto(server.url + at);
          const [scroll, client, ground] = await page.evaluate<[number, number, string]>(
            `[document.documentElement.scrollWidth, document.documentElement.clientWidth,
              getComputedStyle(document.body).backgroundColor]`,
          );
          expect(scroll, at).toBe(client);
          expect(ground).toBe(colorScheme === "dark" ? "rgb(20, 22, 26)" : "rgb(246, 245, 242)");
          expect((await page.screenshot({ path: path.join(shots, "shot.png") })).length).toBeGreaterThan(
            5_000,
          );
        }
      });
    } finally {
      await rm(shots, { recursive: true, force: true });
    }
  });

  test("source and result are side by side where there is room, else one below the other", async () => {
    for (const [width, beside] of [
      [1280, true],
      [600, false],
    ] as const) {
      await visit({ viewport: { width, height: 900 } }, async (page) => {
        await page.goto(server.url + documentAt("guide.md"));
        const source = await page.getByRole("region", { name: "Source", exact: true }).boundingBox();
        const result = await page.getByRole("region", { name: "What Fin would read" }).boundingBox();
        if (!source || !result) throw new Error("a side is missing");
        expect(result.x >= source.x + source.width).toBe(beside);
        expect(source.y >= result.y + result.height).toBe(!beside);
        const frame = page.frameLocator("iframe");
        expect(await frame.getByRole("heading", { name: "Guide" }).isVisible()).toBe(true);
      });
    }
  });

  test("is used with the keyboard alone", async () => {
    await visit({}, async (page) => {
      await page.goto(server.url);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement?.textContent")).toBe("Skip to the content");
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("k");
      await page.keyboard.press("j");
      expect(await page.evaluate("document.activeElement?.textContent")).toBe("Guide");
      const outline = `getComputedStyle(document.activeElement, "::after").outlineStyle`;
      expect(await page.evaluate(outline)).toBe("solid");
      await page.keyboard.press("Enter");
      await page.waitForURL(/guide\.md/);
      await page.keyboard.press("j");
      await page.waitForURL(/hostile\.html/);
      await page.keyboard.press("ArrowRight");
      await page.waitForURL(/last\.md/);
      await page.keyboard.press("k");
      await page.waitForURL(/hostile\.html/);
      await page.keyboard.press("2");
      await page.waitForURL(/as=markdown/);
      await page.keyboard.press("u");
      await page.waitForURL(`${server.url}/`);
      await page.keyboard.press("/");
      await page.keyboard.type("jk/u");
      expect(await page.getByRole("searchbox").inputValue()).toBe("jk/u");
      await page.getByRole("searchbox").fill("guide");
      await page.keyboard.press("Enter");
      await page.waitForURL(/q=guide/);
      expect(await page.locator(".docs .title").allTextContents()).toEqual(["Guide"]);
      expect(await page.getByRole("status").textContent()).toContain("1 entry found");
    });
  });

  test("has landmarks, and works without its script", async () => {
    await visit({ javaScriptEnabled: false }, async (page) => {
      await page.goto(server.url);
      for (const role of ["main", "banner", "search", "contentinfo"] as const)
        expect(await page.getByRole(role).count(), role).toBe(1);
      await page.getByRole("checkbox").check();
      await page.getByRole("button", { name: "Show" }).click();
      await page.getByRole("link", { name: "Guide" }).click();
      expect(await heading(page)).toBe("Guide");
      await page.getByRole("link", { name: "Markdown" }).click();
      expect(await page.locator(".sheet pre").textContent()).toContain("One.");
    });
  });

  test("reloads when the file changed", async () => {
    await visit({}, async (page) => {
      await page.goto(server.url + documentAt("last.md"));
      expect(await heading(page)).toBe("Last");
      await page.waitForResponse(/\/version/);
      await writeFile(path.join(folder, "last.md"), "# At last\n\nThe end, again.\n");
      await page.getByRole("heading", { level: 1, name: "At last" }).waitFor();
    });
  });

  test("a file that is new stands in the list that is open", async () => {
    await visit({}, async (page) => {
      await page.goto(server.url);
      await page.waitForResponse(/\/listing/);
      expect(await page.getByRole("link", { name: "New here" }).count()).toBe(0);
      await writeFile(path.join(folder, "new.md"), "# New here\n\nWords.\n");
      await page.getByRole("link", { name: "New here" }).waitFor();
      await rm(path.join(folder, "new.md"));
      await page.getByRole("link", { name: "New here" }).waitFor({ state: "detached" });
    });
  });

  test("nothing of a hostile document runs, loads or leads away", async () => {
    await visit({}, async (page) => {
      await page.goto(server.url + documentAt("hostile.html"));
      expect(await page.frameLocator("iframe").getByRole("heading", { name: "Kept" }).isVisible()).toBe(true);
      await page.waitForTimeout(300);
      expect(await page.title()).toBe("Kept · fin-ingest preview");
      expect(page.url()).toBe(server.url + documentAt("hostile.html"));
      expect(beacon.reached).toEqual([]);
    });
  });

  test("the frame lets nothing run even where the normaliser would let it through", async () => {
    const raw = `<script>document.title = "owned"</script><p onclick="document.title='owned'">Kept</p>`;
    const page = { title: "T", html: raw, words: 1, warnings: [], markdown: async () => "" };
    const open = await started(
      folderPreview(folder),
      { maker: { pagesOf: async () => [page], close: async () => {} } },
      (each) => clean.push(each),
    );
    const tab = await openPage(browser);
    try {
      await tab.goto(`${open.url}/content?key=guide.md`);
      await tab.getByText("Kept").click();
      expect(await tab.title()).toBe("T");
    } finally {
      await tab.close();
    }
  });
});
