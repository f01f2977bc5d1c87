import { type Audience, narrowest } from "../../src/audience.ts";
import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { isForbidden, isNotShared, isOtherKind, type NotionApi } from "./client.ts";
import type { KnownPage } from "./known-page.ts";
import type { NotionOptions } from "./options.ts";
import { below, type Place, top } from "./place.ts";
import { shownBy } from "./references.ts";
import { plainOf } from "./rich-text.ts";
import type { DataSource, Parent } from "./schema.ts";

/** What a listing knows, for whom a page is asked. */
export interface Pages {
  readonly options: Pick<NotionOptions, "roots">;
  readonly io: Pick<Io, "audienceOf" | "cache">;
  readonly api: NotionApi;
  readonly pages: ReadonlyMap<string, KnownPage>;
  readonly sources: ReadonlyMap<string, DataSource>;
  page(id: string): Promise<KnownPage>;
  source(id: string): Promise<DataSource>;
}

/** A page, database or data source as another page names it. Nobody: it is not shared, in the trash or outside of the roots. */
export interface Named {
  readonly title: string;
  readonly audience: Audience;
}

const titleKey = (id: string): string => `title:${id}`;
const MAX_LEVELS = 100;

/**
 * Who may be answered from any page to which another one refers. Rules match paths, so its place is found by what is
 * above it, unless the listing has been there. Each id is asked for once.
 */
export class Audiences {
  readonly #pages: Pages;
  readonly #places = new Map<string, Place>();
  readonly #named = new Map<string, Promise<Named>>();
  readonly #above = new Map<string, Promise<Place | undefined>>();

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  /** Notes where the listing found a page. */
  visited(id: string, place: Place): void {
    this.#places.set(id, place);
  }

  placeOf(id: string): Place | undefined {
    return this.#places.get(id);
  }

  ofPage({ labels }: Pick<KnownPage, "labels">, { path }: Place): Audience {
    return this.#pages.io.audienceOf({ path, labels: labels.length === 0 ? undefined : labels });
  }

  /** What may stand in a page that the listing has visited. */
  included(page: KnownPage): IncludedDocuments {
    const place = this.#places.get(page.id);
    return new IncludedDocuments(place ? this.ofPage(page, place) : "nobody");
  }

  /**
   * By its id, and by what its own title names of others.
   * @param above where the page is known to be a child
   */
  async named(id: string, above?: Place): Promise<Named> {
    const own = await this.#own(id, above);
    const mixed = this.#pages.pages.get(id)?.mixed;
    if (!mixed) return own;
    const others = await Promise.all(shownBy(mixed).title.map((other) => this.#own(other)));
    return { ...own, audience: narrowest(own.audience, ...others.map(({ audience }) => audience)) };
  }

  #own(id: string, above?: Place): Promise<Named> {
    const known = this.#named.get(id);
    if (known) return known;
    const found = this.#find(id, above).catch((error: unknown) => {
      this.#named.delete(id);
      throw error;
    });
    this.#named.set(id, found);
    return found;
  }

  async #find(id: string, above: Place | undefined): Promise<Named> {
    const { pages, sources } = this.#pages;
    if (above) return (await withoutRefusal(() => this.#findPage(id, above))) ?? this.#nobodys(id);
    if (pages.has(id)) return (await withoutRefusal(() => this.#findPage(id))) ?? this.#nobodys(id);
    if (sources.has(id)) return (await withoutRefusal(() => this.#findSource(id))) ?? this.#nobodys(id);
    return (
      (await withoutRefusal(() => this.#findPage(id))) ??
      (await withoutRefusal(() => this.#findDatabase(id))) ??
      this.#nobodys(id)
    );
  }

  async #findPage(id: string, above?: Place): Promise<Named> {
    const page = await this.#pages.page(id);
    const known = this.#places.get(id) ?? (above && below(above, page.title));
    const place = known ?? (await this.#placeOfPage(page));
    this.#remember(id, page.title);
    if (!place || page.trashed) return { title: page.title, audience: "nobody" };
    return { title: page.title, audience: this.ofPage(page, place) };
  }

  async #findSource(id: string): Promise<Named> {
    const source = await this.#pages.source(id);
    return this.#container(plainOf(source.title), await this.#aboveSource(source, MAX_LEVELS));
  }

  async #findDatabase(id: string): Promise<Named> {
    const database = await this.#pages.api.database(id);
    const above = this.#isRoot(id) ? top : await this.#at(database.parent);
    return this.#container(plainOf(database.title), database.in_trash ? undefined : above);
  }

  #container(title: string, above: Place | undefined): Named {
    if (!above) return { title, audience: "nobody" };
    return { title, audience: this.#pages.io.audienceOf({ path: below(above, title).path }) };
  }

  async #aboveSource(source: DataSource, levels: number): Promise<Place | undefined> {
    const isTop = this.#isRoot(source.id) || this.#isRoot(source.parent.database_id);
    return isTop ? top : this.#at(source.database_parent, levels);
  }

  /** What is not shared, by the title that it had when it was: links may be labelled with it. */
  #nobodys = (id: string): Named => ({
    title: this.#pages.io.cache.get(titleKey(id)) ?? "",
    audience: "nobody",
  });

  #remember(id: string, title: string): void {
    const { cache } = this.#pages.io;
    if (title !== "" && cache.get(titleKey(id)) !== title) cache.set(titleKey(id), title);
  }

  async #placeOfPage(page: KnownPage): Promise<Place | undefined> {
    if (this.#isRoot(page.id)) return below(top, page.title);
    const above = await this.#at(page.parent);
    return above && below(above, page.title);
  }

  #isRoot = (id: string | undefined): boolean =>
    id !== undefined && (this.#pages.options.roots?.includes(id) ?? false);

  /** The place of what is directly in this parent; undefined where it is outside of the roots. */
  #at(parent: Parent | undefined, levels = MAX_LEVELS): Promise<Place | undefined> {
    const id = parent?.page_id ?? parent?.block_id ?? parent?.data_source_id ?? parent?.database_id;
    if (!parent || id === undefined || levels === 0) return Promise.resolve(this.#outermost());
    const known = this.#above.get(id);
    if (known) return known;
    const found = this.#climb(parent, levels - 1).catch((error: unknown) => {
      if (isNotShared(error) || isOtherKind(error)) return this.#outermost();
      this.#above.delete(id);
      throw error;
    });
    this.#above.set(id, found);
    return found;
  }

  #outermost = (): Place | undefined => (this.#pages.options.roots ? undefined : top);

  async #climb(parent: Parent, levels: number): Promise<Place | undefined> {
    const { api } = this.#pages;
    if (parent.page_id !== undefined) {
      const page = await this.#pages.page(parent.page_id);
      if (page.trashed) return undefined;
      const visited = this.#places.get(page.id);
      if (visited) return visited;
      if (this.#isRoot(page.id)) return below(top, page.title);
      const above = await this.#at(page.parent, levels);
      return above && below(above, page.title);
    }
    if (parent.block_id !== undefined) return this.#at((await api.block(parent.block_id)).parent, levels);
    if (parent.data_source_id !== undefined) {
      const source = await this.#pages.source(parent.data_source_id);
      const above = await this.#aboveSource(source, levels);
      return above && below(above, plainOf(source.title));
    }
    const database = await api.database(parent.database_id ?? "");
    const above = this.#isRoot(database.id) ? top : await this.#at(database.parent, levels);
    return above && below(above, plainOf(database.title));
  }
}

/** Undefined where Notion refuses it, or has nothing of that kind under the id. */
async function withoutRefusal<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isNotShared(error) || isOtherKind(error) || isForbidden(error)) return undefined;
    throw error;
  }
}
