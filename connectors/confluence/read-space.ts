import { isRefusal } from "../../src/connector-kit/auth.ts";
import { addContent, chainOf } from "./catalogue.ts";
import type { ListContext } from "./context.ts";
import { typesOf } from "./options.ts";
import type { Content, ListedStatus, Node, Space } from "./types.ts";

/** A page or blog post; `archived` says what is archived, "the page" or "the space". */
export interface SpaceContent {
  readonly content: Content;
  readonly archived?: string | undefined;
}

/**
 * Reads a space's listing and permissions into the catalogue.
 * @throws HttpError where the space may not be read (403, 404), and for failed requests
 */
export async function readSpace(context: ListContext, space: Space): Promise<SpaceContent[]> {
  const { api, catalogue, options, io } = context;
  const found = new Map<string, SpaceContent>();
  for (const type of typesOf(options)) {
    const statuses: ListedStatus[] = type === "page" ? ["current", "archived"] : ["current"];
    for (const status of statuses) {
      for await (const content of api.contents(space, type, status, io.signal)) {
        const what = space.archived ? "the space" : status === "archived" ? "the page" : undefined;
        const archived = options.include_archived ? undefined : what;
        // What moves during the listing may appear twice.
        if (found.has(content.id) || catalogue.contents.has(content.id)) continue;
        found.set(content.id, { content, archived });
      }
    }
  }
  const contents = [...found.values()].map(({ content }) => content);
  for (const content of contents) addContent(catalogue, content);
  await readAbove(context, contents);
  const active = [...found.values()].filter(({ archived }) => archived === undefined);
  const needed = new Map(
    active.flatMap(({ content }) => chainOf(catalogue, content.id)).map((node) => [node.id, node]),
  );
  // The restrictions of a node that could not be read cannot be read either.
  const known = [...needed.values()].filter(({ id }) => catalogue.nodes.has(id));
  for (const [id, details] of await api.details(known, io.signal)) catalogue.details.set(id, details);
  return [...found.values()];
}

/** Folders and other nodes are not listed with the pages below them, but restrict them as pages do. */
async function readAbove({ api, catalogue, io }: ListContext, contents: readonly Node[]): Promise<void> {
  const refused = new Set<string>();
  let level: readonly Node[] = contents;
  while (level.length > 0) {
    const next: Node[] = [];
    for (const { parent } of level) {
      if (parent === undefined || catalogue.nodes.has(parent.id) || refused.has(parent.id)) continue;
      try {
        const node = await api.node(parent, io.signal);
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
