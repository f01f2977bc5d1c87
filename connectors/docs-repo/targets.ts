import { pageUrl } from "../../src/connector-kit/page-url.ts";
import { namesOf } from "./catalogue.ts";
import type { ListContext } from "./context.ts";
import { relativeLink } from "./links.ts";
import { isWikiTarget, wikiTarget } from "./page-names.ts";

/** The URL at which users read the document at a path. */
export function urlOf({ catalogue, options }: ListContext, path: string): string | undefined {
  if (options.page_url === undefined) return undefined;
  return pageUrl(options.page_url, path, catalogue.overrides.get(path)?.slug);
}

/** What a link leads to. */
export interface Target {
  readonly path: string;
  /** `#fragment`, or empty. */
  readonly fragment: string;
}

/** The document that a relative link or a wiki link leads to. */
export function targetOf(
  { catalogue, options }: ListContext,
  from: string,
  written: string,
): Target | undefined {
  if (isWikiTarget(written)) {
    const { page, fragment } = wikiTarget(written);
    const path = page === "" ? from : namesOf(catalogue).find(from, page);
    return path === undefined ? undefined : { path, fragment };
  }
  const link = relativeLink(from, written, catalogue.components);
  if (link === undefined) return undefined;
  const { fragment } = link;
  for (const candidate of link.candidates) {
    const path = catalogue.documents.has(candidate) ? candidate : catalogue.aliases.get(candidate);
    if (path !== undefined) return { path, fragment };
  }
  // Where pages have no folders, as in GitHub's wikis, links have none either.
  if (options.page_url?.includes("{name}") !== true) return undefined;
  const path = namesOf(catalogue).find(from, written.replace(/[?#].*$/s, ""));
  return path === undefined ? undefined : { path, fragment };
}

/**
 * The URL of a relative link's target, if that is a document with a URL. A wiki link leads to a page even without one: then
 * its URL is empty.
 */
export function linkUrl(context: ListContext, target: Target, written: string): string | undefined {
  if (context.catalogue.overrides.get(target.path)?.unpublished) return undefined;
  const url = urlOf(context, target.path)?.replace(/#.*$/s, "");
  if (url === undefined) return isWikiTarget(written) ? "" : undefined;
  return url + target.fragment;
}
