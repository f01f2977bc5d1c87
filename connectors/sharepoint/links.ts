import type { Included, IncludedDocuments } from "../../src/connector-kit/included.ts";
import { $, parseHtml } from "../../src/html/parse.ts";
import { parseUrl, percentDecoded } from "../../src/http/url.ts";
import { type Candidate, uniqueIdOf } from "./candidates.ts";

/** Items that are not for everybody, by the keys of the addresses that lead to them; an address contains a name. */
export class NarrowItems {
  readonly #items = new Map<string, Included>();
  readonly #closed: string[] = [];

  /** @param urls where people read it */
  add({ item }: Candidate, urls: readonly (string | undefined)[], other: Included): void {
    const id = uniqueIdOf(item);
    if (id !== "") this.#items.set(`id ${id}`, other);
    for (const url of urls) {
      const key = url && linkKey(url, undefined);
      if (key) this.#items.set(key, other);
    }
  }

  /** Notes a library that could not be read: nobody knows whom anything in it is for. */
  close(url: string | null | undefined): void {
    const key = url && linkKey(url, undefined);
    if (key) this.#closed.push(`${key}/`);
  }

  get(key: string): Included | undefined {
    const known = this.#items.get(key);
    if (known || !this.#closed.some((place) => key.startsWith(place))) return known;
    return { name: key.replace(/^.*\//, ""), audience: "nobody" };
  }
}

/**
 * What an address leads to: SharePoint shows a file at its path, and by its id at `/_layouts/15/Doc.aspx?sourcedoc={…}`.
 * Sharing links (`/:w:/s/…`) say neither.
 */
export function linkKey(address: string, base: string | undefined): string | undefined {
  const url = parseUrl(address.trim(), base);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  const id = /^\{?([0-9a-f-]{36})\}?$/i.exec(url.searchParams.get("sourcedoc") ?? "")?.[1];
  if (id !== undefined) return `id ${id.toLowerCase()}`;
  const path = percentDecoded(url.pathname).replace(/\/$/, "");
  return `at ${url.host}${path}`.toLowerCase();
}

/** The addresses in a page's text, as they are written there, with what they lead to. */
export function linksIn(html: string, base: string | undefined): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  if (!/<a\s/i.test(html)) return links;
  for (const node of $(parseHtml(html).tree).find("a[href]").get()) {
    const address = node.attribs.href?.trim() ?? "";
    const key = linkKey(address, base);
    if (key !== undefined) links.set(address, key);
  }
  return links;
}

/** Those of the keys whose items may not be named in a page. */
export const withheldKeys = (
  keys: Iterable<string>,
  narrow: NarrowItems,
  included: IncludedDocuments,
): string[] =>
  [...new Set(keys)].filter((key) => {
    const other = narrow.get(key);
    return other !== undefined && !included.mayShow(other);
  });
