import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { toFailure } from "../../src/errors.ts";
import { idOf } from "./address.ts";
import type { Classified } from "./classify.ts";
import { openPageFetcher } from "./list.ts";
import type { WebsiteOptions } from "./options.ts";
import type { PageFetcher } from "./page-fetcher.ts";

/** One login and one request of the start page serve all questions of a run. */
interface Recheck {
  readonly fetcher: PageFetcher;
  isAlive?: Promise<boolean>;
}
const rechecks = new WeakMap<Io, Recheck>();

/**
 * Whether a page is gone: the site answers 410; or 404 while its start page answers as it should; or a permanent redirect
 * leads to another page of the site that is read under its own id. A login page, an error page with status 200, a refusal
 * and a failed request prove nothing.
 */
export async function confirm(options: WebsiteOptions, io: Io, externalId: string): Promise<Presence> {
  try {
    const recheck = rechecks.get(io) ?? { fetcher: openPageFetcher(options, io) };
    rechecks.set(io, recheck);
    return await presence(recheck, io, externalId);
  } catch (error) {
    io.signal.throwIfAborted();
    io.log.debug(`${externalId} could not be checked again`, { reason: toFailure(error).message });
    return "unknown";
  }
}

async function presence(recheck: Recheck, io: Io, externalId: string): Promise<Presence> {
  const { fetcher } = recheck;
  const { site } = fetcher.session;
  const url = site.resolve(fetcher.addressOf(externalId) ?? externalId, new URL(site.origin));
  if (!url || !(await fetcher.session.robots(io.signal)).allows(url)) return "unknown";
  const classified = await fetcher.fetchWithBody(url, io.signal);
  const result = presenceBy(classified, externalId, site.start.map(idOf));
  if (result !== "gone" || classified.outcome.kind === "gone") return result;
  recheck.isAlive ??= isAlive(fetcher, io.signal);
  return (await recheck.isAlive) ? "gone" : "unknown";
}

/** What an answer proves about the requested page. Pure. */
export function presenceBy(
  { outcome, moved }: Classified,
  externalId: string,
  starts: readonly string[],
): Presence {
  if (outcome.kind === "gone") return "gone";
  if (outcome.kind === "missing") return outcome.soft ? "unknown" : "gone";
  if (outcome.kind !== "document" && outcome.kind !== "unpublished") return "unknown";
  const id = idOf(new URL(outcome.url));
  if (id === externalId)
    return outcome.kind === "document" && outcome.canonical === undefined ? "present" : "unknown";
  // A redirect to the front page proves nothing: sites use it for 404 and during maintenance.
  return moved === "for good" && !starts.includes(id) && id !== "/" ? "gone" : "unknown";
}

/**
 * Whether the start page can be read, or, where a sitemap lists the pages and there is none at the start, one of these:
 * then a 404 is about a page and not about a broken site.
 */
async function isAlive(fetcher: PageFetcher, signal: AbortSignal): Promise<boolean> {
  const { site } = fetcher.session;
  const { outcome } = await fetcher.fetchWithBody(site.start[0], signal);
  if (outcome.kind === "document" || outcome.kind === "unpublished") return true;
  const known =
    outcome.kind === "missing" ? site.resolve(fetcher.knownPage() ?? "", new URL(site.origin)) : undefined;
  if (!known) return false;
  return (await fetcher.fetchWithBody(known, signal)).outcome.kind === "document";
}
