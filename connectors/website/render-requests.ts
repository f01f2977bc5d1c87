import type { Page, Request, Route } from "playwright-core";
import { HttpError } from "../../src/http/errors.ts";
import { isListedHost } from "../../src/http/hosts.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { parseUrl } from "../../src/http/url.ts";
import type { Session } from "./client.ts";

/** Called with the address to which a page's scripts redirect. */
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

/** What text can depend on; images, fonts, media and styles are not requested. */
const NEEDED_TYPES = new Set(["script", "xhr", "fetch"]);
const MAX_REQUESTS = 300;
const MAX_BYTES = 10 * 1024 * 1024;
/** Headers about the transfer, which is over when the browser gets the answer. */
const TRANSFER_HEADER =
  /^(?:content-encoding|content-length|transfer-encoding|connection|set-cookie|strict-transport-security)$/;

/** Answers every request of a rendered page: with its own HTML, through the source's client, or not at all. */
export function answerer(rendering: Rendering): (route: Route) => Promise<void> {
  const { page, url, html, session, hosts, signal, onDeparture } = rendering;
  let requests = 0;
  let served = false;
  return async (route) => {
    const request = route.request();
    const target = request.url();
    if (isNavigation(request, page)) {
      if (withoutHash(target) === withoutHash(url) && !served) {
        served = true;
        return route.fulfill({ status: 200, contentType: "text/html; charset=utf-8", body: html });
      }
      onDeparture(target);
      // "No content" leaves the page where it is.
      return route.fulfill({ status: 204 });
    }
    requests += 1;
    if (
      requests > MAX_REQUESTS ||
      !NEEDED_TYPES.has(request.resourceType()) ||
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

const withoutHash = (url: string): string => url.replace(/#.*$/s, "");

/** A new window has no frame yet; its requests are refused. */
function isNavigation(request: Request, page: Page): boolean {
  try {
    return request.isNavigationRequest() && request.frame() === page.mainFrame();
  } catch {
    return false;
  }
}

/** GET from the site and the hosts that the options name; POST (searches, GraphQL) to the site only. */
function mayAsk(target: string, method: string, { site }: Session, hosts: readonly string[]): boolean {
  if (!/^https?:/i.test(target) || !parseUrl(target)) return false;
  const { origin, hostname } = new URL(target);
  if (origin === site.origin) return method === "GET" || method === "POST";
  return method === "GET" && isListedHost(hostname, hosts);
}

async function ask(route: Route, { requester }: Session, signal: AbortSignal): Promise<HttpAnswer> {
  const request = route.request();
  const { accept = "*/*", "content-type": contentType = "text/plain" } = request.headers();
  const options = { accept, signal, maxBytes: MAX_BYTES };
  if (request.method() === "GET") return requester.get(request.url(), options);
  return requester.post(request.url(), { ...options, contentType, body: request.postData() ?? "" });
}

function fulfilment({ status, headers, body }: HttpAnswer) {
  const kept = Object.entries(headers).filter(([name]) => !TRANSFER_HEADER.test(name));
  return { status, headers: Object.fromEntries(kept), body: Buffer.from(body) };
}
