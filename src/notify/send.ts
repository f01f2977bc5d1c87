import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, FinIngestError } from "../errors.ts";
import { openDispatcher } from "../http/proxied.ts";
import { parseUrl } from "../http/url.ts";

/** Nobody waits long for a message: the run itself is over. */
const TIMEOUT_MS = 10_000;
const ATTEMPTS = 3;
/** Before the second attempt; twice as long before the third. */
const PAUSE_MS = 1_000;

export interface Request {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly json?: unknown;
  readonly text?: string;
}

/**
 * Sends one request to an address that the configuration names, through the proxy of the environment; again after a
 * failure that may pass.
 *
 * @throws FinIngestError that names the host, never the address: it is a secret
 */
export async function send(request: Request): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const failed = await attempted(request);
    if (failed === undefined) return;
    if (!failed.mayPass || attempt === ATTEMPTS)
      throw new FinIngestError(`${parseUrl(request.url)?.host ?? "the address"} ${failed.why}`);
    await sleep(PAUSE_MS * attempt);
  }
}

async function attempted({ url, method, json, text }: Request) {
  const { fetch } = await import("undici");
  const dispatcher = await openDispatcher();
  try {
    const body = json === undefined ? text : JSON.stringify(json);
    const { status } = await fetch(url, {
      method,
      dispatcher,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: json === undefined ? {} : { "content-type": "application/json" },
      ...(body === undefined ? {} : { body }),
    });
    if (status < 300) return undefined;
    return { why: `answered ${status}`, mayPass: status >= 500 || status === 429 };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
    return { why: `cannot be reached (${code ?? nameOf(cause)})`, mayPass: true };
  } finally {
    await dispatcher.close().catch(() => {});
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "unknown");

/** The request at the start of a run, as Healthchecks and its relatives expect it: https://healthchecks.io/docs/http_api/ */
export const startPing = (url: string): Request => ({ url: withPath(url, "start"), method: "GET" });

/**
 * The request at the end: the address itself when all went well, `/log` when the run is to be repeated later (neither
 * well nor ill), else `/fail`, where what is held counts as ill: somebody has to look.
 *
 * @param summary the run's last line
 */
export function endPing(url: string, code: number, summary: string): Request {
  const end = code === exitCode.ok ? "" : code === exitCode.tryLater ? "log" : "fail";
  return { url: withPath(url, end), method: "POST", text: summary };
}

function withPath(address: string, end: string): string {
  if (end === "") return address;
  const url = new URL(address);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${end}`;
  return url.href;
}
