import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { toFailure } from "../../src/errors.ts";
import { idOf } from "./address.ts";
import type { Classified } from "./classify.ts";
import { openPageFetcher } from "./list.ts";
import type { WebsiteOptions } from "./options.ts";
import type { PageFetcher } from "./page-fetcher.ts";

/** One login and one look at the start page serve all questions of a run. */
interface SecondLook {
  readonly fetcher: PageFetcher;
  alive?: Promise<boolean>;
}
const looks = new WeakMap<Io, SecondLook>();

/**
 * Whether a page is gone: the site answers 410; or 404 while its start page answers as it should; or a lasting redirect
 * leads to another page of the site that is read under its own id. A login page, an error page that answers 200, a
 * refusal or an answer that does not come prove nothing.
 */
export async function confirm(options: WebsiteOptions, io: Io, externalId: string): Promise<Presence> {
  try {
    const look = looks.get(io) ?? { fetcher: openPageFetcher(options, io) };
    looks.set(io, look);
    return await presence(look, io, externalId);
  } catch (error) {
    io.signal.throwIfAborted();
    io.log.debug(`no second look at ${externalId} was possible`, { reason: toFailure(error).message });
    return "unknown";
  }
}

async function presence(look: SecondLook, io: Io, externalId: string): Promise<Presence> {
  const { fetcher } = look;
  const { site } = fetcher.session;
  const url = site.resolve(fetcher.addressOf(externalId) ?? externalId, new URL(site.origin));
  if (!url || !(await fetcher.session.robots(io.signal)).allows(url)) return "unknown";
  const classified = await fetcher.read(url, io.signal);
  const said = whatItSays(classified, externalId, site.start.map(idOf));
  if (said !== "gone" || classified.outcome.kind === "gone") return said;
  look.alive ??= isAlive(fetcher, io.signal);
  return (await look.alive) ? "gone" : "unknown";
}

/** What an answer says about the page that was asked for. Pure. */
export function whatItSays(
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
  // Sites that answer 404 with their front page, or any page while they are mended, say nothing.
  return moved === "for good" && !starts.includes(id) && id !== "/" ? "gone" : "unknown";
}

/**
 * The start page is there, or where a sitemap lists the pages and none stands at its start, one of these: so that a 404
 * is an answer about a page and not about a site that fell apart.
 */
async function isAlive(fetcher: PageFetcher, signal: AbortSignal): Promise<boolean> {
  const { site } = fetcher.session;
  const { outcome } = await fetcher.read(site.start[0], signal);
  if (outcome.kind === "document" || outcome.kind === "unpublished") return true;
  const known =
    outcome.kind === "missing" ? site.resolve(fetcher.known() ?? "", new URL(site.origin)) : undefined;
  if (!known) return false;
  return (await fetcher.read(known, signal)).outcome.kind === "document";
}
