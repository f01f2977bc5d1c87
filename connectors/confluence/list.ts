import { toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { Document, Io, Listed, ListingEntry } from "../../src/model.ts";
import { listAttachments } from "./attachments.ts";
import { type Catalogue, emptyCatalogue, pathOf, verdictOf } from "./catalogue.ts";
import { type Client, isRefusal } from "./client.ts";
import { readSpace } from "./gather.ts";
import type { ConfluenceOptions } from "./options.ts";
import { openSystem } from "./system.ts";
import type { Content, ContentType, Space, System } from "./types.ts";

/** What listing and loading share. */
export interface Shelf {
  readonly options: ConfluenceOptions;
  readonly io: Io;
  readonly client: Client;
  readonly system: System;
  readonly catalogue: Catalogue;
  /** Ids of contents that are withheld because they are archived. */
  readonly archived: Set<string>;
}

/** The kinds of content that the options ask for. */
export const typesOf = ({ blog_posts }: Pick<ConfluenceOptions, "blog_posts">): ContentType[] =>
  blog_posts ? ["page", "blogpost"] : ["page"];

/**
 * What the options select of each space, space by space. A space that is not visible is a gap; restricted and
 * archived content is withheld, what is in the trash is gone.
 *
 * @throws FinIngestError where nobody is logged in or an answer is other than documented; HttpError for faults
 */
export async function* list(options: ConfluenceOptions, io: Io): AsyncGenerator<ListingEntry> {
  const shelf: Shelf = {
    options,
    io,
    ...openSystem(options, io),
    catalogue: emptyCatalogue(),
    archived: new Set(),
  };
  const { system, catalogue } = shelf;
  io.signal.throwIfAborted();
  await system.whoAmI(io.signal);
  const spaces = await system.spaces([...new Set(options.spaces)], io.signal);
  for (const key of new Set(options.spaces)) {
    io.signal.throwIfAborted();
    const space = spaces.find((one) => one.key === key);
    if (space === undefined) {
      yield { kind: "gap", part: `space ${key}`, reason: "not visible to the account, or not there" };
      continue;
    }
    for await (const entry of listSpace(shelf, space)) {
      yield entry;
      io.signal.throwIfAborted();
    }
  }
  if (options.attachments.length === 0 || catalogue.contents.size === 0) return;
  for await (const entry of listAttachments(shelf)) {
    yield entry;
    io.signal.throwIfAborted();
  }
}

async function* listSpace(shelf: Shelf, space: Space): AsyncGenerator<ListingEntry> {
  const { io, catalogue, options } = shelf;
  let read: Awaited<ReturnType<typeof readSpace>>;
  try {
    read = await readSpace(shelf, space);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    yield { kind: "gap", part: `space ${space.key}`, reason: toFailure(error).message };
    return;
  }
  let unknown = 0;
  for (const { content, archived } of read) {
    const named = {
      externalId: content.id,
      title: content.title,
      path: pathOf(catalogue, content),
    };
    const verdict = verdictOf(catalogue, content.id, options);
    if (verdict.kind === "outside") continue;
    if (verdict.kind === "unknown") unknown += 1;
    if (verdict.kind !== "content") yield { kind: "withheld", ...named, reason: verdict.reason };
    else if (archived) {
      shelf.archived.add(content.id);
      yield { kind: "withheld", ...named, reason: `${archived} is archived` };
    } else yield listed(shelf, content, named);
  }
  if (unknown > 0) {
    const reason = `the restrictions or labels of ${unknown} of its pages cannot be read: they are withheld`;
    yield { kind: "gap", part: `space ${space.key}`, reason };
  }
  yield* trash(shelf, space, io.signal);
}

function listed(
  shelf: Shelf,
  content: Content,
  named: { externalId: string; title: string; path: string },
): Listed {
  const labels = shelf.catalogue.details.get(content.id)?.labels ?? [];
  return {
    kind: "document",
    ...named,
    version: String(content.version),
    url: content.url,
    ...(labels.length === 0 ? {} : { labels: [...labels].sort() }),
    ...(content.updatedAt === undefined ? {} : { updatedAt: content.updatedAt }),
    async load(signal): Promise<Document> {
      signal.throwIfAborted();
      const { load } = await import("./document.ts");
      return load(shelf, content, signal);
    },
  };
}

/** Further evidence only: where it is not given, an absence is asked for by id (`confirm`). */
async function* trash(
  { system, io, options, catalogue }: Shelf,
  space: Space,
  signal: AbortSignal,
): AsyncGenerator<ListingEntry> {
  for (const type of typesOf(options)) {
    try {
      for await (const { id } of system.contents(space, type, "trashed", signal)) {
        if (catalogue.contents.has(id)) continue;
        yield { kind: "gone", externalId: id, reason: `in the trash of space ${space.key}` };
      }
    } catch (error) {
      if (!isRefusal(error) && !(error instanceof HttpError && error.status === 400)) throw error;
      io.log.debug("the trash is not shown", { space: space.key, why: toFailure(error).message });
    }
  }
}
