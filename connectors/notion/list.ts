import type { Clock } from "../../src/clock.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { oddEntry } from "../../src/connector-kit/items.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { gap } from "./gaps.ts";
import type { NotionOptions } from "./options.ts";
import { top } from "./place.ts";
import { rememberEntries, rootsOf, wasListed } from "./roots.ts";
import { type Searched, Session } from "./session.ts";
import { Walk } from "./walk.ts";

/**
 * All pages below the roots: trees by their blocks, databases by their rows. The search, which Notion documents as
 * incomplete (https://developers.notion.com/reference/search-optimizations-and-limitations), saves requests for what it
 * finds; what it does not find is asked for.
 */
export async function* list(
  options: NotionOptions,
  io: Io,
  clock?: Pick<Clock, "monotonic">,
): AsyncIterable<ListingEntry> {
  io.signal.throwIfAborted();
  const session = new Session(options, io, clock);
  try {
    for await (const entry of entriesOf(session)) {
      io.signal.throwIfAborted();
      yield entry;
    }
  } finally {
    session.structures.close();
  }
}

async function* entriesOf(session: Session): AsyncIterable<ListingEntry> {
  if (isFirstRun(session)) session.structures.isFirstRun();
  const searched = await session.search();
  const walk = new Walk(session);
  if (!session.options.roots) session.structures.prefetch(session.pages.values());
  const counts = new Map<string, number>();
  for await (const root of rootsOf(session)) {
    if (root.kind === "gap" || root.kind === "gone") {
      yield root;
      continue;
    }
    let documents = 0;
    const { revisited } = walk;
    for await (const entry of walk.root(root)) {
      if (entry.kind === "document") documents += 1;
      yield entry;
    }
    // What an earlier root above it has listed is below this one as well.
    counts.set(root.kind === "page" ? root.page.id : root.id, documents || walk.revisited - revisited);
  }
  yield* unfound(searched, walk);
  session.options.roots?.forEach(
    (id, index) => void session.io.selected?.(`roots[${index}]`, counts.get(id) ?? 0),
  );
  if (!session.options.roots) rememberEntries(session, walk.entries);
  session.io.cache.set(WALKED_KEY, "yes");
  if (walk.left > 0)
    yield gap(
      top,
      `${walk.left} pages are listed by Notion's search alone, so that the uploads of this first run could begin; what it does not find below them follows in the next run`,
    );
}

const WALKED_KEY = "walked";

/** Whether this source was never listed before, as far as the cache tells. */
const isFirstRun = ({ io: { cache }, options }: Session): boolean =>
  cache.get(WALKED_KEY) === undefined && !wasListed(cache, options.roots);

/** What the search could not tell, unless the walk came to it in another way. */
function* unfound({ unread, broken }: Searched, walk: Walk): Iterable<ListingEntry> {
  if (broken !== undefined) yield gap(top, `the search breaks off: ${broken}`);
  const missed = unread.filter(({ id }) => id === undefined || !walk.hasSeen(id));
  for (const one of missed) yield oddEntry("search", one);
  if (missed.length > 0) yield gap(top, `what is below ${missed.length} of the pages found cannot be listed`);
}
