import { createHash } from "node:crypto";
import type { ChildNode } from "domhandler";
import { cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { toFailure } from "../../src/errors.ts";
import type { ListContext } from "./context.ts";
import { FoundId, Inclusions } from "./schema.ts";
import { allBelow, isMacro, macroName, parseStorage } from "./storage/parse.ts";
import { inclusionKey, type References, referencesOf } from "./storage/references.ts";
import { belowOf, MAX_INCLUSION_DEPTH } from "./storage/render.ts";
import { audienceOf, includable, isOnlyNumber, type Mixing, withheldTitle } from "./targets.ts";
import type { Content } from "./types.ts";

const INCLUDING_MACROS = ["include", "excerpt-include", "children", "pagetree"];

/**
 * Versions of the pages that show parts of others: their own, and a hash of what they show and of what they may not.
 * Without it a page would keep what was edited or restricted in the other page. Which pages include others is searched
 * for; links are known of what was loaded before, and count only where something may not be named.
 */
export async function includingVersions(
  context: ListContext,
  spaces: readonly string[],
): Promise<Map<string, string>> {
  const found = spaces.length === 0 ? new Set<string>() : await includingPages(context, spaces);
  const known = new Map<string, Inclusions>();
  await readMany(context, found);
  for (const content of context.catalogue.contents.values()) {
    if (audienceOf(context, content) === "nobody") continue;
    const inclusions = found.has(content.id)
      ? await inclusionsOf(context, content).catch(unlessFatal)
      : remembered(context).get(keyOf(content));
    if (inclusions) known.set(content.id, inclusions);
  }
  const versions = new Map<string, string>();
  for (const id of known.keys()) {
    const content = context.catalogue.contents.get(id);
    const parts = content ? partsOfPage(context, known, content) : [];
    if (!content || parts.length === 0) continue;
    const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
    versions.set(id, `${content.version}.${hash.slice(0, 16)}`);
  }
  return versions;
}

/** What cannot be read now fails when its page is loaded, and then for that page alone. */
function unlessFatal(error: unknown): undefined {
  if (!isAboutOneObject(error)) throw error;
}

/** https://developer.atlassian.com/cloud/confluence/cql-fields/#macro; none where the search is refused. */
async function includingPages({ client, io }: ListContext, spaces: readonly string[]): Promise<Set<string>> {
  const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(",");
  const query = { cql: `space in (${list(spaces)}) and macro in (${list(INCLUDING_MACROS)})`, limit: 200 };
  const ids = new Set<string>();
  try {
    for await (const { results } of client.pages("/rest/api/content/search", query, FoundId, io.signal))
      for (const { id } of results) ids.add(id);
  } catch (error) {
    if (!isAboutOneObject(error)) throw error;
    io.log.warn(
      "the search for pages that include others fails: only changes of these pages themselves are noticed",
      {
        why: toFailure(error).message,
      },
    );
  }
  return ids;
}

const keyOf = ({ id, version }: Content): string => `shown ${id}@${version}`;
const remembered = ({ io }: ListContext) => cached(derivedCache(io), Inclusions);

function inclusionsOf(context: ListContext, content: Content): Promise<Inclusions> {
  const { api, io } = context;
  return remembered(context).getOrMake(keyOf(content), async () =>
    inclusionsOfStorage((await api.body(content, io.signal)).storage, content),
  );
}

/** Reads those of the pages that are not remembered yet, several at once; what is missed is asked for by itself. */
async function readMany(context: ListContext, ids: ReadonlySet<string>): Promise<void> {
  const { api, catalogue, io } = context;
  const memory = remembered(context);
  const unknown = [...ids].flatMap((id) => {
    const content = catalogue.contents.get(id);
    const isWanted = content && audienceOf(context, content) !== "nobody";
    return isWanted && memory.get(keyOf(content)) === undefined ? [content] : [];
  });
  for (let from = 0; from + 1 < unknown.length; from += api.bodiesAtOnce) {
    const some = unknown.slice(from, from + api.bodiesAtOnce);
    const bodies = await api.bodies(some, "storage", io.signal);
    for (const content of some) {
      const body = bodies.get(content.id);
      if (body) memory.set(keyOf(content), inclusionsOfStorage(body.storage, content));
    }
  }
}

function inclusionsOfStorage(storage: string, { base }: Content): Inclusions {
  const nodes = parseStorage(storage);
  return inclusionsIn(nodes, referencesOf(nodes, base));
}

/** Remembers what a page shows of others, for the versions of later listings. */
export function rememberReferences(
  context: ListContext,
  content: Content,
  nodes: readonly ChildNode[],
  references: References,
): void {
  const shown = inclusionsIn(nodes, references);
  if (shown.showsBelow || shown.links.length + shown.inclusions.length > 0)
    remembered(context).set(keyOf(content), shown);
}

function inclusionsIn(nodes: readonly ChildNode[], { inclusions, links }: References): Inclusions {
  const showsBelow = allBelow(nodes, isMacro).some((macro) =>
    /^(?:children|pagetree)$/.test(macroName(macro)),
  );
  return { inclusions: [...inclusions], links: [...links], showsBelow };
}

/** Inclusions that are followed for one page; of the rest, changes are not noticed. */
const MAX_FOLLOWED = 200;

interface Following {
  readonly context: ListContext;
  readonly known: ReadonlyMap<string, Inclusions>;
  /** Of the outermost page. */
  readonly included: IncludedDocuments;
  readonly budget: { left: number };
}

function partsOfPage(
  context: ListContext,
  known: ReadonlyMap<string, Inclusions>,
  content: Content,
): unknown[] {
  const included = new IncludedDocuments(audienceOf(context, content));
  return partsOf({ context, known, included, budget: { left: MAX_FOLLOWED } }, content, 0);
}

/** What a page shows of others, as values that change when it does. */
function partsOf(following: Following, content: Content, depth: number): unknown[] {
  const { context, known, included, budget } = following;
  const shown = known.get(content.id);
  if (shown === undefined || depth > MAX_INCLUSION_DEPTH) return [];
  const mixing: Mixing = { context, included, from: content };
  const inclusions = shown.inclusions.map((inclusion) => {
    budget.left -= 1;
    const key = inclusionKey(inclusion);
    const other = budget.left < 0 ? undefined : includable(mixing, inclusion.of);
    if (other === undefined) return [key];
    return [key, other.id, other.version, ...partsOf(following, other, depth + 1)];
  });
  const withheld = shown.links.flatMap((page) => {
    const isShown = withheldTitle(mixing, page) === undefined && !isOnlyNumber(mixing, page);
    return isShown ? [] : [["withheld", page.id ?? "", page.spaceKey ?? "", page.title]];
  });
  return [...inclusions, ...withheld, ...(shown.showsBelow ? [belowOf(mixing)] : [])];
}
