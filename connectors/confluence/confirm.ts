import { isRefusal } from "../../src/connector-kit/auth.ts";
import type { Presence } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import { FinIngestError } from "../../src/errors.ts";
import type { ConfluenceApi } from "./api.ts";
import { emptyCatalogue, verdictOf } from "./catalogue.ts";
import { createApi } from "./context.ts";
import { type ConfluenceOptions, typesOf } from "./options.ts";
import type { Node } from "./types.ts";

/**
 * Whether what was not listed is no longer content of this source: in the trash, archived, moved out of the selected
 * spaces and trees, or restricted. Confluence answers 404 both for what is deleted and for what the account may not
 * see; so a 404 is "gone" only while the account is logged in and sees and lists every selected space. Then the document
 * was deleted for good, or is hidden from an account that sees everything around it: either way it is not content.
 * Whatever is refused or fails is "unknown".
 */
export async function confirm(options: ConfluenceOptions, io: Io, externalId: string): Promise<Presence> {
  const api = createApi(options, io);
  io.signal.throwIfAborted();
  try {
    if (!/^att\d+$/.test(externalId)) return await presenceOf(options, io, api, externalId);
    const attached = await api.attachmentPage(externalId, io.signal);
    if (attached === undefined) return await meaningOf404(options, io, api);
    if (attached.status !== "current") return "gone";
    return await presenceOf(options, io, api, attached.pageId);
  } catch (error) {
    io.signal.throwIfAborted();
    if (error instanceof FinIngestError) return "unknown";
    throw error;
  }
}

async function presenceOf(
  options: ConfluenceOptions,
  io: Io,
  api: ConfluenceApi,
  id: string,
): Promise<Presence> {
  if (!/^\d+$/.test(id)) return "unknown";
  const state = await api.state(id, typesOf(options), io.signal);
  if (state.kind === "absent") return meaningOf404(options, io, api);
  const isWanted = state.status === "current" || (state.status === "archived" && options.include_archived);
  if (!isWanted) return "gone";
  const spaces = await api.spaces(options.spaces, io.signal);
  const space = spaces.find((one) => one.id === state.spaceId);
  if (space === undefined) return spaces.length === new Set(options.spaces).size ? "gone" : "unknown";
  if (space.archived && !options.include_archived) return "gone";
  return verdictOfOne(options, io, api, state.node);
}

/** The same verdict as in a listing, from this document and what is above it. */
async function verdictOfOne(
  options: ConfluenceOptions,
  io: Io,
  api: ConfluenceApi,
  node: Node,
): Promise<Presence> {
  const catalogue = emptyCatalogue();
  let next: Node | undefined = node;
  while (next !== undefined && !catalogue.nodes.has(next.id)) {
    catalogue.nodes.set(next.id, next);
    next = next.parent === undefined ? undefined : await api.node(next.parent, io.signal);
  }
  for (const [id, details] of await api.details([...catalogue.nodes.values()], io.signal))
    catalogue.details.set(id, details);
  const verdict = verdictOf(catalogue, node.id, options);
  if (verdict.kind === "unknown") return "unknown";
  return verdict.kind === "content" ? "present" : "gone";
}

async function meaningOf404(options: ConfluenceOptions, io: Io, api: ConfluenceApi): Promise<Presence> {
  await api.whoAmI(io.signal);
  const keys = [...new Set(options.spaces)];
  const spaces = await api.spaces(keys, io.signal);
  if (spaces.length < keys.length) return "unknown";
  for (const space of spaces) {
    try {
      const first = await firstOf(api.contents(space, "page", "current", io.signal));
      if (!first || first.contents.length === 0) return "unknown";
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return "unknown";
    }
  }
  return "gone";
}
