import { toFailure } from "../../src/errors.ts";
import type { Gap, Gone, Io, ListingEntry } from "../../src/model.ts";
import { isForbidden, isNotShared } from "./api.ts";
import type { DatabaseContent, Rows } from "./database.ts";
import { readRows } from "./database.ts";
import { listedFile, listedPage } from "./document.ts";
import type { Known } from "./known.ts";
import type { Options } from "./options.ts";
import { type Root, rootsOf } from "./roots.ts";
import { digest, revision, Session } from "./session.ts";
import { PageTooLargeError, type Structure } from "./tree.ts";

/** Pages within pages deeper than this are no tree that a person made. */
const maxDepth = 100;

/** Where a page stands: its titles from the root down, for `rules`. */
interface Place {
  readonly path: string;
  readonly depth: number;
}

/**
 * All pages below the roots: trees walked by their blocks, databases by their rows. The search, which Notion
 * documents as not complete (https://developers.notion.com/reference/search-optimizations-and-limitations), saves
 * requests for what it finds; what it does not find is asked for.
 */
export async function* list(options: Options, io: Io): AsyncIterable<ListingEntry> {
  io.signal.throwIfAborted();
  const session = new Session(options, io);
  await session.search();
  const walk = new Walk(session);
  for await (const root of rootsOf(session)) {
    if (root.kind === "gap" || root.kind === "gone") yield root;
    else yield* walk.root(root);
  }
}

/** One listing's way through the trees; every page is visited once. */
class Walk {
  readonly #session: Session;
  readonly #seen = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  async *root(root: Extract<Root, { kind: "page" | "database" | "source" }>): AsyncIterable<ListingEntry> {
    const top = { path: "", depth: 0 };
    if (root.kind === "page") yield* this.#page(root.page, top);
    else if (root.kind === "source") yield* this.#source(root.id, below(top, root.title));
    else yield* this.#databaseAlone(root.id, root.title, top);
  }

  async *#page(page: Known, above: Place): AsyncIterable<ListingEntry> {
    const { io } = this.#session;
    io.signal.throwIfAborted();
    if (this.#seen.has(page.id)) return;
    this.#seen.add(page.id);
    const place = below(above, page.title);
    if (page.trashed) {
      yield { kind: "gone", externalId: page.id, reason: "it is in Notion's trash" };
      return;
    }
    if (place.depth > maxDepth) {
      yield gap(place, `it stands deeper than ${maxDepth} pages`);
      return;
    }
    let structure: Structure;
    try {
      structure = await this.#session.structure(page);
    } catch (error) {
      yield* this.#refused(error, page.id, place);
      return;
    }
    const inside = await this.#inside(structure, place);
    yield* inside.gaps;
    const version = await this.#version(page, structure, inside.databases, place);
    if (version.kind === "gap") yield version;
    else if (inside.gaps.length === 0) {
      yield listedPage(this.#session, page, place.path, version.version);
      for (const file of structure.files)
        yield* listedFile(this.#session, page, file, { path: place.path, settled: page.settled });
    }
    for (const { title, content } of inside.databases) yield* this.#rows(content, below(place, title));
    for (const id of new Set([...structure.children, ...this.#session.below(page.id)]))
      yield* this.#child(id, place);
  }

  /** A child page that its parent still names: what Notion says of it is evidence. */
  async *#child(id: string, place: Place): AsyncIterable<ListingEntry> {
    if (this.#seen.has(id)) return;
    try {
      yield* this.#page(await this.#session.page(id), place);
    } catch (error) {
      yield* this.#refused(error, id, place);
    }
  }

  /** Reads the databases that stand in a page: their rows are part of what it shows. */
  async #inside({ databases }: Structure, place: Place) {
    const read: { id: string; title: string; content: DatabaseContent }[] = [];
    const gaps: Gap[] = [];
    for (const id of databases) {
      try {
        const content = await this.#database(id);
        read.push({ id, title: content.title, content });
      } catch (error) {
        if (!isForbidden(error)) throw error;
        gaps.push(gap(place, `Notion refuses its database ${id}: ${toFailure(error).message}`));
      }
    }
    return { databases: read, gaps };
  }

  async #database(id: string): Promise<DatabaseContent> {
    const content = await this.#session.database(id);
    for (const source of content.own) this.#seen.add(source);
    return content;
  }

  /** What becomes of a page comes from its blocks, its address, its properties, its databases and the originals of synced blocks. */
  async #version(
    page: Known,
    { synced }: Structure,
    databases: readonly { readonly content: DatabaseContent }[],
    place: Place,
  ): Promise<{ kind: "version"; version?: string } | Gap> {
    const parts = [page.url ?? "", page.properties, ...databases.map(({ content }) => content.table)];
    let settled = page.settled;
    try {
      for (const origin of synced) {
        const holder = await this.#session.holderOf(origin);
        parts.push(holder?.edited ?? "not shared");
        if (holder?.settled === false) settled = false;
      }
    } catch (error) {
      if (!isForbidden(error)) throw error;
      return gap(place, `Notion refuses a synced block in it: ${toFailure(error).message}`);
    }
    return settled
      ? { kind: "version", version: `${revision}.${page.edited}.${digest(parts)}` }
      : { kind: "version" };
  }

  async *#databaseAlone(id: string, title: string, above: Place): AsyncIterable<ListingEntry> {
    const place = below(above, title);
    try {
      yield* this.#rows(await this.#database(id), place);
    } catch (error) {
      yield* this.#refused(error, id, place);
    }
  }

  async *#source(id: string, place: Place): AsyncIterable<ListingEntry> {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const { api, options } = this.#session;
    let rows: Rows;
    try {
      rows = await readRows(api, id, options);
    } catch (error) {
      yield* this.#refused(error, id, place);
      return;
    }
    for (const page of rows.pages) this.#session.learn(page);
    yield* this.#rows(rows, place);
  }

  async *#rows({ pages, sources }: Rows, place: Place): AsyncIterable<ListingEntry> {
    for (const page of pages) yield* this.#page(page, place);
    for (const source of sources) yield* this.#source(source, place);
  }

  /** Not shared is evidence; a refusal is a gap; all else ends the listing. */
  async *#refused(error: unknown, id: string, place: Place): AsyncIterable<Gap | Gone> {
    if (isNotShared(error)) yield notShared(id);
    else if (isForbidden(error)) yield gap(place, `Notion refuses ${id}: ${toFailure(error).message}`);
    else if (error instanceof PageTooLargeError) yield gap(place, error.message);
    else throw error;
  }
}

/** Notion gives the same answer for what was deleted for good and for what is no longer shared; both are not Fin's to use. */
export function notShared(externalId: string): Gone {
  return {
    kind: "gone",
    externalId,
    reason:
      "Notion no longer shows it to the integration: its sharing was withdrawn, or it was deleted for good",
  };
}

function gap({ path }: Place, reason: string): Gap {
  return { kind: "gap", part: path || "(root)", reason };
}

function below({ path, depth }: Place, title: string): Place {
  const name = title
    .replace(/[\\/]+/g, "-")
    .trim()
    .slice(0, 200);
  const part = /^\.{0,2}$/.test(name) ? "Untitled" : name;
  return { path: path === "" ? part : `${path}/${part}`, depth: depth + 1 };
}
