import type { ChildNode, Element } from "domhandler";
import { titleKey, verdictOf } from "../catalogue.ts";
import { isRefusal } from "../client.ts";
import type { Shelf } from "../list.ts";
import type { Content, UserReference } from "../types.ts";
import { htmlOf, type Surroundings } from "./html.ts";
import { childOf, firstBelow, isMacro, macroName, parameter, parseStorage } from "./parse.ts";
import {
  type Inclusion,
  inclusionKey,
  type PageReference,
  type References,
  referencesOf,
  userKey,
} from "./references.ts";

/** Inclusions within inclusions, and inclusions of one page in all. */
export const maxInclusionDepth = 3;
const maxInclusions = 30;

interface Progress {
  readonly signal: AbortSignal;
  /** Ids from the page inwards: none is included in itself. */
  readonly within: readonly string[];
  readonly left: { inclusions: number };
}

/**
 * HTML of a page's storage format. Parts of other pages are mixed in where those are content of this source
 * themselves; of all others nothing is shown.
 * @throws HttpError where a user's name, a list of files or an included page fails to be read
 */
export function renderStorage(
  shelf: Shelf,
  content: Content,
  storage: string,
  signal: AbortSignal,
): Promise<string> {
  const progress = { signal, within: [content.id], left: { inclusions: maxInclusions } };
  return render(shelf, content, parseStorage(storage), progress);
}

async function render(
  shelf: Shelf,
  content: Content,
  nodes: readonly ChildNode[],
  progress: Progress,
): Promise<string> {
  const references = referencesOf(nodes);
  const names = await namesOf(shelf, references.users, progress.signal);
  const parts = await includedParts(shelf, content, references, progress);
  const files = references.listsAttachments ? await filesOf(shelf, content, progress.signal) : [];
  const around: Surroundings = {
    urlOf: (page) => urlOf(shelf, content, page),
    spaceUrl: (key) => `${content.base}/display/${encodeURIComponent(key)}`,
    fileUrl: (name) => `${content.base}/download/attachments/${content.id}/${encodeURIComponent(name)}`,
    nameOf: (user) => names.get(userKey(user)),
    included: (inclusion) => parts.get(inclusionKey(inclusion)),
    below: belowOf(shelf, content),
    files,
  };
  return htmlOf(nodes, around);
}

/** Names change seldom, so one that was read is remembered. */
async function namesOf(
  { system, io }: Shelf,
  users: readonly UserReference[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const user of users) {
    const key = userKey(user);
    if (names.has(key)) continue;
    const name = io.facts.get(`user ${key}`) ?? (await system.userName(user, signal));
    if (name === undefined) continue;
    io.facts.set(`user ${key}`, name);
    names.set(key, name);
  }
  return names;
}

async function includedParts(
  shelf: Shelf,
  content: Content,
  { inclusions }: References,
  progress: Progress,
): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  for (const inclusion of inclusions) {
    const key = inclusionKey(inclusion);
    const other = contentFor(shelf, content, inclusion.of);
    if (other === undefined || parts.has(key)) continue;
    if (progress.within.includes(other.id) || progress.within.length > maxInclusionDepth) continue;
    if (progress.left.inclusions <= 0) break;
    progress.left.inclusions -= 1;
    const { storage } = await shelf.system.body(other, progress.signal);
    const nodes = partOf(parseStorage(storage), inclusion);
    const within = [...progress.within, other.id];
    parts.set(key, await render(shelf, other, nodes, { ...progress, within }));
  }
  return parts;
}

/** The content of this source that a reference means. What is withheld from Fin is not mixed into what is not. */
export function contentFor(shelf: Shelf, from: Content, page: PageReference): Content | undefined {
  const found = lookUp(shelf, from, page);
  if (found === undefined || shelf.archived.has(found.id)) return undefined;
  return verdictOf(shelf.catalogue, found.id, shelf.options).kind === "content" ? found : undefined;
}

function lookUp({ catalogue }: Shelf, from: Content, page: PageReference): Content | undefined {
  const key = titleKey(page.type, page.spaceKey ?? from.space.key, page.title);
  const id = page.id ?? catalogue.titles.get(key);
  return id === undefined ? undefined : catalogue.contents.get(id);
}

/** All of a page, or the body of its excerpt macro with the name. */
function partOf(nodes: ChildNode[], { excerpt }: Inclusion): readonly ChildNode[] {
  if (excerpt === undefined) return nodes;
  const isIt = (node: Element) =>
    isMacro(node) && macroName(node) === "excerpt" && (excerpt === "" || parameter(node, "name") === excerpt);
  const macro = firstBelow(nodes, isIt);
  return (macro && childOf(macro, "ac:rich-text-body")?.children) ?? [];
}

/** A page that is listed has its own address; any other is found by Confluence from its space and title. */
function urlOf(shelf: Shelf, from: Content, page: PageReference): string | undefined {
  const found = lookUp(shelf, from, page);
  if (found !== undefined) return found.url;
  if (page.id !== undefined)
    return `${from.base}/pages/viewpage.action?pageId=${encodeURIComponent(page.id)}`;
  if (page.type === "blogpost") return undefined;
  const title = encodeURIComponent(page.title).replaceAll("%20", "+");
  return `${from.base}/display/${encodeURIComponent(page.spaceKey ?? from.space.key)}/${title}`;
}

export function belowOf(shelf: Shelf, { id }: Content): { title: string; url: string }[] {
  return (shelf.catalogue.below.get(id) ?? []).flatMap((child) => {
    const found = shelf.catalogue.contents.get(child);
    const isContent =
      !shelf.archived.has(child) && verdictOf(shelf.catalogue, child, shelf.options).kind === "content";
    return found && isContent ? [{ title: found.title, url: found.url }] : [];
  });
}

async function filesOf({ system }: Shelf, content: Content, signal: AbortSignal): Promise<string[]> {
  try {
    return (await system.attachments(content, signal)).map(({ name }) => name).sort();
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}
