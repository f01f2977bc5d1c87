import { parseUrl, percentDecoded } from "../../http/url.ts";

/** Longer ones would not fit into a picture. */
const MAX_SOURCE = 500;

/**
 * The TeX in the address of a picture that a service draws from it; undefined for any other address.
 * https://editor.codecogs.com/docs/3-Formulas.php, https://developers.google.com/chart/infographics/docs/formulas,
 * https://wordpress.com/support/latex/, https://i.upmath.me
 */
export function drawnFormula(address: string): string | undefined {
  const url = /^(?:https?:)?\/\//i.test(address) ? parseUrl(address, "https://page.invalid") : undefined;
  if (!url) return undefined;
  const written = writtenIn(url);
  const source =
    written === undefined ? "" : percentDecoded(written).replace(options, "").replace(/\s+/g, " ").trim();
  return source === "" || source.length > MAX_SOURCE ? undefined : source;
}

/** `\dpi{150} \bg_white`: how it is drawn, not what. */
const options = /^(?:\\(?:dpi\s?\{\d+\}|bg_\w+|fn_\w+|inline|tiny|small|large|LARGE|huge)[\s&]*)+/;

function writtenIn({ hostname, pathname, search, searchParams }: URL): string | undefined {
  if (/(?:^|\.)codecogs\.com$/.test(hostname)) return search.slice(1).replaceAll("&space;", " ");
  if (/^chart\.(?:apis\.google|googleapis)\.com$/.test(hostname))
    return searchParams.get("cht") === "tx" ? encodeURIComponent(searchParams.get("chl") ?? "") : undefined;
  if (hostname === "render.githubusercontent.com") return encodeURIComponent(searchParams.get("math") ?? "");
  if (/(?:^|\.)wp\.com$/.test(hostname) && pathname === "/latex.php")
    return encodeURIComponent(searchParams.get("latex") ?? "");
  if (hostname === "i.upmath.me") return /^\/(?:svg|png)\/(.+)$/.exec(pathname)?.[1];
  return undefined;
}
