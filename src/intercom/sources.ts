import { type Clock, systemClock } from "../clock.ts";
import { FinIngestError } from "../errors.ts";
import { parseUrl } from "../http/url.ts";
import { IntercomError } from "./errors.ts";
import type { ContentImportSource, ContentLibrary } from "./types.ts";

export interface WantedSource {
  /** The find-or-create key. */
  readonly url: string;
  /** Absent: audiences are left as they are. */
  readonly audienceIds?: readonly number[] | undefined;
  /** The id this source had before: then only that one is meant, and none is created. */
  readonly expectedId?: number | undefined;
}

/** The waits before each search for a source whose creation had no clear answer. */
const SEARCH_DELAYS_MS = [0, 2_000] as const;
const MAX_CREATES = 2;

/**
 * The Content Import Source for a URL: found, or created once. Creating is not idempotent, so after an answer
 * that leaves open whether it took effect, the library is searched before another is made.
 *
 * @throws FinIngestError when two sources have the URL, or the expected one is gone
 * @throws IntercomError
 */
export async function findOrCreateSource(
  library: Pick<ContentLibrary, "listSources" | "createSource" | "updateSource">,
  wanted: WantedSource,
  signal?: AbortSignal,
  clock: Clock = systemClock,
): Promise<ContentImportSource> {
  const found = await find(library, wanted, signal);
  if (found) return withAudiences(library, found, wanted, signal);
  const input = { url: wanted.url, audienceIds: wanted.audienceIds };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await library.createSource(input, signal);
    } catch (error) {
      if (!(error instanceof IntercomError && error.ambiguous)) throw error;
      const made = await searchAgain(library, wanted, clock, signal);
      if (made) return withAudiences(library, made, wanted, signal);
      if (attempt === MAX_CREATES) throw error;
    }
  }
}

async function searchAgain(
  library: Pick<ContentLibrary, "listSources">,
  wanted: WantedSource,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<ContentImportSource | undefined> {
  for (const wait of SEARCH_DELAYS_MS) {
    if (wait > 0) await clock.sleep(wait, signal);
    const found = await find(library, wanted, signal);
    if (found) return found;
  }
  return undefined;
}

async function find(
  library: Pick<ContentLibrary, "listSources">,
  wanted: WantedSource,
  signal: AbortSignal | undefined,
): Promise<ContentImportSource | undefined> {
  const key = sourceKey(wanted.url);
  const matches: ContentImportSource[] = [];
  for await (const source of library.listSources(signal)) {
    const matching =
      wanted.expectedId === undefined ? sourceKey(source.url) === key : source.id === wanted.expectedId;
    if (source.syncBehavior === "api" && matching) matches.push(source);
  }
  if (matches.length > 1) throw duplicateSources(wanted.url, matches);
  if (matches.length === 0 && wanted.expectedId !== undefined) throw gone(wanted.url, wanted.expectedId);
  return matches[0];
}

async function withAudiences(
  library: Pick<ContentLibrary, "updateSource">,
  source: ContentImportSource,
  { audienceIds }: WantedSource,
  signal: AbortSignal | undefined,
): Promise<ContentImportSource> {
  if (!audienceIds || sameSet(audienceIds, source.audienceIds ?? [])) return source;
  return library.updateSource(source.id, { url: source.url, audienceIds }, signal);
}

/** Equal for two URLs of one source: spelling of scheme and host, default port, a final slash and a fragment do not count. */
export function sourceKey(url: string): string {
  if (!parseUrl(url)) return url.trim();
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname.replace(/\/+$/, "")}${search}`;
}

function sameSet(a: readonly number[], b: readonly number[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && a.every((id) => right.has(id));
}

function duplicateSources(url: string, matches: readonly ContentImportSource[]): FinIngestError {
  const ids = matches.map(({ id }) => id).join(" and ");
  return new FinIngestError(`Intercom has ${matches.length} Content Import Sources for ${url}: ${ids}`, {
    hint: "Which one is meant cannot be known. Delete the one without your pages in Intercom (deleting a source deletes its pages), then run again.",
  });
}

function gone(url: string, id: number): FinIngestError {
  return new FinIngestError(
    `Content Import Source ${id} for ${url} is no longer in Intercom; none is made in its place`,
    {
      hint: "If the token is of another workspace than the ledger's, give that one a `state:` of its own (environments with --env). If somebody deleted the source, its pages went with it: if that was meant, forget it with `fin-ingest state rebuild`, and the next run creates a new one.",
    },
  );
}
