import type { ChildNode, Element } from "domhandler";
import { isRefusal } from "../../../src/connector-kit/auth.ts";
import { derivedCache } from "../../../src/connector-kit/derived-cache.ts";
import type { IncludedDocuments } from "../../../src/connector-kit/included.ts";
import type { ListContext } from "../context.ts";
import { cleanRendered } from "../rendered.ts";
import {
  includable,
  isOnlyNumber,
  type Mixing,
  mayNameFile,
  mayShow,
  targetOf,
  withheldTitle,
} from "../targets.ts";
import type { Content, UserReference } from "../types.ts";
import { pageAt } from "./addresses.ts";
import { convertedHtml } from "./converted.ts";
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
  /** Of the outermost page. */
  readonly included: IncludedDocuments;
  /** Ids from the page inwards: none may include itself. */
  readonly within: readonly string[];
  readonly left: { inclusions: number };
  readonly dropped: (macro: string) => void;
  /** Whether Confluence is asked to render also what shows nothing of others: a part of another page has no rendering. */
  readonly isPart?: boolean;
}

/**
 * HTML of a page's storage format: Confluence's own rendering, where it converts the page, with what shows others in it as
 * rendered here; else all of it as rendered here. Of other pages, files and links it contains what may stand in the page, and no more:
 * the rest is noted in `included`.
 * @throws HttpError where a user's name, a list of files or an included page cannot be read
 */
export function renderStorage(
  context: ListContext,
  content: Content,
  {
    nodes,
    included,
    dropped,
  }: {
    readonly nodes: readonly ChildNode[];
    readonly included: IncludedDocuments;
    readonly dropped: (macro: string) => void;
  },
  signal: AbortSignal,
): Promise<string> {
  const left = { inclusions: MAX_INCLUSIONS };
  const progress = { signal, included, within: [content.id], left, dropped };
  return render(context, content, nodes, progress);
}

/**
 * Whether something to which a page refers may not be named in it. Confluence's rendering names it all, so such a page
 * is rendered here.
 */
export async function withholdsSomething(
  mixing: Mixing,
  { links, files, listsAttachments }: References,
  signal: AbortSignal,
): Promise<boolean> {
  const { context, from } = mixing;
  const listed = listsAttachments ? await filesOf(context, from, signal) : [];
  const named = [...files, ...listed.map((name) => ({ name, on: undefined }))];
  const shown = [
    ...links.map((page) => withheldTitle(mixing, page) === undefined && !isOnlyNumber(mixing, page)),
    ...named.map(({ name, on }) => mayNameFile(mixing, name, on)),
  ];
  return shown.includes(false);
}

async function render(
  context: ListContext,
  content: Content,
  nodes: readonly ChildNode[],
  progress: Progress,
): Promise<string> {
  const mixing: Mixing = { context, included: progress.included, from: content };
  const references = referencesOf(nodes, content.base);
  const names = await namesOf(context, references.users, progress.signal);
  const parts = await includedParts(mixing, references, progress);
  const files = references.listsAttachments ? await filesOf(context, content, progress.signal) : [];
  const storage: StorageContext = {
    urlOf: (page) => urlOf(context, content, page),
    spaceUrl: (key) => `${content.base}/display/${encodeURIComponent(key)}`,
    fileUrl: (name) => `${content.base}/download/attachments/${content.id}/${encodeURIComponent(name)}`,
    nameOf: (user) => names.get(userKey(user)),
    withheldTitle: (page) => withheldTitle(mixing, page),
    withheldAt(address) {
      const page = pageAt(address, content.base);
      return page && withheldTitle(mixing, page);
    },
    mayNameFile: ({ name, on }) => mayNameFile(mixing, name, on),
    included: (inclusion) => parts.get(inclusionKey(inclusion)),
    below: belowOf(mixing),
    files: files.filter((name) => mayNameFile(mixing, name)),
    dropped: progress.dropped,
  };
  const always = progress.isPart === true;
  const html = await convertedHtml(mixing, nodes, storage, { signal: progress.signal, always });
  return html ?? htmlOf(nodes, storage);
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
  mixing: Mixing,
  { inclusions }: References,
  progress: Progress,
): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  for (const inclusion of inclusions) {
    const key = inclusionKey(inclusion);
    if (parts.has(key)) continue;
    const other = includable(mixing, inclusion.of);
    if (other === undefined || progress.within.includes(other.id)) continue;
    if (progress.within.length > MAX_INCLUSION_DEPTH || progress.left.inclusions <= 0) {
      progress.dropped(inclusion.excerpt === undefined ? "include" : "excerpt-include");
      continue;
    }
    progress.left.inclusions -= 1;
    parts.set(key, await includedPart(mixing, other, inclusion, progress));
  }
  return parts;
}

async function includedPart(
  { context, included }: Mixing,
  other: Content,
  inclusion: Inclusion,
  progress: Progress,
): Promise<string> {
  const { storage, rendered } = await context.api.body(other, progress.signal);
  const nodes = parseStorage(storage);
  const isWhole = inclusion.excerpt === undefined && rendered !== undefined && rendered.trim() !== "";
  const mixing: Mixing = { context, included, from: other };
  const references = referencesOf(nodes, other.base);
  if (isWhole && !(await withholdsSomething(mixing, references, progress.signal)))
    return cleanRendered(rendered, progress.dropped);
  const within = [...progress.within, other.id];
  return render(context, other, partOf(nodes, inclusion), { ...progress, within, isPart: true });
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
  const target = targetOf(context, from, page);
  if (target.kind === "content") return target.content.url;
  if (page.id !== undefined)
    return `${from.base}/pages/viewpage.action?pageId=${encodeURIComponent(page.id)}`;
  if (page.type === "blogpost") return undefined;
  const title = encodeURIComponent(page.title).replaceAll("%20", "+");
  return `${from.base}/display/${encodeURIComponent(page.spaceKey ?? from.space.key)}/${title}`;
}

/** Titles and addresses of what is directly below a page, as far as they may stand in it. */
export function belowOf({ context, included, from }: Mixing): { title: string; url: string }[] {
  const { below, contents } = context.catalogue;
  return (below.get(from.id) ?? []).flatMap((child) => {
    const found = contents.get(child);
    return found && mayShow(context, included, found) ? [{ title: found.title, url: found.url }] : [];
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
