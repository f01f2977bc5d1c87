import pLimit from "p-limit";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { parseUrl } from "../../src/http/url.ts";
import { idOf } from "./address.ts";
import type { Session } from "./client.ts";
import type { Render } from "./options.ts";
import { looksLikeLogin, type Outcome } from "./outcome.ts";
import { answerer } from "./render-requests.ts";

/** Runs a page's scripts and reads what they made of it. */
export interface Renderer {
  /**
   * @param html what the site answered at `url`; it is not asked for again
   * @returns the page's HTML as it stands after its scripts ran, or why there is none
   * @throws FinIngestError where Chromium cannot be started; the signal's reason when it fires
   */
  render(url: string, html: string, signal: AbortSignal): Promise<string | Outcome>;
}

const pagesAtOnce = 2;
/** The browser is closed when nothing was rendered for so long. */
const idleMs = 3_000;

/** Chromium starts with the first page. Nothing it asks for leaves but through the source's own client. */
export function createRenderer(wishes: Render, session: Session, maxBytes: number): Renderer {
  const limit = pLimit(pagesAtOnce);
  let browser: Promise<Browser> | undefined;
  let underWay = 0;
  let idle: NodeJS.Timeout | undefined;

  async function close(): Promise<void> {
    const opened = browser;
    browser = undefined;
    await (await opened?.catch(() => undefined))?.close();
  }

  async function inBrowser(url: string, html: string, signal: AbortSignal): Promise<string | Outcome> {
    signal.throwIfAborted();
    browser ??= launch(wishes);
    const context = await (await browser).newContext({ serviceWorkers: "block", acceptDownloads: false });
    const stop = () => void context.close().catch(() => {});
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await read(context, { url, html, signal });
    } catch (error) {
      signal.throwIfAborted();
      const hint = wishes.wait_for
        ? "Check `render.wait_for`, or raise `render.timeout_seconds`."
        : undefined;
      const reason = `it could not be rendered: ${(toFailure(error).message.split("\n")[0] ?? "").slice(0, 200)}`;
      return { kind: "failed", url, reason, ...(hint ? { hint } : {}), passing: false };
    } finally {
      signal.removeEventListener("abort", stop);
      await context.close().catch(() => {});
    }
  }

  async function read(
    context: BrowserContext,
    { url, html, signal }: { url: string; html: string; signal: AbortSignal },
  ): Promise<string | Outcome> {
    let onDeparture: (to: string) => void = () => {};
    const departure = new Promise<string>((resolve) => (onDeparture = resolve));
    await context.routeWebSocket(/.*/, (socket) => void socket.close());
    const page = await context.newPage();
    context.on("page", (other) => void other.close().catch(() => {}));
    await context.route(
      /.*/,
      answerer({ page, url, html, session, hosts: wishes.hosts, signal, onDeparture }),
    );
    const settled = settle(page, url, wishes);
    // Left behind when the page leads away; the context is closed then.
    settled.catch(() => {});
    const led = (await Promise.race([settled, departure])) ?? page.url();
    if (parseUrl(led) && idOf(new URL(led)) !== idOf(new URL(url))) return judgeScriptedWay(url, led);
    const rendered = await page.content();
    if (Buffer.byteLength(rendered) <= maxBytes) return rendered;
    return { kind: "failed", url, reason: "it is too large when rendered", passing: false };
  }

  return {
    async render(url, html, signal) {
      clearTimeout(idle);
      underWay += 1;
      try {
        return await limit(() => inBrowser(url, html, signal));
      } finally {
        underWay -= 1;
        if (underWay === 0) idle = setTimeout(() => void close(), idleMs);
      }
    },
  };
}

/** Scripts that show another page than the one that was asked for. */
function judgeScriptedWay(url: string, to: string): Outcome {
  if (looksLikeLogin(to))
    return { kind: "barred", url, reason: "its scripts lead to a login page", login: true };
  return { kind: "elsewhere", url, to, permanent: false };
}

/** Until the page loaded and what was waited for is there; without `wait_for`, until its scripts ask for nothing more. */
async function settle(page: Page, url: string, { wait_for, timeout_seconds }: Render): Promise<undefined> {
  const deadline = Date.now() + timeout_seconds * 1000;
  const left = () => Math.max(deadline - Date.now(), 1);
  await page.goto(url, { waitUntil: "load", timeout: left() });
  if (wait_for !== undefined) await page.waitForSelector(wait_for, { state: "attached", timeout: left() });
  // A page that never stops asking is read as it stands.
  else await page.waitForLoadState("networkidle", { timeout: left() }).catch(() => {});
  return undefined;
}

/** Whatever would get around the interception of requests ends at a proxy that is not there. */
const nowhere = { server: "http://127.0.0.1:9", bypass: "<-loopback>" };

/** @throws FinIngestError with what to install or to set */
async function launch({ chromium: executablePath, sandbox }: Render): Promise<Browser> {
  const playwright = await import("playwright-core").catch((error: unknown) => {
    throw new FinIngestError("`render` needs the package playwright-core, which is not installed", {
      hint: "npm install playwright-core; then npx playwright-core install chromium, or `render: {chromium: /path/to/chromium}`.",
      cause: error,
    });
  });
  try {
    return await playwright.chromium.launch({
      headless: true,
      chromiumSandbox: sandbox,
      proxy: nowhere,
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
      ],
    });
  } catch (error) {
    const said =
      toFailure(error)
        .message.split("\n")
        .find((line) => line.trim() !== "") ?? "";
    const isSandbox = /sandbox/i.test(toFailure(error).message);
    throw new FinIngestError(`Chromium could not be started: ${said.slice(0, 300)}`, {
      hint: isSandbox
        ? "Chromium's sandbox does not work for root and in many containers: run as another user, or `render: {sandbox: false}`."
        : "npx playwright-core install chromium, or `render: {chromium: /path/to/chromium}`.",
      cause: error,
    });
  }
}
