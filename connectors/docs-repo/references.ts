import nodePath from "node:path/posix";
import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { parseUrl } from "../../src/http/url.ts";
import { type Attributes, FilledTargets } from "./attributes.ts";
import { includedPaths } from "./catalogue.ts";
import type { ListContext } from "./context.ts";
import { isWikiTarget } from "./page-names.ts";
import { audienceOfFile } from "./partial-audience.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry } from "./snapshot.ts";
import { linkUrl, targetOf, urlOf } from "./targets.ts";
import { addTitle } from "./titles.ts";

/** What a document and its includes refer to, as written there. */
export interface References {
  /** Relative link → absolute URL. */
  readonly links: Map<string, string>;
  /** Target that shows the title of what it leads to → that title. */
  readonly titles: Map<string, string>;
  readonly includes: Map<string, FileEntry>;
  /** Links to documents that may not be named in the page → path of the document. */
  readonly withheldLinks: Map<string, string>;
  /** Includes that may not stand in the page. */
  readonly withheldIncludes: Set<string>;
  readonly included: IncludedDocuments;
}

/** More included files are a mistake. */
const MAX_INCLUDES = 200;

/** Notes the addresses of documents that are not for everybody: links may contain them. */
export function noteNarrowUrls(context: ListContext): void {
  const { narrowUrls, overrides, documents } = context.catalogue;
  const narrow = [...overrides.values()].filter((override) => override.narrow !== undefined).length;
  // Where no page is for everybody, every page may contain them.
  if (narrow === documents.size && documents.size > 0) return;
  for (const [path, { narrow }] of overrides) {
    const url = narrow && urlOf(context, path);
    if (url !== undefined) narrowUrls.set(plainUrl(url), path);
  }
}

const plainUrl = (url: string): string => url.replace(/[?#].*$/s, "").replace(/\/$/, "");

/** Link and include targets as a file contains them. */
export type Written = Partial<Record<"links" | "includes" | "shown", readonly string[]>> & {
  readonly attributes?: Attributes;
};

/**
 * Follows a document's includes, outermost first; the first file that contains a target decides what it means. What may
 * not stand in the document's page is not followed.
 */
export async function follow(
  context: ListContext,
  path: string,
  written: Written,
  read: (file: FileEntry) => Promise<Written>,
): Promise<References> {
  const references: References = {
    links: new Map(),
    titles: new Map(),
    includes: new Map(),
    withheldLinks: new Map(),
    withheldIncludes: new Set(),
    included: new IncludedDocuments(context.catalogue.overrides.get(path)?.narrow ?? "customers"),
  };
  const keyOf = includeKeys(path);
  const queue = [{ path, written }];
  const seen = new Set([path]);
  const targets = new FilledTargets(context.catalogue.components);
  const include = async (from: string, target: string): Promise<void> => {
    const inner = await addInclude(context, references, from, target, keyOf);
    if (inner === undefined) return;
    const innerPath = inner.path.normalize("NFC");
    if (seen.has(innerPath) || seen.size > MAX_INCLUDES) return;
    seen.add(innerPath);
    queue.push({ path: innerPath, written: await read(inner) });
  };
  while (queue.length > 0) {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      for (const target of one.written.links ?? []) addLink(context, references, one.path, target);
      for (const target of one.written.shown ?? []) await addTitle(context, references, one.path, target);
      targets.define(one.written.attributes);
      for (const target of one.written.includes ?? []) {
        // Braces may be a part of a file's name: OpenAPI's `users_{id}.yaml`.
        await include(one.path, target);
        targets.add(one.path, target);
      }
    }
    for (const { from, target } of targets.filled()) await include(from, target);
  }
  return references;
}

function addLink(context: ListContext, references: References, from: string, target: string): void {
  const { links, withheldLinks, included } = references;
  if (links.has(target) || withheldLinks.has(target)) return;
  const linked = targetOf(context, from, target);
  const found = linked?.path ?? pathAt(context, from, target);
  const { narrow } = (found && context.catalogue.overrides.get(found)) || {};
  if (found !== undefined && narrow && !included.mayShow({ name: found, audience: narrow })) {
    withheldLinks.set(target, found);
    return;
  }
  const url = linked && linkUrl(context, linked, target);
  if (url !== undefined) links.set(target, url);
}

/** The file that is included; undefined where there is none, or where it may not stand in the page. */
async function addInclude(
  context: ListContext,
  { includes, withheldIncludes, included }: References,
  from: string,
  written: string,
  keyOf: (written: string, path: string) => string,
): Promise<FileEntry | undefined> {
  const { partials } = context.catalogue;
  const path = includedPaths(context.catalogue, from, written).find((candidate) => partials.has(candidate));
  const file = path === undefined ? undefined : partials.get(path);
  if (path === undefined || file === undefined) return undefined;
  const key = keyOf(written, path);
  if (includes.has(key) || withheldIncludes.has(key)) return undefined;
  if (!included.mayShow({ name: path, audience: await audienceOfFile(context, path, file) })) {
    withheldIncludes.add(key);
    return undefined;
  }
  includes.set(key, file);
  return file;
}

/**
 * What an include is known by: as it is written, because texts are put into texts before they are read. OpenAPI's files stay
 * apart and refer to each other from where they stand: each is known by its path from the description's folder.
 */
function includeKeys(document: string): (written: string, path: string) => string {
  if (textTypeOf(document) !== "application/vnd.oai.openapi") return (written) => written;
  return (_, path) => nodePath.relative(nodePath.dirname(document), path);
}

/** The document that is not for everybody to whose address a link leads. */
function pathAt(context: ListContext, from: string, written: string): string | undefined {
  const { narrowUrls } = context.catalogue;
  if (narrowUrls.size === 0 || isWikiTarget(written)) return undefined;
  const url = parseUrl(written, urlOf(context, from));
  return url && narrowUrls.get(plainUrl(url.href));
}
