import { isNotShared } from "./client.ts";
import type { KnownPage } from "./known-page.ts";
import { plainOf } from "./rich-text.ts";
import type { Parent } from "./schema.ts";
import type { Session } from "./session.ts";

/** A page's position: the titles from the top down, against which `rules` are matched. */
export interface Place {
  readonly path: string;
  readonly depth: number;
}

export const top: Place = { path: "", depth: 0 };

/** A person does not nest pages deeper than this. */
export const MAX_DEPTH = 100;

/** The place below another, with the title as a part of the path. */
export function below({ path, depth }: Place, title: string): Place {
  const name = title
    .replace(/[\\/]+/g, "-")
    .trim()
    .slice(0, 200);
  const part = /^\.{0,2}$/.test(name) ? "Untitled" : name;
  return { path: path === "" ? part : `${path}/${part}`, depth: depth + 1 };
}

/** What is above something: the place it is in, and the pages above it, from the top. */
export interface Ancestry {
  readonly place: Place;
  readonly pages: readonly { readonly page: KnownPage; readonly above: Place }[];
}

/**
 * Follows the parents that Notion states, up to where nothing more is shared. What the search did not find is asked
 * for: a page's path must not depend on what was found, since rules decide by it who may see the page.
 */
export async function ancestryOf(
  session: Session,
  parent: Parent | undefined,
  levels = MAX_DEPTH,
): Promise<Ancestry> {
  const start: Ancestry = { place: top, pages: [] };
  if (!parent || levels === 0) return start;
  try {
    if (parent.page_id !== undefined) {
      const page = await session.page(parent.page_id);
      const ancestry = await ancestryOf(session, page.parent, levels - 1);
      return {
        place: below(ancestry.place, page.title),
        pages: [...ancestry.pages, { page, above: ancestry.place }],
      };
    }
    if (parent.block_id !== undefined) {
      return await ancestryOf(session, (await session.api.block(parent.block_id)).parent, levels - 1);
    }
    if (parent.data_source_id !== undefined) {
      const { title, database_parent } = await session.source(parent.data_source_id);
      const ancestry = await ancestryOf(session, database_parent, levels - 1);
      return { ...ancestry, place: below(ancestry.place, plainOf(title)) };
    }
    if (parent.database_id !== undefined) {
      const database = await session.api.database(parent.database_id);
      const ancestry = await ancestryOf(session, database.parent, levels - 1);
      return { ...ancestry, place: below(ancestry.place, plainOf(database.title)) };
    }
  } catch (error) {
    if (!isNotShared(error)) throw error;
  }
  return start;
}
