import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import { createApi } from "./api.ts";
import { emptyCatalogue, verdictOf } from "./catalogue.ts";
import { isRefusal } from "./client.ts";
import { typesOf } from "./list.ts";
import type { ConfluenceOptions } from "./options.ts";
import type { ConfluenceApi, Node } from "./types.ts";

/**
 * Whether what was not listed is really no content of this source any more: in the trash, archived, moved out of
 * the selected spaces and trees, restricted. Confluence answers 404 both for what is deleted and for what the
 * account may not see; so a 404 is "gone" only while the account is known and sees and lists every selected
 * space. Then the document was deleted for good, or is hidden from an account that sees all around it: either
 * way it is no content. Whatever is refused or fails is "unknown".
 */
export async function confirm(options: ConfluenceOptions, io: Io, externalId: string): Promise<Presence> {
  const { system } = createApi(options, io);
  io.signal.throwIfAborted();
  try {
    if (!/^att\d+$/.test(externalId)) return await presenceOf(options, io, system, externalId);
    const attached = await system.attachmentPage(externalId, io.signal);
    if (attached === undefined) return await meaningOf404(options, io, system);
    if (attached.status !== "current") return "gone";
    return await presenceOf(options, io, system, attached.pageId);
  } catch (error) {
    io.signal.throwIfAborted();
    if (error instanceof FinIngestError) return "unknown";
    throw error;
  }
}

async function presenceOf(
  options: ConfluenceOptions,
  io: Io,
  system: ConfluenceApi,
  id: string,
): Promise<Presence> {
  if (!/^\d+$/.test(id)) return "unknown";
  const state = await system.state(id, typesOf(options), io.signal);
  if (state.kind === "absent") return meaningOf404(options, io, system);
  const isWanted = state.status === "current" || (state.status === "archived" && options.include_archived);
  if (!isWanted) return "gone";
  const spaces = await system.spaces(options.spaces, io.signal);
  const space = spaces.find((one) => one.id === state.spaceId);
  if (space === undefined) return spaces.length === new Set(options.spaces).size ? "gone" : "unknown";
  if (space.archived && !options.include_archived) return "gone";
  return verdictAlone(options, io, system, state.node);
}

/** The same judgement as in a listing, over this document and what stands above it. */
async function verdictAlone(
  options: ConfluenceOptions,
  io: Io,
  system: ConfluenceApi,
  node: Node,
): Promise<Presence> {
  const catalogue = emptyCatalogue();
  let next: Node | undefined = node;
  while (next !== undefined && !catalogue.nodes.has(next.id)) {
    catalogue.nodes.set(next.id, next);
    next = next.parent === undefined ? undefined : await system.node(next.parent, io.signal);
  }
  for (const [id, details] of await system.details([...catalogue.nodes.values()], io.signal))
    catalogue.details.set(id, details);
  const verdict = verdictOf(catalogue, node.id, options);
  if (verdict.kind === "unknown") return "unknown";
  return verdict.kind === "content" ? "present" : "gone";
}

async function meaningOf404(options: ConfluenceOptions, io: Io, system: ConfluenceApi): Promise<Presence> {
  await system.whoAmI(io.signal);
  const keys = [...new Set(options.spaces)];
  const spaces = await system.spaces(keys, io.signal);
  if (spaces.length < keys.length) return "unknown";
  for (const space of spaces) {
    try {
      const [first] = await firstOf(system.contents(space, "page", "current", io.signal));
      if (first === undefined) return "unknown";
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return "unknown";
    }
  }
  return "gone";
}

/** The first of a listing, without reading on. */
export async function firstOf<T>(listing: AsyncGenerator<T>): Promise<T[]> {
  for await (const item of listing) return [item];
  return [];
}
