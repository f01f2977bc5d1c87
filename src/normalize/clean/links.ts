import { parseUrl } from "../../http/url.ts";
import type { Document } from "../document.ts";
import type { Warnings } from "../warnings.ts";

/** The schemes a published link may have. */
export const linkSchemes: ReadonlySet<string> = new Set(["http", "https", "mailto", "tel"]);
const MAX_TARGET_LENGTH = 4000;

/** Resolves link targets as they are written in one document. */
export interface Links {
  /** The absolute address; undefined, with a warning, when the target has none that may be published. */
  resolve(target: string): string | undefined;
  /** The titles of a document that may not be named in the page, where the target leads to one. */
  withheldTitles(target: string): readonly string[] | undefined;
}

/**
 * @param base the page's own `<base href>`, as written
 */
export function linksOf(
  document: Pick<Document, "url" | "links" | "withheld">,
  warnings: Warnings,
  base?: string,
): Links {
  const known = new Map(Object.entries(document.links ?? {}));
  const own = base === undefined ? document.url : (parse(base, document.url)?.href ?? document.url);
  const withheld = new Map(Object.entries(document.withheld ?? {}));
  const seen = new Map<string, string | undefined>();
  const folder = known.size === 0 ? folderOf(own) : undefined;
  const page = known.size === 0 ? pageOf(document.url) : undefined;

  const find = (target: string): string | undefined => {
    if (target !== "" && withheld.size === 0 && plainTarget.test(target)) {
      if (target.startsWith("#")) {
        if (page !== undefined) return page + target;
      } else if (folder !== undefined) return folder + target;
    }
    const written = target.trim();
    if (written === "" || written.length > MAX_TARGET_LENGTH) return undefined;
    // A link within the page needs the page's own address, not a base; without one only its text is kept.
    if (written.startsWith("#") && document.url === undefined) return undefined;
    if (withheldTitles(written, withheld) !== undefined) return undefined;
    const address = mapped(written, known);
    if (address === "") return undefined;
    const url = parse(address, written.startsWith("#") ? document.url : own);
    if (url === undefined) {
      warnings.count("link-unresolved", written);
      return undefined;
    }
    if (linkSchemes.has(url.protocol.slice(0, -1))) return normalForm(url);
    if (/^(?:site|post):$/.test(url.protocol) || resourceId.test(written)) {
      warnings.count("link-unresolved", written.replace(/^(?:site|post):/, "").slice(0, 60));
      return undefined;
    }
    warnings.count("link-unsafe", written.slice(0, 40));
    return undefined;
  };
  return {
    resolve(target) {
      if (!seen.has(target)) seen.set(target, find(target));
      return seen.get(target);
    },
    withheldTitles: (target) => withheldTitles(target.trim(), withheld),
  };
}

/** Antora's `module:page.adoc` looks like an address. */
const resourceId = /^[\w.-]+:(?!\/)[^\s?]*\.adoc(?:#|$)/;

/** `install.html#linux`, `guide/install`, `#linux`: these resolve by appending them to the page's address. */
const plainTarget =
  /^(?:(?:\w[\w-]{0,99}(?:\.[\w-]{1,99}){0,9}\/){0,9}\w[\w-]{0,99}(?:\.[\w-]{1,99}){0,9})?(?:#[\w.-]{1,200})?$/;

/** A page's address up to its last slash. */
function folderOf(address: string | undefined): string | undefined {
  const url = address === undefined ? undefined : parse(address, undefined);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return url.href.slice(0, url.href.length - url.search.length - url.hash.length).replace(/[^/]*$/, "");
}

/** A page's address without its fragment. */
function pageOf(address: string | undefined): string | undefined {
  const url = address === undefined ? undefined : parse(address, undefined);
  return url && /^https?:$/.test(url.protocol)
    ? url.href.slice(0, url.href.length - url.hash.length)
    : undefined;
}

/** Looks a target up as written, then without percent-encoding, then without its fragment, which is added again. */
function mapped(written: string, known: ReadonlyMap<string, string>): string {
  if (known.size === 0) return written;
  const decoded = decode(written);
  const whole = known.get(written) ?? known.get(decoded);
  if (whole !== undefined) return whole;
  const hash = written.indexOf("#");
  if (hash <= 0) return written;
  const page = known.get(written.slice(0, hash)) ?? known.get(decode(written.slice(0, hash)));
  if (page === undefined || page === "") return page ?? written;
  return page.replace(/#.*$/s, "") + written.slice(hash);
}

/** Looked up as written and without percent-encoding, also without a fragment. */
function withheldTitles(
  written: string,
  withheld: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  if (withheld.size === 0) return undefined;
  const page = written.replace(/#.*$/s, "");
  const spellings = [written, decode(written), page, decode(page)];
  return spellings.map((target) => withheld.get(target)).find((titles) => titles !== undefined);
}

function decode(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

const scheme = /^[a-z][a-z\d+.-]*:/i;

/** Throwing an error for each relative link of a page without an address would double the time. */
function parse(target: string, base: string | undefined): URL | undefined {
  return base === undefined && !scheme.test(target) ? undefined : parseUrl(target, base);
}

/** Undefined for the few addresses that change when parsed again: normalising a page twice must not change it. */
function normalForm(url: URL): string | undefined {
  const again = parse(url.href, undefined);
  return again?.href === url.href ? url.href : undefined;
}
