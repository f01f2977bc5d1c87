import { parseUrl } from "../../src/http/url.ts";

const BARE_ID = /^[0-9a-f]{32}$/;

/** `59833787-2cf9-4fdf-8782-e53db20768a5` in lower case, from that or from the same without dashes; undefined for anything else. */
export function uuidOf(text: string): string | undefined {
  const hex = text.replaceAll("-", "").toLowerCase();
  if (!BARE_ID.test(hex)) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/**
 * The page or database that an id or an address from Notion's "Copy link" means. Where a page is opened over a
 * database (`?p=`), it is the page. https://developers.notion.com/reference/retrieve-a-page
 */
export function idFrom(text: string): string | undefined {
  const plain = uuidOf(text.trim());
  if (plain !== undefined || !parseUrl(text)) return plain;
  const { protocol, pathname, searchParams } = new URL(text);
  if (!/^https?:$/.test(protocol)) return undefined;
  const opened = uuidOf(searchParams.get("p") ?? "");
  const last = pathname.split("/").findLast((part) => part !== "") ?? "";
  return opened ?? uuidOf(last) ?? uuidOf(last.slice(-32)) ?? uuidOf(last.slice(-36));
}

const NOTION_HOSTS = /(?:^|\.)notion\.(?:so|site|com)$/i;

/** The page or database to which an address leads, as Notion writes links between pages (`/<id>`) or copies them. */
export function pageIdAt(href: string | null | undefined): string | undefined {
  if (!href) return undefined;
  const own = /^\/([0-9a-f]{32})(?:[?#]|$)/.exec(href)?.[1];
  if (own !== undefined) return uuidOf(own);
  return NOTION_HOSTS.test(parseUrl(href)?.hostname ?? "") ? idFrom(href) : undefined;
}

/** The words of the title in an address that Notion wrote: `Install the agent` for `…/Install-the-agent-5983…`. */
export function titleInAddress(href: string | null | undefined): string {
  const last =
    parseUrl(href ?? "")
      ?.pathname.split("/")
      .at(-1) ?? "";
  return last.replace(/-?[0-9a-f]{32}$/i, "").replaceAll("-", " ");
}

/** Notion's own address of a page or database of which only the id is known. */
export function notionUrl(id: string): string {
  return `https://www.notion.so/${id.replaceAll("-", "")}`;
}

/** What a `page_url` template can use of a page. */
export interface UrlParts {
  readonly id: string;
  readonly title: string;
}

/** Letters and digits of a title as Notion writes them in addresses: `Install-the-agent`. */
function wordsOf(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .join("-");
}

/** Fills `{id}`, `{slug}` and `{path}`; undefined where the result is not a URL. */
export function fillPageUrl(template: string, { id, title }: UrlParts): string | undefined {
  const hex = id.replaceAll("-", "");
  const name = wordsOf(title);
  const parts = { id: hex, slug: name.toLowerCase() || hex, path: name === "" ? hex : `${name}-${hex}` };
  const filled = template.replace(/\{(id|slug|path)\}/g, (_, key: "id" | "slug" | "path") =>
    encodeURIComponent(parts[key]),
  );
  return parseUrl(filled)?.href;
}
