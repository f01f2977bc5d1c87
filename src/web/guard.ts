import { createHash, timingSafeEqual } from "node:crypto";
import type http from "node:http";
import { loopbackUrl } from "./loopback.ts";

/** A request that may be answered, or why not. */
export type Guarded =
  | { readonly kind: "asked"; readonly token: string; readonly path: string; readonly query: URLSearchParams }
  | { readonly kind: "refused"; readonly status: number; readonly why: string };

/**
 * What a read-only server behind a token is asked for: by GET, under this machine's own name, and by no other site. The
 * token is the path's first part.
 *
 * @param name of the server, for the answer: `The status`
 */
export function guard(request: http.IncomingMessage, name: string): Guarded {
  const refused = (status: number, why: string): Guarded => ({ kind: "refused", status, why });
  const url = loopbackUrl(request);
  if (!url) return refused(421, `${name} answers to 127.0.0.1 only.`);
  if (request.method !== "GET") return refused(405, `${name} takes GET only.`);
  if (isFromElsewhere(request, url)) return refused(403, "Another site may not ask for this.");
  const [, token = "", path = "/"] = /^\/([^/]*)(\/.*)?$/.exec(url.pathname) ?? [];
  return { kind: "asked", token, path, query: url.searchParams };
}

/** https://www.w3.org/TR/fetch-metadata/: a browser says which site asks; other programs say nothing. */
function isFromElsewhere({ headers }: http.IncomingMessage, url: URL): boolean {
  const { origin } = headers;
  if (origin !== undefined && origin !== "null" && origin !== url.origin) return true;
  return headers["sec-fetch-site"] === "cross-site" && headers["sec-fetch-mode"] !== "navigate";
}

/** Whether two tokens are the same, in a time that does not tell how much of them is. */
export function isSameToken(given: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
