import type { OddItem } from "../../src/connector-kit/items.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import { addContent, chainOf } from "./catalogue.ts";
import type { ListContext } from "./context.ts";
import { typesOf } from "./options.ts";
import type { Content, ContentType, ListedStatus, Node, Space } from "./types.ts";

/** A page or blog post; `archived` says what is archived, "the page" or "the space". */
export interface SpaceContent {
  readonly content: Content;
  readonly archived?: string | undefined;
}

/** A space's listing as far as it could be read. */
export interface SpaceListing {
  readonly contents: readonly SpaceContent[];
  readonly odd: readonly OddItem[];
  /** Why a part of it could not be listed, and the error behind it. */
  readonly faults: readonly { readonly reason: string; readonly error: unknown }[];
}

/** Reads a space's listing and permissions into the catalogue. @throws what is not about this space alone */
export async function readSpace(context: ListContext, space: Space): Promise<SpaceListing> {
  const { api, catalogue, options, io } = context;
  const found = new Map<string, SpaceContent>();
  const odd: OddItem[] = [];
  const faults: SpaceListing["faults"][number][] = [];

  async function read(type: ContentType, status: ListedStatus): Promise<void> {
    for await (const slice of api.contents(space, type, status, io.signal)) {
      odd.push(...slice.odd);
      for (const content of slice.contents) {
        const what = space.archived ? "the space" : status === "archived" ? "the page" : undefined;
        const archived = options.include_archived ? undefined : what;
        // What moves during the listing may appear twice.
        if (found.has(content.id) || catalogue.contents.has(content.id)) continue;
        found.set(content.id, { content, archived });
      }
    }
  }
  for (const type of typesOf(options)) {
    const statuses: ListedStatus[] = type === "page" ? ["current", "archived"] : ["current"];
    for (const status of statuses) {
      try {
        await read(type, status);
      } catch (error) {
        if (!isAboutOneObject(error)) throw error;
        faults.push({ reason: `its ${status} ${type}s: ${toFailure(error).message}`, error });
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
  return { contents: [...found.values()], odd, faults };
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
        if (!isAboutOneObject(error)) throw error;
        refused.add(parent.id);
      }
    }
    level = next;
  }
}
