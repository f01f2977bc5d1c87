import { createHash } from "node:crypto";
import { cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { BlockCache } from "./block-cache.ts";
import { isNotShared, type NotionApi, notionApi } from "./client.ts";
import { type DatabaseContent, readDatabase } from "./database.ts";
import { type KnownPage, knownPageOf } from "./known-page.ts";
import type { NotionOptions } from "./options.ts";
import { CachedStructure, type DataSource } from "./schema.ts";
import { readTree, type Structure, structureOf } from "./tree.ts";

/** What one listing has found, for itself and for the loads that follow. */
export class Session {
  readonly options: NotionOptions;
  readonly io: Io;
  readonly api: NotionApi;
  readonly pages = new Map<string, KnownPage>();
  readonly sources = new Map<string, DataSource>();
  /** Blocks that the listing had to read, for the loads that follow. */
  readonly blocks = new BlockCache();
  readonly tables = new Map<string, string>();
  readonly #below = new Map<string, string[]>();
  readonly #holders = new Map<string, Promise<string | undefined>>();

  constructor(options: NotionOptions, io: Io) {
    this.options = options;
    this.io = io;
    this.api = notionApi(options, io.http, io.signal);
  }

  /** Learns everything that Notion's search finds: a hundred pages for one request. */
  async search(): Promise<void> {
    for await (const { results, at } of this.api.search()) {
      for (const found of results) {
        if (found.object === "data_source") this.sources.set(found.id, found);
        else this.learn(knownPageOf(found, at, this.options));
      }
    }
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

  /**
   * What is below a page. A page whose time is the same has the same blocks, so that they are not read again: adding,
   * moving or deleting a child page is an edit of the page that contains it.
   */
  async structure({ id, edited, isTimeFinal }: KnownPage): Promise<Structure> {
    const structures = cached(derivedCache(this.io), CachedStructure);
    const key = `page:${id}`;
    const known = isTimeFinal ? structures.get(key) : undefined;
    if (known?.edited === edited) return known;
    const tree = await readTree(this.api, id);
    this.blocks.put(id, tree);
    const structure = structureOf(tree);
    if (isTimeFinal) structures.set(key, { edited, ...structure });
    return structure;
  }

  /** A child database; its table is kept for the pages that contain it. */
  async database(id: string): Promise<DatabaseContent> {
    const content = await readDatabase(this.api, id, this.options);
    for (const { pages } of content.parts) for (const page of pages) this.learn(page);
    this.tables.set(id, content.table);
    return content;
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

/** A short hash of what a version depends on. */
export function digest(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}
