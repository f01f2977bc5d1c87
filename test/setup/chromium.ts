import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

/**
 * A Chromium on this machine; `CHROMIUM_PATH` first, then the one without windows, which takes less than half of the CPU
 * time. Undefined: browser tests are skipped.
 */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
].find((candidate) => candidate !== undefined && existsSync(candidate));

/** For the title of a skipped suite. */
export const whyNoBrowser = chromiumPath ? "" : " (skipped: no Chromium found; set CHROMIUM_PATH)";

/** Milliseconds; only the backstop, on a machine however busy. */
const backstopMs = 300_000;

/** Starts it quiet: no updates, no calls home. @throws when there is none */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error("no Chromium found; set CHROMIUM_PATH");
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    timeout: backstopMs,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export async function openPage(browser: Browser, options?: Parameters<Browser["newPage"]>[0]): Promise<Page> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(backstopMs);
  return page;
}
