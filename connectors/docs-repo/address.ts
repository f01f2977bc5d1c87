import { parseUrl } from "../../src/http/url.ts";
import { withoutExtension } from "./select.ts";

/** The path without extension; a folder's `index` or `README` stands for the folder itself ("" for the root's). */
export function slugOf(path: string): string {
  return withoutExtension(path).replace(/(?:^|\/)(?:index|readme)$/i, "");
}

/**
 * The URL where users read a document: `template` with `{slug}` (front matter first, else from the path) and
 * `{path}` (without extension) put in, percent-encoded. A slug that is an absolute URL is the document's URL.
 */
export function pageUrl(template: string, path: string, slug?: string): string {
  if (slug !== undefined && /^https?:\/\//i.test(slug) && parseUrl(slug)) return new URL(slug).href;
  const values = {
    slug: slug === undefined ? encode(slugOf(path)) : encodeSlug(slug),
    path: encode(withoutExtension(path)),
  };
  if (isPlain(values.slug) && isPlain(values.path) && isExact(template))
    return template.replace("{slug}", values.slug).replace("{path}", values.path);
  const queryAt = template.search(/[?#]/);
  const filled = template.replaceAll(/\{(slug|path)\}/g, (_, key: keyof typeof values, at: number) =>
    queryAt >= 0 && at > queryAt ? values[key].replaceAll("&", "%26").replaceAll("+", "%2B") : values[key],
  );
  const url = new URL(filled);
  url.pathname = url.pathname.replaceAll(/\/{2,}/g, "/");
  return url.href;
}

/** Segments that no URL would be written otherwise with: no dots at their beginning, nothing encoded. */
const isPlain = (text: string): boolean => /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(text);

/** The last template asked about: a listing asks for the same one three times a document. */
let known = { template: "", isExact: false };

/** Whether plain values only need to be put in: to read the whole as a URL would change nothing. */
function isExact(template: string): boolean {
  if (known.template !== template) {
    const filled = template.replace("{slug}", "a/b").replace("{path}", "c/d");
    const isUsual = !/[{}%]|[^:]\/\//.test(filled) && parseUrl(filled) !== undefined;
    known = { template, isExact: isUsual && new URL(filled).href === filled };
  }
  return known.isExact;
}

/** Slashes stay; what is allowed in a path segment anyway stays readable. RFC 3986, 3.3. */
function encode(path: string): string {
  if (/^[\w./-]*$/.test(path)) return path;
  return encodeURIComponent(path.replaceAll(/\p{Surrogate}/gu, "\ufffd")).replaceAll(
    /%(?:2F|40|3A|24|26|2B|2C|3B|3D)/g,
    decodeURIComponent,
  );
}

/** What its author wrote percent-encoded stays as it is. */
function encodeSlug(slug: string): string {
  return encode(slug.trim().replace(/^\/+/, "")).replaceAll(/%25([0-9a-f]{2})/gi, "%$1");
}
