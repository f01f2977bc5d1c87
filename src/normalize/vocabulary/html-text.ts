import { escapeHtml } from "../../html/characters.ts";
import { calloutLead } from "./callouts.ts";

/** One HTML form for each structure of documentation tools; the readers of all formats use these. */

/** A bold paragraph that introduces what follows. `html` is phrasing content. */
export function leadIn(html: string): string {
  return html.trim() === "" ? "" : `<p><strong>${html.trim()}</strong></p>\n`;
}

export function link(href: string | undefined, html: string): string {
  return href === undefined || href === "" ? html : `<a href="${escapeHtml(href)}">${html}</a>`;
}

/** `body` is flow content, `title` phrasing content. */
export function callout(kind: string, title: string, body: string): string {
  return `${calloutOpen(kind, title)}${body.trim()}\n${calloutClose}`;
}

export function calloutOpen(kind: string, title: string): string {
  return `<blockquote>\n${leadIn(calloutLead(kind, title))}`;
}

export const calloutClose = "</blockquote>\n";

export interface Code {
  readonly text: string;
  readonly language?: string | undefined;
  readonly title?: string | undefined;
}

/** Lines are kept as they are; the text ends with at least one line end. */
export function codeBlock({ text, language, title }: Code): string {
  const lead = title === undefined ? "" : leadIn(escapeHtml(title));
  const attribute = language === undefined ? "" : ` class="language-${escapeHtml(language)}"`;
  const lines = text.endsWith("\n") || text === "" ? text : `${text}\n`;
  return `${lead}<pre><code${attribute}>${escapeHtml(lines)}</code></pre>\n`;
}

/** A card: its title (linked), then its body, which is flow content. */
export function card(title: string, href: string | undefined, body: string): string {
  return `${leadIn(title === "" ? "" : link(href, title))}${body}`;
}

export function image(alt: string, src: string | undefined): string {
  const source = src === undefined ? "" : ` src="${escapeHtml(src)}"`;
  return `<img${source} alt="${escapeHtml(alt)}">`;
}

/** Items are flow content; a single paragraph loses its `<p>`. */
export function footnotes(items: readonly string[]): string {
  if (items.length === 0) return "";
  const list = items.map((item) => `<li>${item.trim()}</li>\n`).join("");
  return `${leadIn("Footnotes")}<ol>\n${list}</ol>\n`;
}

export function footnoteMark(number: number): string {
  return `<sup>[${number}]</sup>`;
}

const blockTag =
  /^\s*<\/?(?:address|article|aside|blockquote|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video)[\s/>]/i;

/** Whether HTML is a block, which must not be put into a paragraph. */
export function isBlock(html: string): boolean {
  return blockTag.test(html);
}
