import { addContent, chainOf } from "./catalogue.ts";
import { isRefusal } from "./client.ts";
import { type ListContext, typesOf } from "./list.ts";
import type { Content, ListedStatus, Node, Space } from "./types.ts";

/** A piece of content, and what of it is archived where something is: "the page", "the space". */
export interface SpaceContent {
  readonly content: Content;
  readonly archived?: string;
}

/**
 * Reads a space's listing to its end, and who may read what, into the catalogue.
 * @throws HttpError where the space may not be read (403, 404), and for faults
 */
export async function readSpace(context: ListContext, space: Space): Promise<SpaceContent[]> {
  const { system, catalogue, options, io } = context;
  const found = new Map<string, SpaceContent>();
  for (const type of typesOf(options)) {
    const statuses: ListedStatus[] = type === "page" ? ["current", "archived"] : ["current"];
    for (const status of statuses) {
      for await (const content of system.contents(space, type, status, io.signal)) {
        const what = space.archived ? "the space" : status === "archived" ? "the page" : undefined;
        const archived = options.include_archived ? undefined : what;
        // Moved while it was listed, it may show twice.
        if (found.has(content.id) || catalogue.contents.has(content.id)) continue;
        found.set(content.id, { content, ...(archived ? { archived } : {}) });
      }
    }
  }
  const contents = [...found.values()].map(({ content }) => content);
  for (const content of contents) addContent(catalogue, content);
  await readAbove(context, contents);
  const judged = [...found.values()].filter(({ archived }) => archived === undefined);
  const needed = new Map(
    judged.flatMap(({ content }) => chainOf(catalogue, content.id)).map((node) => [node.id, node]),
  );
  // What could not be read itself has no restrictions that could be.
  const known = [...needed.values()].filter(({ id }) => catalogue.nodes.has(id));
  for (const [id, details] of await system.details(known, io.signal)) catalogue.details.set(id, details);
  return [...found.values()];
}

/** Folders and the like are not listed with the pages below them, but restrict them as pages do. */
async function readAbove({ system, catalogue, io }: ListContext, contents: readonly Node[]): Promise<void> {
  const refused = new Set<string>();
  let level: readonly Node[] = contents;
  while (level.length > 0) {
    const next: Node[] = [];
    for (const { parent } of level) {
      if (parent === undefined || catalogue.nodes.has(parent.id) || refused.has(parent.id)) continue;
      try {
        const node = await system.node(parent, io.signal);
        catalogue.nodes.set(node.id, node);
        next.push(node);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refused.add(parent.id);
      }
    }
    level = next;
  }
}
