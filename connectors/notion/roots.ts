import { cached } from "../../src/connector-kit/cached.ts";
import type { ConnectorCache } from "../../src/connector-kit/io.ts";
import type { Gap, Gone } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { isNotShared, isOtherKind } from "./client.ts";
import type { KnownPage } from "./known-page.ts";
import { plainOf } from "./rich-text.ts";
import { EntryIds } from "./schema.ts";
import type { Session } from "./session.ts";

/** Where a walk starts, or why it cannot. */
export type Root =
  /** With `climb`, it is placed where its parents say; without, at the top. */
  | { readonly kind: "page"; readonly page: KnownPage; readonly climb: boolean }
  | { readonly kind: "database"; readonly id: string; readonly title: string }
  | { readonly kind: "source"; readonly id: string; readonly title: string; readonly climb: boolean }
  | Gap
  | Gone;

/** The roots of the configuration, else everything that this search and earlier ones found. */
export function rootsOf(session: Session): AsyncIterable<Root> {
  return session.options.roots ? named(session, session.options.roots) : shared(session);
}

async function* named(session: Session, ids: readonly string[]): AsyncIterable<Root> {
  const found: Root[] = [];
  const absent: string[] = [];
  for (const id of new Set(ids)) {
    const root = await resolve(session, id);
    if (root) found.push(root);
    else absent.push(id);
  }
  const readable = found.filter(({ kind }) => kind !== "gap").length;
  if (readable === 0) throw nothingShared(session, found);
  for (const id of absent) yield lostRoot(session, id);
  for (const root of found) {
    const id = root.kind === "page" ? root.page.id : "id" in root ? root.id : undefined;
    if (id !== undefined) session.io.cache.set(`root:${id}`, "seen");
    yield root;
  }
}

/** A root that was there before, while others still are, was withdrawn; one that never was is a mistake. */
function lostRoot({ io }: Session, id: string): Root {
  const seen = io.cache.get(`root:${id}`) === "seen";
  io.log.warn(`notion: the root ${id} is not shared with the integration`);
  if (seen)
    return {
      kind: "gone",
      externalId: id,
      reason: "it is no longer shared with the integration, while other roots are",
    };
  return {
    kind: "gap",
    part: `root ${id}`,
    reason: "it is not shared with the integration: open it in Notion, menu •••, Connections; or fix `roots`",
  };
}

/** A page, a database or one of its data sources; undefined where none of them is shared under the id. */
async function resolve(session: Session, id: string): Promise<Root | undefined> {
  const { api } = session;
  const requests: readonly (() => Promise<Root>)[] = [
    async () => ({ kind: "page", page: await session.page(id), climb: !session.options.roots }),
    async () => {
      const { title, in_trash: trashed } = await api.database(id);
      if (trashed) return { kind: "gone", externalId: id, reason: "the database is in Notion's trash" };
      return { kind: "database", id, title: plainOf(title) };
    },
    async () => {
      const source = await session.source(id);
      if (source.in_trash)
        return { kind: "gone", externalId: id, reason: "the database is in Notion's trash" };
      return { kind: "source", id, title: plainOf(source.title), climb: !session.options.roots };
    },
  ];
  for (const request of requests) {
    try {
      return await request();
    } catch (error) {
      if (isNotShared(error) || isOtherKind(error)) continue;
      if (!isAboutOneObject(error)) throw error;
      return { kind: "gap", part: `root ${id}`, reason: toFailure(error).message };
    }
  }
  return undefined;
}

const ENTRIES_KEY = "entries";
const MAX_ENTRIES = 5_000;

/** Remembers where this listing entered, so that the next one can ask for what its search does not find. */
export function rememberEntries({ io }: Session, ids: readonly string[]): void {
  cached(io.cache, EntryIds).set(ENTRIES_KEY, ids.slice(0, MAX_ENTRIES));
}

/** Whether an earlier listing left a trace: of its entries, or of one of the roots. */
export const wasListed = (cache: Pick<ConnectorCache, "get">, roots: readonly string[] = []): boolean =>
  [ENTRIES_KEY, ...roots.map((id) => `root:${id}`)].some((key) => cache.get(key) !== undefined);

async function* shared(session: Session): AsyncIterable<Root> {
  const pages = [...session.pages.values()];
  const sources = [...session.sources.values()];
  if (pages.length === 0 && sources.length === 0) throw nothingShared(session);
  yield* remembered(session);
  for (const page of pages) if (page.parent.type === "workspace") yield { kind: "page", page, climb: true };
  for (const { id, title } of sources) yield { kind: "source", id, title: plainOf(title), climb: true };
  for (const page of pages) yield { kind: "page", page, climb: true };
}

/** What an earlier search found and this one did not is asked for: the search is incomplete. */
async function* remembered(session: Session): AsyncIterable<Root> {
  for (const id of cached(session.io.cache, EntryIds).get(ENTRIES_KEY) ?? []) {
    if (session.pages.has(id) || session.sources.has(id)) continue;
    const root = await resolve(session, id);
    yield root ?? { kind: "gone", externalId: id, reason: "it is no longer shared with the integration" };
  }
}

function nothingShared({ options }: Session, found: readonly Root[] = []): FinIngestError {
  const [refused] = found.flatMap((root) => (root.kind === "gap" ? [root] : []));
  if (refused) return new FinIngestError(`none of the roots can be read; ${refused.part}: ${refused.reason}`);
  const what = options.roots ? "none of the roots" : "no page and no database";
  return new FinIngestError(`Notion gives the integration ${what}`, {
    hint: "Share pages with it: open each in Notion, menu •••, Connections. With another integration's `token`, share them with that one.",
  });
}
