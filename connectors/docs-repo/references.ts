import { pageUrl } from "./address.ts";
import type { Catalogue } from "./catalogue.ts";
import type { ListContext } from "./context.ts";
import { includeCandidates, relativeLink } from "./links.ts";
import type { FileEntry } from "./snapshot.ts";

/** What a document and its includes refer to, as written there. */
export interface References {
  /** Relative link → absolute URL. */
  readonly links: Map<string, string>;
  readonly includes: Map<string, FileEntry>;
}

/** More included files are a mistake. */
const MAX_INCLUDES = 200;

/** The URL at which users read the document at a path. */
export function urlOf({ catalogue, options }: ListContext, path: string): string | undefined {
  if (options.page_url === undefined) return undefined;
  return pageUrl(options.page_url, path, catalogue.overrides.get(path)?.slug);
}

/** Link and include targets as a file contains them. */
export type Written = { readonly links?: readonly string[]; readonly includes?: readonly string[] };

/** Follows a document's includes, outermost first; the first file that contains a target decides what it means. */
export async function follow(
  context: ListContext,
  path: string,
  written: Written,
  read: (file: FileEntry) => Promise<Written>,
): Promise<References> {
  const references: References = { links: new Map(), includes: new Map() };
  const queue = [{ path, written }];
  const seen = new Set([path]);
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    for (const target of one.written.links ?? []) {
      const url = references.links.has(target) ? undefined : linkUrl(context, one.path, target);
      if (url !== undefined) references.links.set(target, url);
    }
    for (const target of one.written.includes ?? []) {
      const inner = partialFor(context.catalogue, one.path, target);
      if (inner === undefined || references.includes.has(target)) continue;
      references.includes.set(target, inner);
      const innerPath = inner.path.normalize("NFC");
      if (seen.has(innerPath) || seen.size > MAX_INCLUDES) continue;
      seen.add(innerPath);
      queue.push({ path: innerPath, written: await read(inner) });
    }
  }
  return references;
}

function partialFor({ partials }: Catalogue, from: string, written: string): FileEntry | undefined {
  const path = includeCandidates(from, written).find((candidate) => partials.has(candidate));
  return path === undefined ? undefined : partials.get(path);
}

/** The URL of a relative link's target, if that is a document with a URL. */
function linkUrl(context: ListContext, from: string, written: string): string | undefined {
  const link = relativeLink(from, written);
  if (link === undefined || context.options.page_url === undefined) return undefined;
  const { documents, overrides } = context.catalogue;
  for (const target of link.candidates) {
    if (!documents.has(target)) continue;
    const url = overrides.get(target)?.unpublished ? undefined : urlOf(context, target);
    return url === undefined ? undefined : url.replace(/#.*$/s, "") + link.fragment;
  }
  return undefined;
}
