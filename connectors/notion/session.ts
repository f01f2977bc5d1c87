import { createHash } from "node:crypto";
import { z } from "zod";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { isNotShared, type NotionApi, notionApi } from "./client.ts";
import { type DatabaseContent, readDatabase } from "./database.ts";
import { Handover } from "./handover.ts";
import { type Known, knownOf } from "./known.ts";
import type { Options } from "./options.ts";
import type { DataSource } from "./schema.ts";
import { readTree, type Structure, structureOf } from "./tree.ts";

const Remembered = z.object({
  edited: z.string(),
  children: z.array(z.string()),
  databases: z.array(z.string()),
  synced: z.array(z.string()),
  files: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["pdf", "docx"]),
      name: z.string(),
      edited: z.string().optional(),
    }),
  ),
});

/** What one listing knows, and its loads after it. */
export class Session {
  readonly options: Options;
  readonly io: Io;
  readonly api: NotionApi;
  readonly pages = new Map<string, Known>();
  readonly sources = new Map<string, DataSource>();
  /** Bodies that the listing had to read, for the loads that follow. */
  readonly handover = new Handover();
  readonly tables = new Map<string, string>();
  readonly #below = new Map<string, string[]>();
  readonly #holders = new Map<string, Promise<string | undefined>>();

  constructor(options: Options, io: Io) {
    this.options = options;
    this.io = io;
    this.api = notionApi(options, io.http, io.signal);
  }

  /** Takes in all that Notion's search finds: what is known of a hundred pages costs one request. */
  async search(): Promise<void> {
    for await (const { results, at } of this.api.search()) {
      for (const found of results) {
        if (found.object === "data_source") this.sources.set(found.id, found);
        else this.learn(knownOf(found, at, this.options));
      }
    }
  }

  learn(page: Known): Known {
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

  /** Pages that say themselves that they stand directly below this one. */
  below(id: string): readonly string[] {
    return this.#below.get(id) ?? [];
  }

  /** A page, asked for where the search did not find it. */
  async page(id: string): Promise<Known> {
    const known = this.pages.get(id);
    if (known) return known;
    const { value, at } = await this.api.page(id);
    return this.learn(knownOf(value, at, this.options));
  }

  /**
   * What stands below a page. A page whose time is the same has the same blocks, so that they are not read again:
   * adding, moving or deleting a child page is an edit of the page that holds it.
   */
  async structure({ id, edited, settled }: Known): Promise<Structure> {
    const key = `page:${id}`;
    const cache = derivedCache(this.io);
    const remembered = settled ? readRemembered(cache.get(key)) : undefined;
    if (remembered?.edited === edited)
      return {
        ...remembered,
        files: remembered.files.map(({ edited: at, ...file }) => ({
          ...file,
          ...(at ? { edited: at } : {}),
        })),
      };
    const tree = await readTree(this.api, id);
    this.handover.put(id, tree);
    const structure = structureOf(tree);
    if (settled) cache.set(key, JSON.stringify({ edited, ...structure }));
    return structure;
  }

  /** A child database; its table is kept for the pages that show it. */
  async database(id: string): Promise<DatabaseContent> {
    const content = await readDatabase(this.api, id, this.options);
    for (const { pages } of content.parts) for (const page of pages) this.learn(page);
    this.tables.set(id, content.table);
    return content;
  }

  /** The page that holds the original of a synced block; undefined where it is not shared. */
  async holderOf(blockId: string): Promise<Known | undefined> {
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

/** More levels than blocks can stand within each other. */
const maxLevels = 40;

async function findHolder(api: NotionApi, blockId: string): Promise<string | undefined> {
  let id = blockId;
  for (let level = 0; level < maxLevels; level += 1) {
    const { parent } = await api.block(id);
    if (parent?.page_id !== undefined) return parent.page_id;
    if (parent?.block_id === undefined) return undefined;
    id = parent.block_id;
  }
  return undefined;
}

function readRemembered(text: string | undefined): z.output<typeof Remembered> | undefined {
  if (text === undefined) return undefined;
  try {
    return Remembered.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A short name for what a version depends on. */
export function digest(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}
