import robotsParser from "robots-parser";
import type { Requester } from "../../src/connector-kit/auth.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import { userAgent } from "../../src/package.ts";

/** What a site's robots.txt says, https://www.rfc-editor.org/rfc/rfc9309 */
export interface Robots {
  allows(url: URL): boolean;
  /** Between two requests. */
  readonly delaySeconds?: number | undefined;
  /** The addresses in its `Sitemap` lines. */
  readonly sitemaps: readonly string[];
  /** What was found, for `check`. */
  readonly found: string;
}

export const allowAll: Robots = { allows: () => true, sitemaps: [], found: "not read: ignore_robots" };

/** RFC 9309 demands at least 500 KiB. */
const MAX_BYTES = 512 * 1024;
const MAX_DELAY_SECONDS = 60;

/**
 * Reads robots.txt. Where there is none, or none for us (4xx), everything is allowed; where the request fails, nothing
 * is (RFC 9309, 2.3.1), so nothing is listed.
 * @throws FinIngestError
 */
export async function readRobots(http: Requester, origin: string, signal: AbortSignal): Promise<Robots> {
  const address = `${origin}/robots.txt`;
  try {
    const answer = await http.get(address, { signal, maxBytes: MAX_BYTES, redirects: "return" });
    const text = Buffer.from(answer.body)
      .toString("utf8")
      .replace(/^\ufeff/, "");
    // A redirect leads to a login or a home page, and so may any address: neither contains rules. Rules count under
    // whatever type they are sent (RFC 9309, 2.3.1.1).
    if (answer.status !== 200 || /^\s*</.test(text)) return { ...allowAll, found: "there is none" };
    return robotsOf(address, text);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof HttpError)) throw error;
    const { status } = error;
    if (status !== undefined && status >= 400 && status < 500 && status !== 429)
      return { ...allowAll, found: `there is none (${status})` };
    throw new FinIngestError(`robots.txt cannot be read: ${toFailure(error).message}`, {
      // Where no answer came, the site's other pages will bring none either.
      hint:
        (status === undefined ? error.hint : undefined) ??
        "Without it, what may be read is not known. Run again later; if the site is your own: `ignore_robots: true`.",
      cause: error,
    });
  }
}

/** The rules in the text of a robots.txt. Pure. */
export function robotsOf(address: string, text: string): Robots {
  // By its types the function is the module's member `default`; in fact the module is the function.
  const parse = robotsParser as unknown as typeof robotsParser.default;
  const rules = parse(address, text);
  const delay = rules.getCrawlDelay(userAgent);
  return {
    allows: (url) => rules.isAllowed(url.href, userAgent) !== false,
    delaySeconds: delay !== undefined && delay > 0 ? Math.min(delay, MAX_DELAY_SECONDS) : undefined,
    sitemaps: rules.getSitemaps(),
    found: delay !== undefined && delay > 0 ? `found; it asks for ${delay} s between requests` : "found",
  };
}
