import { parseUrl } from "../http/url.ts";
import { mediaTypeOfName } from "../normalize/index.ts";

/** The path without its format's extension. */
export function withoutExtension(path: string): string {
  return mediaTypeOfName(path) === undefined ? path : path.replace(/\.([^./]+)$/, "");
}

/** The path without extension; a folder's `index`, `_index` (Hugo) or `README` means the folder itself ("" for the root). */
export function slugOf(path: string): string {
  return withoutExtension(path).replace(/(?:^|\/)(?:_?index|readme)$/i, "");
}

/**
 * The URL where users read a document: `template` with `{slug}` (front matter first, else from the path),
 * `{path}` (without extension) and `{name}` (the path without its folders) put in, percent-encoded. A slug that is an absolute URL is the document's URL.
 */
export function pageUrl(template: string, path: string, slug?: string): string {
  if (slug !== undefined && /^https?:\/\//i.test(slug) && parseUrl(slug)) return new URL(slug).href;
  const values = {
    slug: slug === undefined ? encode(slugOf(path)) : encodeSlug(slug),
    path: encode(withoutExtension(path)),
    name: encode(withoutExtension(path).replace(/^.*\//s, "")),
  };
  if (isPlain(values.slug) && isPlain(values.path) && isExact(template))
    return template
      .replace("{slug}", values.slug)
      .replace("{path}", values.path)
      .replace("{name}", values.name);
  const queryAt = template.search(/[?#]/);
  const filled = template.replaceAll(/\{(slug|path|name)\}/g, (_, key: keyof typeof values, at: number) =>
    queryAt >= 0 && at > queryAt ? values[key].replaceAll("&", "%26").replaceAll("+", "%2B") : values[key],
  );
  const url = new URL(filled);
  url.pathname = url.pathname.replaceAll(/\/{2,}/g, "/");
  return url.href;
}

/** Whether a URL parser leaves the segments unchanged: no leading dots, nothing encoded. */
const isPlain = (text: string): boolean => /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(text);

/** The last template: a listing uses the same one three times per document. */
let lastTemplate = { template: "", isExact: false };

/** Whether plain values can be inserted as they are: parsing the result as a URL would not change it. */
function isExact(template: string): boolean {
  if (lastTemplate.template !== template) {
    const filled = template.replace("{slug}", "a/b").replace("{path}", "c/d").replace("{name}", "e");
    const isUsual = !/[{}%]|[^:]\/\//.test(filled) && parseUrl(filled) !== undefined;
    lastTemplate = { template, isExact: isUsual && new URL(filled).href === filled };
  }
  return lastTemplate.isExact;
}

/** Percent-encodes except slashes and what is allowed in a path segment. RFC 3986, 3.3. */
function encode(path: string): string {
  if (/^[\w./-]*$/.test(path)) return path;
  return encodeURIComponent(path.replaceAll(/\p{Surrogate}/gu, "\ufffd")).replaceAll(
    /%(?:2F|40|3A|24|26|2B|2C|3B|3D)/g,
    decodeURIComponent,
  );
}

/** Keeps what its author percent-encoded. */
function encodeSlug(slug: string): string {
  return encode(slug.trim().replace(/^\/+/, "")).replaceAll(/%25([0-9a-f]{2})/gi, "%$1");
}
