import { XMLParser } from "fast-xml-parser";
import { FinIngestError } from "../../src/errors.ts";
import { parseUrl } from "../../src/http/url.ts";

/** One address in a sitemap. */
export interface SitemapEntry {
  readonly loc: string;
  /** As written. */
  readonly lastmod?: string | undefined;
}

/** The content of a sitemap file, https://www.sitemaps.org/protocol.html */
export type Sitemap =
  | { readonly kind: "pages"; readonly entries: readonly SitemapEntry[] }
  | { readonly kind: "index"; readonly sitemaps: readonly SitemapEntry[] };

/** The protocol's own limit is 50,000 for one file. */
const MAX_ENTRIES = 200_000;

/**
 * Parses one sitemap file: a list of pages, an index of further files, or plain text with an address on each line.
 * Only the protocol's own entities are resolved; a document type is refused.
 *
 * @throws FinIngestError for anything else and for a truncated file: half a sitemap must not look like a short one
 */
export function parseSitemap(text: string, where: string): Sitemap {
  const start = text.replace(/^\ufeff/, "").trimStart();
  if (start === "" || !start.startsWith("<")) return { kind: "pages", entries: plainLines(start, where) };
  if (/<!(?:DOCTYPE|ENTITY)\b/i.test(start)) throw notASitemap(where, "it has a document type");
  const root = /<(?:[\w-]+:)?(urlset|sitemapindex)[\s>/]/.exec(start.slice(0, 10_000))?.[1];
  if (root === undefined) throw notASitemap(where, "it has neither <urlset> nor <sitemapindex>");
  const tail = start.slice(-1_000);
  if (
    !new RegExp(`(?:</(?:[\\w-]+:)?${root}\\s*>|^<[^>]*${root}[^>]*/>)`).test(
      tail.length < 1_000 ? start : tail,
    )
  )
    throw notASitemap(where, `its end, </${root}>, is missing`);
  const found = entriesOf(parseXml(start, where), root === "urlset" ? "url" : "sitemap");
  if (found.length > MAX_ENTRIES) throw notASitemap(where, `it has more than ${MAX_ENTRIES} entries`);
  return root === "urlset" ? { kind: "pages", entries: found } : { kind: "index", sitemaps: found };
}

/** The text of a sitemap in the encoding of its byte order mark, its bytes or its declaration; else UTF-8. Pure. */
export function decodeXml(body: Uint8Array): string {
  const [first = 0, second = 0] = body;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0))
    return new TextDecoder("utf-16le").decode(body);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c))
    return new TextDecoder("utf-16be").decode(body);
  const head = Buffer.from(body.subarray(0, 200)).toString("latin1");
  const stated = /^(?:\xef\xbb\xbf)?<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)/i.exec(head)?.[1];
  // What is read as bytes cannot be what a declaration of two-byte letters says.
  if (stated !== undefined && !/^utf-?(?:8|16)/i.test(stated)) {
    try {
      return new TextDecoder(stated).decode(body);
    } catch {
      // An unknown encoding: most are UTF-8 in fact.
    }
  }
  return Buffer.from(body).toString("utf8");
}

function parseXml(text: string, where: string): unknown {
  const parser = new XMLParser({
    processEntities: false,
    parseTagValue: false,
    removeNSPrefix: true,
    ignoreAttributes: true,
    maxNestedTags: 20,
    isArray: (name) => name === "url" || name === "sitemap",
  });
  try {
    return parser.parse(text);
  } catch (error) {
    throw notASitemap(where, error instanceof Error ? error.message : String(error));
  }
}

function entriesOf(tree: unknown, name: "url" | "sitemap"): SitemapEntry[] {
  const set = member(tree, name === "url" ? "urlset" : "sitemapindex");
  const list = member(set, name);
  if (!Array.isArray(list)) return [];
  return list.flatMap((one) => {
    const loc = textOf(member(one, "loc"));
    const lastmod = textOf(member(one, "lastmod"));
    return loc === undefined ? [] : [{ loc, lastmod }];
  });
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

/** Without prefixes two elements can have one name (image:loc beside loc): the first is the page's own. */
function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  const text = typeof first === "string" ? decodeEntities(first).trim() : "";
  return text === "" ? undefined : text;
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (all, decimal, hex, name) => {
      if (name !== undefined) return NAMED_ENTITIES[String(name).toLowerCase()] ?? all;
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}

function plainLines(text: string, where: string): SitemapEntry[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const entries = lines.filter((line) => line !== "").map((loc) => ({ loc }));
  if (entries.length === 0) throw notASitemap(where, "it is empty");
  const wrong = entries.find(({ loc }) => !/^https?:\/\//i.test(loc) || !parseUrl(loc));
  if (wrong) throw notASitemap(where, "it is neither XML nor a list of addresses");
  return entries;
}

function notASitemap(where: string, why: string): FinIngestError {
  return new FinIngestError(`${where} is not a sitemap: ${why}`, {
    hint: "Check `sitemap`. A login page may stand in front of it (`auth`); without `sitemap` the site's links are followed.",
  });
}

/**
 * When a page last changed, in epoch milliseconds, from a W3C date (https://www.w3.org/TR/NOTE-datetime). A date without
 * a time means its last moment in any time zone: a page can still change on that day.
 */
export function lastmodMs(lastmod: string | undefined): number | undefined {
  if (lastmod === undefined) return undefined;
  const ms = Date.parse(lastmod);
  if (Number.isNaN(ms)) return undefined;
  return /T\d/.test(lastmod) ? ms : ms + 38 * 3_600_000;
}
