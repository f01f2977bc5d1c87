import { escapeHtml } from "../../src/connector-kit/html.ts";
import { notionUrl } from "./ids.ts";
import type { DateValue, RichText } from "./schema.ts";

/** Finds a page's or database's address for readers. */
export type LinkOf = (id: string) => string | undefined;

/** `<a>` around HTML, or the HTML alone where a reader cannot open the address. */
export function linked(html: string, href: string | null | undefined): string {
  const target = href?.startsWith("/") ? `https://www.notion.so${href}` : href;
  if (!target || !/^(?:https?:|mailto:|tel:|#)/i.test(target)) return html;
  return `<a href="${escapeHtml(target)}">${html}</a>`;
}

/** The text alone, as Notion writes it out: mentions as names, equations as their source. */
export function plainOf(line: readonly RichText[] | undefined): string {
  return (line ?? [])
    .map(({ plain_text }) => plain_text)
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}

/** `2025-03-01`, or `2025-03-01 → 2025-03-05`. */
export function dateText({ start, end }: DateValue): string {
  return end ? `${start} → ${end}` : start;
}

/** One line of rich text as HTML, https://developers.notion.com/reference/rich-text */
export function htmlOf(line: readonly RichText[] | undefined, linkOf: LinkOf): string {
  return (line ?? []).map((item) => decorated(item, linkOf)).join("");
}

function decorated(item: RichText, linkOf: LinkOf): string {
  const { bold, italic, strikethrough, underline, code } = item.annotations ?? {};
  const marks: readonly (readonly [string, boolean | undefined])[] = [
    ["code", code === true && item.type === "text"],
    ["strong", bold],
    ["em", italic],
    ["del", strikethrough],
    ["u", underline],
  ];
  const { html, href } = contentOf(item, linkOf);
  if (html === "") return "";
  const marked = marks.reduce((inner, [name, is]) => (is ? `<${name}>${inner}</${name}>` : inner), html);
  return linked(marked, href);
}

interface Piece {
  readonly html: string;
  readonly href?: string | null | undefined;
}

function contentOf({ type, plain_text, href, equation, mention }: RichText, linkOf: LinkOf): Piece {
  const html = escapeHtml(plain_text).replaceAll("\n", "<br>");
  if (type === "equation")
    return { html: `<code>${escapeHtml(equation?.expression ?? plain_text)}</code>`, href };
  if (type !== "mention" || !mention) return { html, href: ownPage(href, linkOf) };
  const { page, database, data_source: source, date, link_mention: link } = mention;
  const target = page ?? database ?? source;
  if (target) return { html, href: linkOf(target.id) ?? notionUrl(target.id) };
  if (date)
    return { html: `<time datetime="${escapeHtml(date.start)}">${escapeHtml(dateText(date))}</time>` };
  if (link) return { html: escapeHtml(link.title || plain_text), href: link.href };
  return { html, href: mention.link_preview?.url ?? href };
}

/** Links between pages are written `/<id>`; readers use the page's own address. */
function ownPage(href: string | null | undefined, linkOf: LinkOf): string | null | undefined {
  const id = /^\/([0-9a-f]{32})(?:[?#]|$)/.exec(href ?? "")?.[1];
  return id === undefined ? href : (linkOf(id) ?? notionUrl(id));
}
