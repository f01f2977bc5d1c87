import { isRefusal } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { oddEntry } from "../../src/connector-kit/items.ts";
import type { Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import { listAttachments } from "./attachments.ts";
import { pathOf, verdictOf } from "./catalogue.ts";
import { createContext, type ListContext } from "./context.ts";
import { includingVersions } from "./inclusions.ts";
import { type ConfluenceOptions, typesOf } from "./options.ts";
import { readSpace, type SpaceListing } from "./read-space.ts";
import { countSelected } from "./selected.ts";
import { labelsOf } from "./targets.ts";
import type { Content, Space } from "./types.ts";

interface ReadSpace extends SpaceListing {
  readonly space: Space;
}

/**
 * What the options select of each space, space by space. A space that is not visible is a gap; restricted and
 * archived content is `unpublished`, what is in the trash is `gone`. What fails within a space is unreadable, or a gap.
 *
 * @throws FinIngestError where nobody is logged in or an answer is not as documented; HttpError for failed requests
 */
export async function* list(options: ConfluenceOptions, io: Io): AsyncGenerator<ListingEntry> {
  const context = createContext(options, io);
  const { api, catalogue } = context;
  io.signal.throwIfAborted();
  await api.whoAmI(io.signal);
  const spaces = await api.spaces([...new Set(options.spaces)], io.signal);
  const read: ReadSpace[] = [];
  for (const key of new Set(options.spaces)) {
    const space = spaces.find((one) => one.key === key);
    if (space) read.push({ space, ...(await readSpace(context, space)) });
    else yield { kind: "gap", part: `space ${key}`, reason: "not visible to the account, or not there" };
    io.signal.throwIfAborted();
  }
  throwIfNothing(read);
  for (const { contents } of read)
    for (const { content, archived } of contents) if (archived) context.archived.add(content.id);
  if (io.selected) countSelected(context).report(io);
  const versions = await includingVersions(
    context,
    read.map(({ space }) => space.key),
  );
  for (const one of read) {
    for await (const entry of listSpace(context, one, versions)) {
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

/** Where no space could be listed at all, it is the system that fails. */
function throwIfNothing(read: readonly ReadSpace[]): void {
  const [first] = read.flatMap(({ faults }) => faults);
  const isRefused = read.every(({ faults }) => faults.every(({ error }) => isRefusal(error)));
  if (first && !isRefused && read.every(({ contents, odd }) => contents.length + odd.length === 0))
    throw first.error;
}

async function* listSpace(
  context: ListContext,
  { space, contents, odd, faults }: ReadSpace,
  versions: ReadonlyMap<string, string>,
): AsyncGenerator<ListingEntry> {
  const { io, catalogue, options } = context;
  let unknown = 0;
  for (const { content, archived } of contents) {
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
  const part = `space ${space.key}`;
  if (unknown > 0) {
    const reason = `the restrictions or labels of ${unknown} of its pages cannot be read: they are withheld`;
    yield { kind: "gap", part, reason };
  }
  for (const { reason } of faults) yield { kind: "gap", part, reason };
  for (const one of odd) yield oddEntry(part, one);
  yield* trash(context, space, io.signal);
}

function listed(
  context: ListContext,
  content: Content,
  named: { externalId: string; title: string; path: string; version: string },
): Listed {
  context.bodies.add(content);
  return {
    kind: "document",
    ...named,
    url: content.url,
    labels: labelsOf(context, content),
    updatedAt: content.updatedAt,
    async load(signal) {
      signal.throwIfAborted();
      const { load } = await import("./load.ts");
      return load(context, content, signal);
    },
  };
}

/** Additional evidence only: where the trash is refused, `confirm` asks for what is absent by its id. */
async function* trash(
  { api, io, options, catalogue }: ListContext,
  space: Space,
  signal: AbortSignal,
): AsyncGenerator<ListingEntry> {
  for (const type of typesOf(options)) {
    try {
      for await (const { contents } of api.contents(space, type, "trashed", signal))
        for (const { id } of contents)
          if (!catalogue.contents.has(id))
            yield { kind: "gone", externalId: id, reason: `in the trash of space ${space.key}` };
    } catch (error) {
      if (!isAboutOneObject(error)) throw error;
      io.log.debug("the trash cannot be read", { space: space.key, why: toFailure(error).message });
    }
  }
}
