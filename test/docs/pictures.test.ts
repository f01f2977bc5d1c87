import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { chromiumPath, launchChromium, openPage } from "../setup/chromium.ts";
import { startStage } from "../web/stage.ts";

const docs = path.resolve(import.meta.dirname, "../../docs");
const pictures = ["preview", "report", "status"] as const;
const MAX_BYTES = 100_000;

/** Takes the pictures of the documentation: `npm run pictures`. They are not compared: fonts differ between machines. */
test.runIf(process.env.UPDATE === "1" && chromiumPath)("the pictures are taken", async () => {
  const stage = await startStage();
  const browser = await launchChromium();
  try {
    const page = await openPage(browser, { viewport: { width: 1280, height: 800 }, colorScheme: "light" });
    const places = {
      preview: `${stage.preview}/document?key=${encodeURIComponent("troubleshooting/label-printer.html")}`,
      report: stage.report,
      status: stage.status,
    };
    for (const name of pictures) {
      await page.goto(places[name]);
      await page.waitForLoadState("load");
      await page.screenshot({ path: path.join(docs, `${name}.png`) });
    }
  } finally {
    await browser.close();
    await stage.close();
  }
});

test.each(pictures)("docs/%s.png is 1280 wide, and small", (name) => {
  const file = path.join(docs, `${name}.png`);
  expect(existsSync(file), `docs/${name}.png is missing: \`npm run pictures\` takes it`).toBe(true);
  const png = readFileSync(file);
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(png.readUInt32BE(16)).toBe(1280);
  expect(png.length).toBeLessThan(MAX_BYTES);
});
