import { createHash } from "node:crypto";
import { isRefusal } from "../../src/connector-kit/auth.ts";
import { cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import { toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { ListContext } from "./context.ts";
import { FoundId, Inclusions } from "./schema.ts";
import { allBelow, isMacro, macroName, parseStorage } from "./storage/parse.ts";
import { inclusionKey, referencesOf } from "./storage/references.ts";
import { belowOf, contentFor, MAX_INCLUSION_DEPTH } from "./storage/render.ts";
import type { Content } from "./types.ts";

const INCLUDING_MACROS = ["include", "excerpt-include", "children", "pagetree"];

/**
 * Versions of the pages that include parts of others: their own, and a hash of what they include. Without it a page
 * would keep what was edited or restricted in the other page.
 */
export async function includingVersions(
  context: ListContext,
  spaces: readonly string[],
): Promise<Map<string, string>> {
  const includers = new Map<string, Inclusions>();
  for (const id of spaces.length === 0 ? [] : await includingPages(context, spaces)) {
    const content = context.catalogue.contents.get(id);
    if (content && isContent(context, content)) includers.set(id, await inclusionsOf(context, content));
  }
  const versions = new Map<string, string>();
  for (const id of includers.keys()) {
    const content = context.catalogue.contents.get(id);
    const parts = content
      ? partsOf(context, includers, content, { depth: 0, budget: { left: MAX_FOLLOWED } })
      : [];
    if (!content || parts.length === 0) continue;
    const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
    versions.set(id, `${content.version}.${hash.slice(0, 16)}`);
  }
  return versions;
}

const isContent = (context: ListContext, content: Content): boolean =>
  contentFor(context, content, { type: content.type, id: content.id, title: content.title }) !== undefined;

/** https://developer.atlassian.com/cloud/confluence/cql-fields/#macro; none where the search is refused. */
async function includingPages({ client, io }: ListContext, spaces: readonly string[]): Promise<Set<string>> {
  const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(",");
  const query = { cql: `space in (${list(spaces)}) and macro in (${list(INCLUDING_MACROS)})`, limit: 200 };
  const ids = new Set<string>();
  try {
    for await (const { results } of client.pages("/rest/api/content/search", query, FoundId, io.signal))
      for (const { id } of results) ids.add(id);
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof HttpError && error.status === 400)) throw error;
    io.log.warn(
      "the search for pages that include others is refused: only changes of these pages themselves are noticed",
      {
        why: toFailure(error).message,
      },
    );
  }
  return ids;
}

function inclusionsOf({ api, io }: ListContext, content: Content): Promise<Inclusions> {
  return cached(derivedCache(io), Inclusions).getOrMake(`mix ${content.id}@${content.version}`, async () => {
    const nodes = parseStorage((await api.body(content, io.signal)).storage);
    const showsBelow = allBelow(nodes, isMacro).some((macro) =>
      /^(?:children|pagetree)$/.test(macroName(macro)),
    );
    return { inclusions: [...referencesOf(nodes).inclusions], showsBelow };
  });
}

/** Inclusions that are followed for one page; of the rest, changes are not noticed. */
const MAX_FOLLOWED = 200;

/** What a page includes of others, as values that change when it does. */
function partsOf(
  context: ListContext,
  includers: ReadonlyMap<string, Inclusions>,
  content: Content,
  { depth, budget }: { readonly depth: number; readonly budget: { left: number } },
): unknown[] {
  const included = includers.get(content.id);
  if (included === undefined || depth > MAX_INCLUSION_DEPTH) return [];
  const inclusions = included.inclusions.map((inclusion) => {
    budget.left -= 1;
    const key = inclusionKey(inclusion);
    const other = budget.left < 0 ? undefined : contentFor(context, content, inclusion.of);
    if (other === undefined) return [key];
    return [
      key,
      other.id,
      other.version,
      ...partsOf(context, includers, other, { depth: depth + 1, budget }),
    ];
  });
  return included.showsBelow ? [...inclusions, belowOf(context, content)] : inclusions;
}
