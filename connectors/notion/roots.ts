import { z } from "zod";
import type { Gap, Gone } from "../../src/connector-kit/listing.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { isForbidden, isNotShared, isOtherKind } from "./client.ts";
import type { Known } from "./known.ts";
import { plainOf } from "./rich-text.ts";
import type { Session } from "./session.ts";

/** Where a walk begins, or why it cannot. */
export type Root =
  /** With `climb`, it stands where its parents say; without, at the top. */
  | { readonly kind: "page"; readonly page: Known; readonly climb: boolean }
  | { readonly kind: "database"; readonly id: string; readonly title: string }
  | { readonly kind: "source"; readonly id: string; readonly title: string; readonly climb: boolean }
  | Gap
  | Gone;

/** Those that the configuration names, else all that the search shows and earlier searches showed. */
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
  if (readable === 0) throw nothingShared(session);
  for (const id of absent) yield lostRoot(session, id);
  for (const root of found) {
    const id = root.kind === "page" ? root.page.id : "id" in root ? root.id : undefined;
    if (id !== undefined) session.io.cache.set(`root:${id}`, "seen");
    yield root;
  }
}

/** A root that was there, while others still are, was withdrawn; one that never was is a slip of the pen. */
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
    reason:
      "it is not shared with the integration: open it in Notion, menu •••, Connections; or mend `roots`",
  };
}

/** A page, a database or one of its data sources; undefined where none of them is shared under the id. */
async function resolve(session: Session, id: string): Promise<Root | undefined> {
  const { api } = session;
  const ways: readonly (() => Promise<Root>)[] = [
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
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      if (isForbidden(error)) return { kind: "gap", part: `root ${id}`, reason: toFailure(error).message };
      if (!isNotShared(error) && !isOtherKind(error)) throw error;
    }
  }
  return undefined;
}

const Entries = z.array(z.string());
const entriesKey = "entries";
const maxEntries = 5_000;

/** Notes where this listing came in, so that the next can ask for what its search does not show. */
export function rememberEntries({ io }: Session, ids: readonly string[]): void {
  io.cache.set(entriesKey, JSON.stringify(ids.slice(0, maxEntries)));
}

async function* shared(session: Session): AsyncIterable<Root> {
  const pages = [...session.pages.values()];
  const sources = [...session.sources.values()];
  if (pages.length === 0 && sources.length === 0) throw nothingShared(session);
  yield* remembered(session);
  for (const page of pages) if (page.parent.type === "workspace") yield { kind: "page", page, climb: true };
  for (const { id, title } of sources) yield { kind: "source", id, title: plainOf(title), climb: true };
  for (const page of pages) yield { kind: "page", page, climb: true };
}

/** What an earlier search showed and this one does not is asked for: the search is not complete. */
async function* remembered(session: Session): AsyncIterable<Root> {
  for (const id of readEntries(session.io.cache.get(entriesKey))) {
    if (session.pages.has(id) || session.sources.has(id)) continue;
    const root = await resolve(session, id);
    yield root ?? { kind: "gone", externalId: id, reason: "it is no longer shared with the integration" };
  }
}

function readEntries(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    return Entries.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

function nothingShared({ options }: Session): FinIngestError {
  const what = options.roots ? "none of the roots" : "no page and no database";
  return new FinIngestError(`Notion shows the integration ${what}`, {
    hint: "Share pages with it: open each in Notion, menu •••, Connections. With another integration's `token`, share them with that one.",
  });
}
