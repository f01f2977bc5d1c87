import type { Io } from "../../src/connector-kit/io.ts";
import type { Gap, Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { Document } from "../../src/normalize/index.ts";
import { createApi } from "./api.ts";
import { listAttachments } from "./attachments.ts";
import { type Catalogue, emptyCatalogue, pathOf, verdictOf } from "./catalogue.ts";
import { type Client, isRefusal } from "./client.ts";
import { includingVersions } from "./inclusions.ts";
import type { ConfluenceOptions } from "./options.ts";
import { readSpace, type SpaceContent } from "./read-space.ts";
import type { ConfluenceApi, Content, ContentType, Space } from "./types.ts";

/** What listing and loading share. */
export interface ListContext {
  readonly options: ConfluenceOptions;
  readonly io: Io;
  readonly client: Client;
  readonly system: ConfluenceApi;
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
  const context: ListContext = {
    options,
    io,
    ...createApi(options, io),
    catalogue: emptyCatalogue(),
    archived: new Set(),
  };
  const { system, catalogue } = context;
  io.signal.throwIfAborted();
  await system.whoAmI(io.signal);
  const spaces = await system.spaces([...new Set(options.spaces)], io.signal);
  const read: { readonly space: Space; readonly gathered: readonly SpaceContent[] }[] = [];
  for (const key of new Set(options.spaces)) {
    const found = await readOrGap(
      context,
      key,
      spaces.find((one) => one.key === key),
    );
    if (found.kind === "gap") yield found;
    else read.push(found);
    io.signal.throwIfAborted();
  }
  const versions = await includingVersions(
    context,
    read.map(({ space }) => space.key),
  );
  for (const { space, gathered } of read) {
    for await (const entry of listSpace(context, space, gathered, versions)) {
      yield entry;
      io.signal.throwIfAborted();
    }
  }
  if (options.attachments.length === 0 || catalogue.contents.size === 0) return;
  for await (const entry of listAttachments(context)) {
    yield entry;
    io.signal.throwIfAborted();
  }
}

async function readOrGap(
  context: ListContext,
  key: string,
  space: Space | undefined,
): Promise<Gap | { kind: "read"; space: Space; gathered: SpaceContent[] }> {
  const part = `space ${key}`;
  if (space === undefined) return { kind: "gap", part, reason: "not visible to the account, or not there" };
  try {
    const gathered = await readSpace(context, space);
    for (const { content, archived } of gathered) if (archived) context.archived.add(content.id);
    return { kind: "read", space, gathered };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { kind: "gap", part, reason: toFailure(error).message };
  }
}

async function* listSpace(
  context: ListContext,
  space: Space,
  gathered: readonly SpaceContent[],
  versions: ReadonlyMap<string, string>,
): AsyncGenerator<ListingEntry> {
  const { io, catalogue, options } = context;
  let unknown = 0;
  for (const { content, archived } of gathered) {
    const named = { externalId: content.id, title: content.title, path: pathOf(catalogue, content) };
    const verdict = verdictOf(catalogue, content.id, options);
    if (verdict.kind === "outside") continue;
    if (archived) {
      yield { kind: "unpublished", ...named, reason: `${archived} is archived` };
      continue;
    }
    if (verdict.kind === "unknown") unknown += 1;
    if (verdict.kind !== "content") yield { kind: "unpublished", ...named, reason: verdict.reason };
    else
      yield listed(context, content, {
        ...named,
        version: versions.get(content.id) ?? String(content.version),
      });
  }
  if (unknown > 0) {
    const reason = `the restrictions or labels of ${unknown} of its pages cannot be read: they are withheld`;
    yield { kind: "gap", part: `space ${space.key}`, reason };
  }
  yield* trash(context, space, io.signal);
}

function listed(
  context: ListContext,
  content: Content,
  named: { externalId: string; title: string; path: string; version: string },
): Listed {
  const labels = context.catalogue.details.get(content.id)?.labels ?? [];
  return {
    kind: "document",
    ...named,
    url: content.url,
    ...(labels.length === 0 ? {} : { labels: [...labels].sort() }),
    ...(content.updatedAt === undefined ? {} : { updatedAt: content.updatedAt }),
    async load(signal): Promise<Document> {
      signal.throwIfAborted();
      const { load } = await import("./load.ts");
      return load(context, content, signal);
    },
  };
}

/** Further evidence only: where it is not given, an absence is asked for by id (`confirm`). */
async function* trash(
  { system, io, options, catalogue }: ListContext,
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
