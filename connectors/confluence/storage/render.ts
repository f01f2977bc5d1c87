import type { ChildNode, Element } from "domhandler";
import { isRefusal } from "../../../src/connector-kit/auth.ts";
import { derivedCache } from "../../../src/connector-kit/derived-cache.ts";
import { titleKey, verdictOf } from "../catalogue.ts";
import type { ListContext } from "../context.ts";
import type { Content, UserReference } from "../types.ts";
import { htmlOf } from "./html.ts";
import { childOf, firstBelow, isMacro, macroName, parameter, parseStorage } from "./parse.ts";
import {
  type Inclusion,
  inclusionKey,
  type PageReference,
  type References,
  referencesOf,
  type StorageContext,
  userKey,
} from "./references.ts";

/** How deep inclusions may be nested, and how many of them one page may have in all. */
export const MAX_INCLUSION_DEPTH = 3;
const MAX_INCLUSIONS = 30;

interface Progress {
  readonly signal: AbortSignal;
  /** Ids from the page inwards: none may include itself. */
  readonly within: readonly string[];
  readonly left: { inclusions: number };
}

/**
 * HTML of a page's storage format. Parts of other pages are included where those are content of this source
 * themselves, and dropped otherwise.
 * @throws HttpError where a user's name, a list of files or an included page cannot be read
 */
export function renderStorage(
  context: ListContext,
  content: Content,
  storage: string,
  signal: AbortSignal,
): Promise<string> {
  const progress = { signal, within: [content.id], left: { inclusions: MAX_INCLUSIONS } };
  return render(context, content, parseStorage(storage), progress);
}

async function render(
  context: ListContext,
  content: Content,
  nodes: readonly ChildNode[],
  progress: Progress,
): Promise<string> {
  const references = referencesOf(nodes);
  const names = await namesOf(context, references.users, progress.signal);
  const parts = await includedParts(context, content, references, progress);
  const files = references.listsAttachments ? await filesOf(context, content, progress.signal) : [];
  const storage: StorageContext = {
    urlOf: (page) => urlOf(context, content, page),
    spaceUrl: (key) => `${content.base}/display/${encodeURIComponent(key)}`,
    fileUrl: (name) => `${content.base}/download/attachments/${content.id}/${encodeURIComponent(name)}`,
    nameOf: (user) => names.get(userKey(user)),
    included: (inclusion) => parts.get(inclusionKey(inclusion)),
    below: belowOf(context, content),
    files,
  };
  return htmlOf(nodes, storage);
}

/** Names rarely change, so they are cached. */
async function namesOf(
  { api, io }: ListContext,
  users: readonly UserReference[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const cache = derivedCache(io);
  for (const user of users) {
    const key = userKey(user);
    if (names.has(key)) continue;
    const name = cache.get(`user ${key}`) ?? (await api.userName(user, signal));
    if (name === undefined) continue;
    cache.set(`user ${key}`, name);
    names.set(key, name);
  }
  return names;
}

async function includedParts(
  context: ListContext,
  content: Content,
  { inclusions }: References,
  progress: Progress,
): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  for (const inclusion of inclusions) {
    const key = inclusionKey(inclusion);
    const other = contentFor(context, content, inclusion.of);
    if (other === undefined || parts.has(key)) continue;
    if (progress.within.includes(other.id) || progress.within.length > MAX_INCLUSION_DEPTH) continue;
    if (progress.left.inclusions <= 0) break;
    progress.left.inclusions -= 1;
    const { storage } = await context.api.body(other, progress.signal);
    const nodes = partOf(parseStorage(storage), inclusion);
    const within = [...progress.within, other.id];
    parts.set(key, await render(context, other, nodes, { ...progress, within }));
  }
  return parts;
}

/** The content of this source that a reference means. What is withheld from Fin is never included in what is not. */
export function contentFor(context: ListContext, from: Content, page: PageReference): Content | undefined {
  const found = find(context, from, page);
  if (found === undefined || context.archived.has(found.id)) return undefined;
  return verdictOf(context.catalogue, found.id, context.options).kind === "content" ? found : undefined;
}

function find({ catalogue }: ListContext, from: Content, page: PageReference): Content | undefined {
  const key = titleKey(page.type, page.spaceKey ?? from.space.key, page.title);
  const id = page.id ?? catalogue.titles.get(key);
  return id === undefined ? undefined : catalogue.contents.get(id);
}

/** The whole page, or the body of its excerpt macro of that name. */
function partOf(nodes: ChildNode[], { excerpt }: Inclusion): readonly ChildNode[] {
  if (excerpt === undefined) return nodes;
  const isExcerpt = (node: Element) =>
    isMacro(node) && macroName(node) === "excerpt" && (excerpt === "" || parameter(node, "name") === excerpt);
  const macro = firstBelow(nodes, isExcerpt);
  return (macro && childOf(macro, "ac:rich-text-body")?.children) ?? [];
}

/** The address of a listed page; Confluence resolves any other by space and title. */
function urlOf(context: ListContext, from: Content, page: PageReference): string | undefined {
  const found = find(context, from, page);
  if (found !== undefined) return found.url;
  if (page.id !== undefined)
    return `${from.base}/pages/viewpage.action?pageId=${encodeURIComponent(page.id)}`;
  if (page.type === "blogpost") return undefined;
  const title = encodeURIComponent(page.title).replaceAll("%20", "+");
  return `${from.base}/display/${encodeURIComponent(page.spaceKey ?? from.space.key)}/${title}`;
}

export function belowOf(context: ListContext, { id }: Content): { title: string; url: string }[] {
  return (context.catalogue.below.get(id) ?? []).flatMap((child) => {
    const found = context.catalogue.contents.get(child);
    const isContent =
      !context.archived.has(child) && verdictOf(context.catalogue, child, context.options).kind === "content";
    return found && isContent ? [{ title: found.title, url: found.url }] : [];
  });
}

async function filesOf({ api }: ListContext, content: Content, signal: AbortSignal): Promise<string[]> {
  try {
    return (await api.attachments(content, signal)).map(({ name }) => name).sort();
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}
