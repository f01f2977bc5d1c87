import { isNotShared } from "./client.ts";
import type { Known } from "./known.ts";
import { plainOf } from "./rich-text.ts";
import type { Parent } from "./schema.ts";
import type { Session } from "./session.ts";

/** Where a page stands: the titles from the top down, which `rules` are matched against. */
export interface Place {
  readonly path: string;
  readonly depth: number;
}

export const top: Place = { path: "", depth: 0 };

/** Pages within pages deeper than this are no tree that a person made. */
export const maxDepth = 100;

/** The place below another, under a title as it may stand in a path. */
export function below({ path, depth }: Place, title: string): Place {
  const name = title
    .replace(/[\\/]+/g, "-")
    .trim()
    .slice(0, 200);
  const part = /^\.{0,2}$/.test(name) ? "Untitled" : name;
  return { path: path === "" ? part : `${path}/${part}`, depth: depth + 1 };
}

/** The way down to something: the place it stands in, and the pages on the way, from the top. */
export interface Way {
  readonly place: Place;
  readonly pages: readonly { readonly page: Known; readonly above: Place }[];
}

/**
 * Finds the way by the parents that Notion states, up to where nothing more is shared. What the search left out is
 * asked for: a page's path must not depend on what was found, for rules decide by it who may see the page.
 */
export async function wayTo(session: Session, parent: Parent | undefined, levels = maxDepth): Promise<Way> {
  const start: Way = { place: top, pages: [] };
  if (!parent || levels === 0) return start;
  try {
    if (parent.page_id !== undefined) {
      const page = await session.page(parent.page_id);
      const way = await wayTo(session, page.parent, levels - 1);
      return { place: below(way.place, page.title), pages: [...way.pages, { page, above: way.place }] };
    }
    if (parent.block_id !== undefined) {
      return await wayTo(session, (await session.api.block(parent.block_id)).parent, levels - 1);
    }
    if (parent.data_source_id !== undefined) {
      const { title, database_parent } = await session.source(parent.data_source_id);
      const way = await wayTo(session, database_parent, levels - 1);
      return { ...way, place: below(way.place, plainOf(title)) };
    }
    if (parent.database_id !== undefined) {
      const database = await session.api.database(parent.database_id);
      const way = await wayTo(session, database.parent, levels - 1);
      return { ...way, place: below(way.place, plainOf(database.title)) };
    }
  } catch (error) {
    if (!isNotShared(error)) throw error;
  }
  return start;
}
