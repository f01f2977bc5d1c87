import { parseUrl, percentDecoded } from "../../../src/http/url.ts";
import type { PageReference } from "./references.ts";

/**
 * The page or blog post to which an address of the site leads, as Cloud and Data Center write them. Undefined for every
 * other address. Addresses contain the title.
 * @param base the site's address for people; relative addresses count from it
 */
export function pageAt(address: string, base: string): PageReference | undefined {
  const url = parseUrl(address, base);
  if (!url || url.host !== parseUrl(base)?.host) return undefined;
  return byId(url) ?? byTitle(url);
}

function byId({ pathname, searchParams }: URL): PageReference | undefined {
  const found = /\/(?:pages(?:\/[a-z][a-z0-9-]*)?|blog\/\d{4}\/\d\d\/\d\d)\/(\d+)(?:\/([^/]*))?/.exec(
    pathname,
  );
  const id = searchParams.get("pageId") ?? found?.[1];
  if (!id) return undefined;
  const spaceKey = decoded(/\/spaces\/([^/]+)\//.exec(pathname)?.[1] ?? "");
  const title = decoded(found?.[2] ?? "");
  return { type: "page", id, title, ...(spaceKey ? { spaceKey } : {}) };
}

function byTitle({ pathname, searchParams }: URL): PageReference | undefined {
  const found = /\/display\/([^/]+)\/(\d{4}\/\d\d\/\d\d\/)?([^/]+)/.exec(pathname);
  const title = searchParams.get("title") ?? decoded(found?.[3] ?? "");
  const spaceKey = searchParams.get("spaceKey") ?? decoded(found?.[1] ?? "");
  if (!title || !spaceKey) return undefined;
  return { type: found?.[2] ? "blogpost" : "page", title, spaceKey };
}

const decoded = (part: string): string => percentDecoded(part.replaceAll("+", " "));
