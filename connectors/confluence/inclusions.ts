import { createHash } from "node:crypto";
import { z } from "zod";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import { toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import { isRefusal } from "./client.ts";
import type { ListContext } from "./list.ts";
import { allBelow, isMacro, macroName, parseStorage } from "./storage/parse.ts";
import { inclusionKey, referencesOf } from "./storage/references.ts";
import { belowOf, contentFor, maxInclusionDepth } from "./storage/render.ts";
import type { Content } from "./types.ts";

/** What a page shows of others, remembered by its version. */
const Mix = z.object({
  inclusions: z.array(
    z.object({
      of: z.object({
        type: z.enum(["page", "blogpost"]),
        id: z.string().exactOptional(),
        title: z.string(),
        spaceKey: z.string().exactOptional(),
      }),
      excerpt: z.string().exactOptional(),
    }),
  ),
  showsBelow: z.boolean(),
});
type Mix = z.output<typeof Mix>;

const mixing = ["include", "excerpt-include", "children", "pagetree"];

/**
 * Versions of the pages that show parts of others: their own, and a hash of what they show. Without it a page would
 * keep what was edited, or restricted, where it came from.
 */
export async function includingVersions(
  context: ListContext,
  spaces: readonly string[],
): Promise<Map<string, string>> {
  const mixes = new Map<string, Mix>();
  for (const id of spaces.length === 0 ? [] : await mixers(context, spaces)) {
    const content = context.catalogue.contents.get(id);
    if (content && isContent(context, content)) mixes.set(id, await mixOf(context, content));
  }
  const versions = new Map<string, string>();
  for (const id of mixes.keys()) {
    const content = context.catalogue.contents.get(id);
    const parts = content
      ? partsOf(context, mixes, content, { depth: 0, budget: { left: maxFollowed } })
      : [];
    if (!content || parts.length === 0) continue;
    const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
    versions.set(id, `${content.version}.${hash.slice(0, 16)}`);
  }
  return versions;
}

const isContent = (context: ListContext, content: Content): boolean =>
  contentFor(context, content, { type: content.type, id: content.id, title: content.title }) !== undefined;

/** https://developer.atlassian.com/cloud/confluence/cql-fields/#macro; where the search is refused, nobody mixes. */
async function mixers({ client, io }: ListContext, spaces: readonly string[]): Promise<Set<string>> {
  const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(",");
  const query = { cql: `space in (${list(spaces)}) and macro in (${list(mixing)})`, limit: 200 };
  const Found = z.object({ id: z.coerce.string() });
  const ids = new Set<string>();
  try {
    for await (const { results } of client.pages("/rest/api/content/search", query, Found, io.signal))
      for (const { id } of results) ids.add(id);
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof HttpError && error.status === 400)) throw error;
    io.log.warn("the search for pages that include others is refused: they follow their own versions only", {
      why: toFailure(error).message,
    });
  }
  return ids;
}

async function mixOf({ system, io }: ListContext, content: Content): Promise<Mix> {
  const key = `mix ${content.id}@${content.version}`;
  const cache = derivedCache(io);
  const remembered = Mix.safeParse(jsonOf(cache.get(key)));
  if (remembered.success) return remembered.data;
  const nodes = parseStorage((await system.body(content, io.signal)).storage);
  const { inclusions } = referencesOf(nodes);
  const showsBelow = allBelow(nodes, isMacro).some((macro) =>
    /^(?:children|pagetree)$/.test(macroName(macro)),
  );
  const mix: Mix = { inclusions: [...inclusions], showsBelow };
  cache.set(key, JSON.stringify(mix));
  return mix;
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Inclusions followed for one page; in a tangle of them the rest is left to their own versions. */
const maxFollowed = 200;

/** What a page shows of others, in words that change when that does. */
function partsOf(
  context: ListContext,
  mixes: ReadonlyMap<string, Mix>,
  content: Content,
  { depth, budget }: { readonly depth: number; readonly budget: { left: number } },
): unknown[] {
  const mix = mixes.get(content.id);
  if (mix === undefined || depth > maxInclusionDepth) return [];
  const inclusions = mix.inclusions.map((inclusion) => {
    budget.left -= 1;
    const key = inclusionKey(inclusion);
    const other = budget.left < 0 ? undefined : contentFor(context, content, inclusion.of);
    if (other === undefined) return [key];
    return [key, other.id, other.version, ...partsOf(context, mixes, other, { depth: depth + 1, budget })];
  });
  return mix.showsBelow ? [...inclusions, belowOf(context, content)] : inclusions;
}
