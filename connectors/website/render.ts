import pLimit from "p-limit";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { parseUrl } from "../../src/http/url.ts";
import { loadOptional } from "../../src/optional-package.ts";
import { idOf } from "./address.ts";
import type { Session } from "./client.ts";
import type { Render } from "./options.ts";
import { looksLikeLogin, type Outcome } from "./outcome.ts";
import { answerer } from "./render-requests.ts";

/** Runs a page's scripts and reads the result. */
export interface Renderer {
  /**
   * @param html what the site answered at `url`; it is not requested again
   * @returns the page's HTML after its scripts ran, or why there is none
   * @throws FinIngestError where Chromium cannot be started; the signal's reason when it fires
   */
  render(url: string, html: string, signal: AbortSignal): Promise<string | Outcome>;
}

const CONCURRENCY = 2;
/** The browser is closed when nothing was rendered for this long. */
const IDLE_MS = 3_000;

/** Chromium starts with the first page. All its requests go through the source's own client. */
export function createRenderer(options: Render, session: Session, maxBytes: number): Renderer {
  const limit = pLimit(CONCURRENCY);
  let browser: Promise<Browser> | undefined;
  let rendering = 0;
  let idle: NodeJS.Timeout | undefined;

  async function close(): Promise<void> {
    const opened = browser;
    browser = undefined;
    await (await opened?.catch(() => undefined))?.close();
  }

  async function inBrowser(url: string, html: string, signal: AbortSignal): Promise<string | Outcome> {
    signal.throwIfAborted();
    browser ??= launch(options);
    const context = await (await browser).newContext({ serviceWorkers: "block", acceptDownloads: false });
    const stop = () => void context.close().catch(() => {});
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await read(context, { url, html, signal });
    } catch (error) {
      signal.throwIfAborted();
      const hint = options.wait_for
        ? "Check `render.wait_for`, or raise `render.timeout_seconds`."
        : undefined;
      const reason = `it could not be rendered: ${(toFailure(error).message.split("\n")[0] ?? "").slice(0, 200)}`;
      return { kind: "failed", url, reason, hint, isTemporary: false };
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
      answerer({ page, url, html, session, hosts: options.hosts, signal, onDeparture }),
    );
    const loaded = waitUntilLoaded(page, url, options);
    // Abandoned when the page leads away; the context is closed then.
    loaded.catch(() => {});
    const led = (await Promise.race([loaded, departure])) ?? page.url();
    if (parseUrl(led) && idOf(new URL(led)) !== idOf(new URL(url))) return classifyScriptedRedirect(url, led);
    const rendered = await page.content();
    if (Buffer.byteLength(rendered) <= maxBytes) return rendered;
    return { kind: "failed", url, reason: "it is too large when rendered", isTemporary: false };
  }

  return {
    async render(url, html, signal) {
      clearTimeout(idle);
      rendering += 1;
      try {
        return await limit(() => inBrowser(url, html, signal));
      } finally {
        rendering -= 1;
        if (rendering === 0) idle = setTimeout(() => void close(), IDLE_MS);
      }
    },
  };
}

/** Scripts that lead to another page than the requested one. */
function classifyScriptedRedirect(url: string, to: string): Outcome {
  if (looksLikeLogin(to))
    return { kind: "denied", url, reason: "its scripts lead to a login page", login: true };
  return { kind: "redirect", url, to, permanent: false };
}

/** Waits until the page is loaded and `wait_for` matches; without it, until its scripts request nothing more. */
async function waitUntilLoaded(
  page: Page,
  url: string,
  { wait_for, timeout_seconds }: Render,
): Promise<undefined> {
  const deadline = Date.now() + timeout_seconds * 1000;
  const left = () => Math.max(deadline - Date.now(), 1);
  await page.goto(url, { waitUntil: "load", timeout: left() });
  if (wait_for !== undefined) await page.waitForSelector(wait_for, { state: "attached", timeout: left() });
  // A page that never stops requesting is read as it is.
  else await page.waitForLoadState("networkidle", { timeout: left() }).catch(() => {});
  return undefined;
}

/** Requests that bypass the interception end at a proxy that does not exist. */
const DEAD_PROXY = { server: "http://127.0.0.1:9", bypass: "<-loopback>" };

/** @throws FinIngestError with what to install or to set */
async function launch({ chromium: executablePath, sandbox }: Render): Promise<Browser> {
  const playwright = await loadOptional(
    "playwright-core",
    () => import("playwright-core"),
    "which `render` needs",
  );
  try {
    return await playwright.chromium.launch({
      headless: true,
      chromiumSandbox: sandbox,
      proxy: DEAD_PROXY,
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
    const details =
      toFailure(error)
        .message.split("\n")
        .find((line) => line.trim() !== "") ?? "";
    const isSandbox = /sandbox/i.test(toFailure(error).message);
    throw new FinIngestError(`Chromium could not be started: ${details.slice(0, 300)}`, {
      hint: isSandbox
        ? "Chromium's sandbox does not work for root and in many containers: run as another user, or `render: {sandbox: false}`."
        : "npx playwright-core install chromium, or `render: {chromium: /path/to/chromium}`.",
      cause: error,
    });
  }
}
