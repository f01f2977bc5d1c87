import { oddEntry } from "../../src/connector-kit/items.ts";
import type { Gap, Gone, ListingEntry } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import { type DatabaseContent, type Rows, readRows } from "./database.ts";
import { gap, refused } from "./gaps.ts";
import type { KnownPage } from "./known-page.ts";
import { listedFile, listedPage } from "./load.ts";
import { type Ancestry, ancestryOf, below, MAX_DEPTH, type Place, top } from "./place.ts";
import type { Root } from "./roots.ts";
import type { PageTable, Session } from "./session.ts";
import { nothingBelow } from "./structures.ts";
import type { Structure } from "./tree.ts";
import { versionOf } from "./version.ts";

/** One listing's walk through the trees; every page is visited once. */
export class Walk {
  readonly #session: Session;
  readonly #seen = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Ids of the pages and data sources at which the walk entered, in order. */
  readonly entries: string[] = [];

  hasSeen = (id: string): boolean => this.#seen.has(id);

  /** Pages whose blocks were left to the loads. */
  left = 0;

  /** How often the walk came to a page that it had listed before. */
  revisited = 0;

  async *root(root: Exclude<Root, Gap | Gone>): AsyncIterable<ListingEntry> {
    if (root.kind === "database") yield* this.#databaseAlone(root.id, root.title);
    else if (root.kind === "page" && !root.climb) yield* this.#page(root.page, top);
    else if (root.kind === "source" && !root.climb) yield* this.#source(root.id, below(top, root.title));
    else yield* this.#foundBySearch(root);
  }

  /** What the search found is placed where its parents say, and these are walked first. */
  async *#foundBySearch(root: Extract<Root, { climb: boolean }>): AsyncIterable<ListingEntry> {
    const id = root.kind === "page" ? root.page.id : root.id;
    if (this.#seen.has(id)) return;
    let ancestry: Ancestry;
    try {
      const parent =
        root.kind === "page" ? root.page.parent : (await this.#session.source(root.id)).database_parent;
      ancestry = await ancestryOf(this.#session, parent);
    } catch (error) {
      yield* refused(error, id, below(top, root.kind === "page" ? root.page.title : root.title));
      return;
    }
    const first = ancestry.pages[0]?.page.id ?? id;
    if (!this.#seen.has(first)) this.entries.push(first);
    for (const { page, above } of ancestry.pages) yield* this.#page(page, above);
    if (ancestry.pages.some(({ page }) => page.trashed)) {
      yield { kind: "gone", externalId: id, reason: "a page above it is in Notion's trash" };
      return;
    }
    if (root.kind === "page") yield* this.#page(root.page, ancestry.place);
    else yield* this.#source(id, below(ancestry.place, root.title));
  }

  async *#page(page: KnownPage, above: Place): AsyncIterable<ListingEntry> {
    if (this.#seen.has(page.id)) {
      this.revisited += 1;
      return;
    }
    this.#seen.add(page.id);
    const place = below(above, page.title);
    this.#session.audiences.visited(page.id, place);
    if (page.trashed) {
      yield { kind: "gone", externalId: page.id, reason: "it is in Notion's trash" };
      return;
    }
    if (place.depth > MAX_DEPTH) {
      yield gap(place, `it is nested deeper than ${MAX_DEPTH} pages`);
      return;
    }
    let structure = nothingBelow;
    try {
      const known = await this.#session.structures.of(page);
      if (known) structure = known;
      else this.left += 1;
    } catch (error) {
      yield* refused(error, page.id, place);
      // What the search has found below it is listed all the same.
      for (const id of this.#session.below(page.id)) yield* this.#child(id, place);
      return;
    }
    if (structure.unread > 0)
      yield gap(place, `${structure.unread} of its blocks cannot be read, and pages may be among them`);
    const inside = await this.#inside(page, structure, place);
    const version = await versionOf(
      this.#session,
      page,
      structure,
      inside.databases.map(({ table }) => table),
      place,
    );
    const [unread = version] = inside.gaps;
    if (unread.kind === "gap") {
      yield unread;
      yield { kind: "unreadable", externalId: page.id, path: place.path, reason: unread.reason };
    } else if (version.kind === "version") {
      yield listedPage(this.#session, page, {
        path: place.path,
        version: version.version,
        title: version.title,
      });
      for (const file of structure.files) yield* listedFile(this.#session, page, file, place);
    }
    const children = new Set([...structure.children, ...this.#session.below(page.id)]);
    this.#session.structures.prefetch([...children].flatMap((id) => this.#session.pages.get(id) ?? []));
    for (const content of inside.databases) yield* this.#parts(content, place);
    for (const id of children) yield* this.#child(id, place);
  }

  /** A child page that its parent still lists: what Notion says of it is evidence. */
  async *#child(id: string, place: Place): AsyncIterable<ListingEntry> {
    if (this.#seen.has(id)) return;
    try {
      yield* this.#page(await this.#session.page(id), place);
    } catch (error) {
      yield* refused(error, id, place);
    }
  }

  /** Reads the databases in a page: their rows are part of its content. */
  async #inside(page: KnownPage, { databases }: Structure, place: Place) {
    const read: (DatabaseContent & { readonly table: PageTable })[] = [];
    const gaps: Gap[] = [];
    for (const id of databases) {
      try {
        read.push(await this.#database(id, page));
      } catch (error) {
        if (!isAboutOneObject(error)) throw error;
        gaps.push(gap(place, `Notion refuses its database ${id}: ${toFailure(error).message}`));
      }
    }
    return { databases: read, gaps };
  }

  async #database(id: string, page?: KnownPage) {
    const content = await this.#session.database(id, page);
    for (const part of content.parts) this.#seen.add(part.id);
    return content;
  }

  async *#databaseAlone(id: string, title: string): AsyncIterable<ListingEntry> {
    try {
      yield* this.#parts(await this.#database(id), top);
    } catch (error) {
      yield* refused(error, id, below(top, title));
    }
  }

  async *#parts({ parts }: DatabaseContent, place: Place): AsyncIterable<ListingEntry> {
    for (const part of parts) yield* this.#rows(part, below(place, part.name));
  }

  async *#source(id: string, place: Place): AsyncIterable<ListingEntry> {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    const { api, options } = this.#session;
    let rows: Rows;
    try {
      rows = await readRows(api, id, options);
    } catch (error) {
      yield* refused(error, id, place);
      return;
    }
    for (const page of rows.pages) this.#session.learn(page);
    yield* this.#rows(rows, place);
  }

  async *#rows({ pages, sources, odd, broken }: Rows, place: Place): AsyncIterable<ListingEntry> {
    if (broken !== undefined) yield gap(place, `its rows cannot be read to their end: ${broken}`);
    for (const one of odd)
      if (one.id === undefined || !this.#seen.has(one.id)) yield oddEntry(place.path, one);
    if (odd.length > 0) yield gap(place, `what is below ${odd.length} of its rows cannot be listed`);
    this.#session.structures.prefetch(pages.filter(({ id }) => !this.#seen.has(id)));
    for (const page of pages) yield* this.#page(page, place);
    for (const source of sources) yield* this.#source(source, place);
  }
}
