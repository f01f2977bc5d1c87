import type { Page, Request, Route } from "playwright-core";
import { HttpError } from "../../src/http/errors.ts";
import { isListedHost } from "../../src/http/hosts.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { parseUrl } from "../../src/http/url.ts";
import type { Session } from "./client.ts";

/** Told where a page's scripts want to lead its reader. */
export type OnDeparture = (to: string) => void;

interface Rendering {
  readonly page: Page;
  readonly url: string;
  readonly html: string;
  readonly session: Session;
  /** Beside the site's own. */
  readonly hosts: readonly string[];
  readonly signal: AbortSignal;
  readonly onDeparture: OnDeparture;
}

/** What text is made with; images, fonts, media and styles are not. */
const needed = new Set(["script", "xhr", "fetch"]);
const mostRequests = 300;
const mostBytes = 10 * 1024 * 1024;
/** Said of the transfer, which is over when the browser sees the answer. */
const ofTransfer =
  /^(?:content-encoding|content-length|transfer-encoding|connection|set-cookie|strict-transport-security)$/;

/** Answers every request of one rendered page: from what is there, through the source's own client, or not at all. */
export function answerer(rendering: Rendering): (route: Route) => Promise<void> {
  const { page, url, html, session, hosts, signal, onDeparture } = rendering;
  let requests = 0;
  let served = false;
  return async (route) => {
    const request = route.request();
    const target = request.url();
    if (isNavigation(request, page)) {
      if (target === url && !served) {
        served = true;
        return route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body: html });
      }
      onDeparture(target);
      // "No content" leaves the page where it is.
      return route.fulfill({ status: 204 });
    }
    requests += 1;
    if (
      requests > mostRequests ||
      !needed.has(request.resourceType()) ||
      !mayAsk(target, request.method(), session, hosts)
    )
      return route.abort("blockedbyclient");
    try {
      await route.fulfill(fulfilment(await ask(route, session, signal)));
    } catch (error) {
      const status = error instanceof HttpError ? error.status : undefined;
      // The page may be closed by now.
      await (status === undefined ? route.abort("failed") : route.fulfill({ status, body: "" })).catch(
        () => {},
      );
    }
  };
}

/** A window that was opened has no frame yet; it gets nothing. */
function isNavigation(request: Request, page: Page): boolean {
  try {
    return request.isNavigationRequest() && request.frame() === page.mainFrame();
  } catch {
    return false;
  }
}

/** Reads from the site and the hosts its owner names; posts (searches, GraphQL) to the site alone. */
function mayAsk(target: string, method: string, { site }: Session, hosts: readonly string[]): boolean {
  if (!/^https?:/i.test(target) || !parseUrl(target)) return false;
  const { origin, hostname } = new URL(target);
  if (origin === site.origin) return method === "GET" || method === "POST";
  return method === "GET" && isListedHost(hostname, hosts);
}

async function ask(route: Route, { asking }: Session, signal: AbortSignal): Promise<HttpAnswer> {
  const request = route.request();
  const { accept = "*/*", "content-type": contentType = "text/plain" } = request.headers();
  const wishes = { accept, signal, maxBytes: mostBytes };
  if (request.method() === "GET") return asking.get(request.url(), wishes);
  return asking.post(request.url(), { ...wishes, contentType, body: request.postData() ?? "" });
}

function fulfilment({ status, headers, body }: HttpAnswer) {
  const kept = Object.entries(headers).filter(([name]) => !ofTransfer.test(name));
  return { status, headers: Object.fromEntries(kept), body: Buffer.from(body) };
}
