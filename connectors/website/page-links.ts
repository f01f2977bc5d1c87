import { isTag } from "domhandler";
import { $, parseHtml } from "../../src/html/parse.ts";
import { parseUrl } from "../../src/http/url.ts";
import { isActingParameter, leadsToUnwritten } from "./acting.ts";
import { isSessionParameter, withoutSessionIds } from "./session-ids.ts";

/** What a link of a page is to its reader: an address without a visitor's session; nothing, where it acts. */
const NOTHING = "";

/** Only addresses with a parameter, or with a session in their path, can have what is looked for. */
const CAN_DIFFER = /[?;(]/;

/**
 * Where a link leads to on every visit: without session ids; `""` where it acts or carries a one-time token. A wiki's
 * link to a page that does not exist opens a form to write it (`redlink=1`,
 * https://www.mediawiki.org/wiki/Manual:Parameters_to_index.php). Undefined: as it is written. Pure.
 */
export function lastingAddress(href: string, base: URL): string | undefined {
  if (!CAN_DIFFER.test(href) || !parseUrl(href, base.href)) return undefined;
  const url = new URL(href, base);
  if (url.origin !== base.origin) return undefined;
  const parameters = [...url.searchParams];
  if (parameters.some(([name]) => isActingParameter(name))) return NOTHING;
  const path = withoutSessionIds(url.pathname);
  const sessions = parameters.filter(([name, value]) => isSessionParameter(name, value));
  if (path === url.pathname && sessions.length === 0) return undefined;
  url.pathname = path;
  for (const [name] of sessions) url.searchParams.delete(name);
  return url.href;
}

/** The links of a page that are not published as written → where they lead to; `""`: only their text is kept. Pure. */
export function lastingLinks(html: string, url: string): Record<string, string> | undefined {
  if (!/\shref\s*=\s*["']?[^"'\s>]*[?;(]/i.test(html) && !leadsToUnwritten(html.replaceAll('"', " ")))
    return undefined;
  const { tree, found } = parseHtml(html);
  const base = new URL(found.base !== undefined && parseUrl(found.base, url) ? found.base : url, url);
  const links = new Map<string, string>();
  for (const node of $(tree).find("a[href], area[href]").get()) {
    const written = isTag(node) ? (node.attribs.href ?? "").trim() : "";
    const isUnwritten = isTag(node) && leadsToUnwritten(node.attribs.class ?? "");
    const lasting = isUnwritten ? NOTHING : lastingAddress(written, base);
    if (lasting !== undefined) links.set(written, lasting);
  }
  return links.size === 0 ? undefined : Object.fromEntries(links);
}
