import { escapeHtml } from "../../src/html/characters.ts";
import { namesTitle } from "../../src/naming.ts";
import { notionUrl, pageIdAt, titleInAddress } from "./ids.ts";
import type { DateValue, RichText } from "./schema.ts";

/** How other pages and databases may be named. */
export interface Naming {
  /** The address for readers. */
  linkOf(id: string): string | undefined;
  /** The title where neither it nor the address may stand in the page; undefined where they may. */
  withheldTitle(id: string): string | undefined;
}

/** `<a>` around HTML, or the HTML alone where a reader cannot open the address. */
export function linked(html: string, href: string | null | undefined): string {
  const target = href?.startsWith("/") ? `https://www.notion.so${href}` : href;
  if (!target || !/^(?:https?:|mailto:|tel:|#)/i.test(target)) return html;
  return `<a href="${escapeHtml(target)}">${html}</a>`;
}

/** The text alone, as Notion writes it out: mentions as names, equations as their source. */
export function plainOf(
  line: readonly RichText[] | undefined,
  naming?: Pick<Naming, "withheldTitle">,
): string {
  return (line ?? [])
    .map((item) => (naming ? nameable(item, naming) : item.plain_text))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}

/** `2025-03-01`, or `2025-03-01 → 2025-03-05`. */
export function dateText({ start, end }: DateValue): string {
  return end ? `${start} → ${end}` : start;
}

/** One line of rich text as HTML, https://developers.notion.com/reference/rich-text */
export function htmlOf(line: readonly RichText[] | undefined, naming: Naming): string {
  return (line ?? []).map((item) => decorated(item, naming)).join("");
}

function decorated(item: RichText, naming: Naming): string {
  const { bold, italic, strikethrough, underline, code } = item.annotations ?? {};
  const marks: readonly (readonly [string, boolean | undefined])[] = [
    ["code", code === true && item.type === "text"],
    ["strong", bold],
    ["em", italic],
    ["del", strikethrough],
    ["u", underline],
  ];
  const { html, href } = contentOf(item, naming);
  if (html === "") return "";
  const marked = marks.reduce((inner, [name, is]) => (is ? `<${name}>${inner}</${name}>` : inner), html);
  return linked(marked, href);
}

interface Piece {
  readonly html: string;
  readonly href?: string | null | undefined;
}

/** The page that an item names by a mention, or to which it links. */
function target({ href, mention }: RichText): string | undefined {
  const { page, database, data_source: source, link_mention: link, link_preview: preview } = mention ?? {};
  const id = (page ?? database ?? source)?.id;
  return id ?? pageIdAt(link?.href) ?? pageIdAt(preview?.url) ?? pageIdAt(href);
}

/** An item's text without what names a page that may not be named: a mention does, other words may. */
function nameable(item: RichText, naming: Pick<Naming, "withheldTitle">): string {
  const id = target(item);
  const withheld = id === undefined ? undefined : naming.withheldTitle(id);
  if (withheld === undefined) return item.plain_text;
  const title = withheld || titleInAddress(item.href);
  const names =
    item.type === "mention" || namesTitle(item.plain_text, title) || /:\/\//.test(item.plain_text);
  return names ? "" : item.plain_text;
}

function contentOf(item: RichText, naming: Naming): Piece {
  const { type, plain_text, href, equation, mention } = item;
  const id = target(item);
  if (id !== undefined && naming.withheldTitle(id) !== undefined)
    return { html: escapeHtml(nameable(item, naming)).replaceAll("\n", "<br>") };
  const html = escapeHtml(plain_text).replaceAll("\n", "<br>");
  if (type === "equation")
    return { html: `<code>${escapeHtml(equation?.expression ?? plain_text)}</code>`, href };
  if (type !== "mention" || !mention) return { html, href: ownPage(href, naming) };
  const { page, database, data_source: source, date, link_mention: link } = mention;
  const named = page ?? database ?? source;
  if (named) return { html, href: naming.linkOf(named.id) ?? notionUrl(named.id) };
  if (date)
    return { html: `<time datetime="${escapeHtml(date.start)}">${escapeHtml(dateText(date))}</time>` };
  if (link) return { html: escapeHtml(link.title || plain_text), href: link.href };
  return { html, href: mention.link_preview?.url ?? href };
}

/** Links between pages are written `/<id>`; readers use the page's own address. */
function ownPage(href: string | null | undefined, { linkOf }: Naming): string | null | undefined {
  const id = /^\/([0-9a-f]{32})(?:[?#]|$)/.exec(href ?? "")?.[1];
  return id === undefined ? href : (linkOf(id) ?? notionUrl(id));
}
