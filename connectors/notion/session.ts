import { createHash } from "node:crypto";
import type { Clock } from "../../src/clock.ts";
import { type Included, IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { OddItem } from "../../src/connector-kit/items.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import { Audiences } from "./audience.ts";
import { isNotShared, type NotionApi, notionApi } from "./client.ts";
import { type DatabaseContent, readDatabase, tableOf } from "./database.ts";
import { uuidOf } from "./ids.ts";
import { type KnownPage, knownPageOf } from "./known-page.ts";
import type { NotionOptions } from "./options.ts";
import { below, type Place } from "./place.ts";
import { propertiesFor, propertyTable, type ShownOfOthers, titleOf } from "./properties.ts";
import { relationsAreWhole, shownBy } from "./references.ts";
import type { DataSource, Page } from "./schema.ts";
import { Structures } from "./structures.ts";

/** A database as a page shows it. */
export interface PageTable {
  readonly html: string;
  /** Whether the page may name the database. */
  readonly isNameable: boolean;
  /** With the rows that are left out. */
  readonly included: IncludedDocuments;
}

/** What a search could not tell. */
export interface Searched {
  readonly unread: readonly OddItem[];
  /** Why it broke off. */
  readonly broken?: string;
}

/** What one listing has found, for itself and for the loads that follow. */
export class Session {
  readonly options: NotionOptions;
  readonly io: Io;
  readonly api: NotionApi;
  readonly pages = new Map<string, KnownPage>();
  readonly sources = new Map<string, DataSource>();
  readonly structures: Structures;
  readonly audiences: Audiences;
  /** By the page and its database. */
  readonly #tables = new Map<string, PageTable>();
  readonly #below = new Map<string, string[]>();
  readonly #holders = new Map<string, Promise<string | undefined>>();

  constructor(options: NotionOptions, io: Io, clock?: Pick<Clock, "monotonic">) {
    this.options = options;
    this.io = io;
    this.api = notionApi(options, io.http, io.signal);
    this.structures = new Structures(this.api, io, clock);
    this.audiences = new Audiences(this);
  }

  /** Learns everything that Notion's search finds: a hundred pages for one request. */
  async search(): Promise<Searched> {
    const unread: OddItem[] = [];
    try {
      for await (const { items, odd, at } of this.api.search()) {
        unread.push(...odd);
        for (const found of items) {
          if (found.object === "data_source") this.sources.set(found.id, found);
          else this.learn(knownPageOf(found, at, this.options));
        }
      }
    } catch (error) {
      // What the search does not find is asked for by its id; without roots, something must be found first.
      const isNeeded = !this.options.roots && this.pages.size + this.sources.size === 0;
      if (isNeeded || !isAboutOneObject(error)) throw error;
      return { unread, broken: toFailure(error).message };
    }
    return { unread };
  }

  learn(page: KnownPage): KnownPage {
    const before = this.pages.get(page.id);
    this.pages.set(page.id, page);
    const above = page.parent.page_id;
    if (!before && above !== undefined) this.#below.set(above, [...(this.#below.get(above) ?? []), page.id]);
    return page;
  }

  async source(id: string): Promise<DataSource> {
    const known = this.sources.get(id) ?? (await this.api.dataSource(id));
    this.sources.set(id, known);
    return known;
  }

  /** Pages that name this one as their parent. */
  below(id: string): readonly string[] {
    return this.#below.get(id) ?? [];
  }

  /** A page; one that the search did not find is asked for. */
  async page(id: string): Promise<KnownPage> {
    const known = this.pages.get(id);
    if (known) return known;
    const { value, at } = await this.api.page(id);
    return this.learn(knownPageOf(value, at, this.options));
  }

  /** A database, and the table of it that the page which contains it shows. */
  async database(id: string, page?: KnownPage): Promise<DatabaseContent & { readonly table: PageTable }> {
    const place = page && this.audiences.placeOf(page.id);
    const included = page ? this.audiences.included(page) : new IncludedDocuments("nobody");
    const names = new Set<string>();
    const content = await readDatabase(this.api, id, this.options, (name) => {
      if (!place) return undefined;
      const within = below(place, name);
      names.add(within.path);
      return (row) => !row.trashed && included.mayShow(this.#rowIn(within, row));
    });
    for (const { pages } of content.parts) for (const row of pages) this.learn(row);
    const rows = content.parts.flatMap(({ displayed }) => displayed);
    const othersOf = await this.others(rows, included);
    const html = content.parts.map((part) => tableOf(part, this.options.properties, othersOf)).join("");
    const audiences = [...names].map((path) => ({ name: path, audience: this.io.audienceOf({ path }) }));
    if (content.isWithheld) audiences.push({ name: id, audience: "nobody" });
    const isNameable = audiences.every((named) => included.mayShow(named));
    const table = { html, isNameable, included };
    if (page) this.#tables.set(`${page.id} ${id}`, table);
    return { ...content, table };
  }

  /** The table that the listing made, or a new one where the database was added since. */
  async table(id: string, page: KnownPage): Promise<PageTable> {
    return this.#tables.get(`${page.id} ${id}`) ?? (await this.database(id, page)).table;
  }

  #rowIn(within: Place, row: KnownPage): Included {
    const place = this.audiences.placeOf(row.id) ?? below(within, row.title);
    return { name: nameOf(row.title, row.id), audience: this.audiences.ofPage(row, place) };
  }

  /**
   * Titles, by id, of those of the pages that may not be named.
   * @param children they are directly below the page, whatever they are in there
   */
  async withheld(
    ids: Iterable<string>,
    included: IncludedDocuments,
    {
      children = [],
      place,
    }: { readonly children?: readonly string[]; readonly place?: Place | undefined } = {},
  ): Promise<ReadonlyMap<string, string>> {
    const withheld = new Map<string, string>();
    const below = new Set(children);
    for (const id of new Set([...ids, ...children])) {
      const { title, audience } = await this.audiences.named(id, below.has(id) ? place : undefined);
      if (!included.mayShow({ name: nameOf(title, id), audience })) withheld.set(id, title);
    }
    return withheld;
  }

  /** What the properties of some pages may show of others. */
  async others(
    pages: readonly Page[],
    included: IncludedDocuments,
    properties: boolean | readonly string[] = this.options.properties,
  ): Promise<(page: Page) => ShownOfOthers> {
    const wantsAll = properties !== false;
    const idsOf = (page: Page) => {
      const { title, properties } = shownBy(page);
      return wantsAll ? [...title, ...properties] : title;
    };
    const withheld = await this.withheld(pages.flatMap(idsOf), included);
    const withheldTitle = (id: string) => withheld.get(uuidOf(id) ?? id);
    return (page) => ({
      withheldTitle,
      computed: relationsAreWhole(page) && shownBy(page).properties.every((id) => !withheld.has(id)),
    });
  }

  /**
   * A page's title and its table of properties, as its own readers may see them.
   * @param hasText whether it has text of its own; without it, its answer is shown
   */
  async shown(
    page: KnownPage,
    included: IncludedDocuments,
    hasText = false,
  ): Promise<Pick<KnownPage, "title" | "properties">> {
    const { properties: wanted } = this.options;
    const { title, mixed } = page;
    if (!mixed) return { title, properties: hasText && wanted === false ? "" : page.properties };
    const shown = hasText ? wanted : propertiesFor(mixed, wanted);
    const others = (await this.others([mixed], included, shown))(mixed);
    const isRow = page.properties !== "";
    return {
      title: titleOf(mixed, others),
      properties: isRow ? propertyTable(mixed, shown, others) : "",
    };
  }

  /** The page that contains the original of a synced block, and whether another page may show what is in it. */
  async syncedFrom(
    origin: string,
    included: IncludedDocuments,
  ): Promise<{ readonly holder: KnownPage | undefined; readonly mayShow: boolean }> {
    const holder = await this.holderOf(origin);
    if (!holder) {
      const id = await this.#holders.get(origin)?.catch(() => undefined);
      return { holder, mayShow: included.mayShow({ name: id ?? origin, audience: "nobody" }) };
    }
    const { audience } = await this.audiences.named(holder.id);
    return { holder, mayShow: included.mayShow({ name: nameOf(holder.title, holder.id), audience }) };
  }

  /** The page that contains the original of a synced block; undefined where it is not shared. */
  async holderOf(blockId: string): Promise<KnownPage | undefined> {
    let id = this.#holders.get(blockId);
    if (!id) {
      id = findHolder(this.api, blockId);
      this.#holders.set(blockId, id);
    }
    try {
      const holder = await id;
      return holder === undefined ? undefined : await this.page(holder);
    } catch (error) {
      if (isNotShared(error)) return undefined;
      throw error;
    }
  }
}

/** Blocks cannot be nested deeper. */
const MAX_LEVELS = 40;

async function findHolder(api: NotionApi, blockId: string): Promise<string | undefined> {
  let id = blockId;
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    const { parent } = await api.block(id);
    if (parent?.page_id !== undefined) return parent.page_id;
    if (parent?.block_id === undefined) return undefined;
    id = parent.block_id;
  }
  return undefined;
}

/** Of pages that are not shared Notion tells no title. */
export const nameOf = (title: string, id: string): string => (title === "" ? id : `${title} (${id})`);

/** A short hash of what a version depends on. */
export function digest(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}
