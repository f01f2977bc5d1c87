import { z } from "zod";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import type { Gap, Gone } from "../../src/model.ts";
import { isForbidden, isNotShared, isOtherKind } from "./api.ts";
import type { Known } from "./known.ts";
import { plainOf } from "./rich-text.ts";
import type { DataSource } from "./schemas.ts";
import type { Session } from "./session.ts";

/** Where a walk begins, or why it cannot. */
export type Root =
  | { readonly kind: "page"; readonly page: Known }
  | { readonly kind: "database"; readonly id: string; readonly title: string }
  | { readonly kind: "source"; readonly id: string; readonly title: string }
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
    if (root.kind === "page") session.io.facts.set(`root:${root.page.id}`, "seen");
    yield root;
  }
}

/** A root that was there, while others still are, was withdrawn; one that never was is a slip of the pen. */
function lostRoot({ io }: Session, id: string): Root {
  const seen = io.facts.get(`root:${id}`) === "seen";
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
    async () => ({ kind: "page", page: await session.page(id) }),
    async () => {
      const { title, in_trash: trashed } = await api.database(id);
      if (trashed) return { kind: "gone", externalId: id, reason: "the database is in Notion's trash" };
      return { kind: "database", id, title: plainOf(title) };
    },
    async () => ({ kind: "source", id, title: plainOf((await api.dataSource(id)).title) }),
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

const Tops = z.array(z.string()).max(5_000);
const topsKey = "tops";

/** First what stands at the top, so that paths begin there; then what no walk has reached by then. */
async function* shared(session: Session): AsyncIterable<Root> {
  const { pages, sources, io } = session;
  const found = [...pages.values()];
  const tables = [...sources.values()];
  if (found.length === 0 && tables.length === 0) throw nothingShared(session);
  const topPages = found.filter(({ parent }) => isTop(session, parent.page_id, parent.type));
  const topSources = tables.filter(({ database_parent: at }) => isTop(session, at?.page_id, at?.type));
  yield* remembered(session);
  const tops = [...topPages, ...topSources].map(({ id }) => id);
  io.facts.set(topsKey, JSON.stringify(tops.slice(0, 5_000)));
  for (const page of topPages) yield { kind: "page", page };
  for (const source of topSources) yield sourceRoot(source);
  for (const page of found) yield { kind: "page", page };
  for (const source of tables) yield sourceRoot(source);
}

function isTop({ pages }: Session, above: string | undefined, type: string | undefined): boolean {
  return type === "workspace" || (type === "page_id" && above !== undefined && !pages.has(above));
}

const sourceRoot = (source: DataSource): Root => ({
  kind: "source",
  id: source.id,
  title: plainOf(source.title),
});

/** What an earlier search showed and this one does not is asked for: the search is not complete. */
async function* remembered(session: Session): AsyncIterable<Root> {
  for (const id of readTops(session.io.facts.get(topsKey))) {
    if (session.pages.has(id) || session.sources.has(id)) continue;
    const root = await resolve(session, id);
    yield root ?? { kind: "gone", externalId: id, reason: "it is no longer shared with the integration" };
  }
}

function readTops(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    return Tops.parse(JSON.parse(text));
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
