import { escapeHtml } from "../../../html/characters.ts";
import { image } from "../../vocabulary/html-text.ts";
import { matchAt } from "../markup.ts";
import { pageLink } from "../page-links.ts";
import { keep, type WikitextContext } from "./context.ts";

const internal =
  /\[\[([^[\]\n|]{1,300})(\|(?:[^[\]]|\[(?!\[)|\](?!\])|\[\[[^[\]]{1,300}\]\]){0,2000})?\]\]([\p{Ll}]{0,40})/uy;
const external = /\[((?:https?:\/\/|mailto:|ftp:\/\/|\/\/)[^\s[\]<>"]{1,2000})(?:\s+([^[\]\n]{0,500}))?\]/y;
const address = /https?:\/\/[^\s<>"[\]{}|\uE000\uE001]{1,2000}/y;
const element =
  /<(\/?)(br|b|i|em|strong|u|s|strike|del|ins|sub|sup|kbd|samp|var|tt|code|span|small|big|cite|q|abbr|bdi|bdo|mark|dfn|div|p|center|font|table|tbody|thead|tr|td|th|caption|ul|ol|li|dl|dt|dd|blockquote|hr|h[1-6]|wbr)\b([^<>]{0,1000})>/iy;
const entity = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});/iy;
const files = /^(?:file|image|datei|bild|fichier|archivo|bestand|media)\s*:/i;
const MAX_DEPTH = 10;

/** Wikitext within a line → HTML, with place marks. */
export function inlineHtml(text: string, context: WikitextContext, depth = 0): string {
  if (depth > MAX_DEPTH) return escapeHtml(text);
  const quotes = new Quotes();
  let html = "";
  for (let at = 0; at < text.length; ) {
    const marks = text[at] === "'" ? (/^'{2,5}/.exec(text.slice(at, at + 6))?.[0].length ?? 0) : 0;
    if (marks > 0) {
      html += quotes.toggle(marks);
      at += marks;
      continue;
    }
    const [piece, length] = pieceAt(text, at, context, depth);
    html += piece;
    at += length;
  }
  return html + quotes.close();
}

/** `''italic''`, `'''bold'''`, `'''''both'''''`; four are an apostrophe and bold. */
class Quotes {
  #open: string[] = [];

  toggle(marks: number): string {
    if (marks === 2) return this.#one("i");
    if (marks === 3) return this.#one("b");
    if (marks === 4) return `'${this.#one("b")}`;
    const [last] = this.#open.slice(-1);
    return last === "i" ? this.#one("i") + this.#one("b") : this.#one("b") + this.#one("i");
  }

  close(): string {
    return this.#open
      .splice(0)
      .reverse()
      .map((tag) => `</${tag}>`)
      .join("");
  }

  #one(tag: string): string {
    const at = this.#open.indexOf(tag);
    if (at === -1) {
      this.#open.push(tag);
      return `<${tag}>`;
    }
    const inner = this.#open.splice(at).slice(1);
    this.#open.push(...inner);
    const closed = [...inner]
      .reverse()
      .map((one) => `</${one}>`)
      .join("");
    return `${closed}</${tag}>${inner.map((one) => `<${one}>`).join("")}`;
  }
}

type Piece = readonly [html: string, length: number];

function pieceAt(text: string, at: number, context: WikitextContext, depth: number): Piece {
  const char = text[at] ?? "";
  if (char === "[") {
    const match = matchAt(internal, text, at);
    if (match) return [linkHtml(match, context, depth), match[0].length];
    const out = matchAt(external, text, at);
    if (out) return [externalHtml(out, context, depth), out[0].length];
  }
  if (char === "<") {
    const match = matchAt(element, text, at);
    if (match) return [match[0], match[0].length];
  }
  if (char === "&") {
    const match = matchAt(entity, text, at);
    if (match) return [match[0], match[0].length];
  }
  if (char === "h" && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) {
    const url = matchAt(address, text, at)?.[0].replace(/[.,;:!?)']+$/, "");
    if (url !== undefined)
      return [keep(`<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`, context), url.length];
  }
  return [escapeHtml(char), 1];
}

function externalHtml([, url = "", words]: RegExpExecArray, context: WikitextContext, depth: number): string {
  const text = words?.trim() ? inlineHtml(words.trim(), context, depth + 1) : escapeHtml(url);
  return `<a href="${escapeHtml(url)}">${text}</a>`;
}

/** Codes of the languages in which wikis link to each other: `[[de:Seite]]` stands beside the page, not in it. */
const language = /^(?:[a-z]{2,3}|simple|zh-[a-z-]+|pt-br):/;
const category = /^(?:category|kategorie|catégorie|categoría|categoria|categorie)\s*:/i;

/** https://www.mediawiki.org/wiki/Help:Links, https://www.mediawiki.org/wiki/Help:Images */
function linkHtml(
  [written = "", first = "", bar, trail = ""]: RegExpExecArray,
  context: WikitextContext,
  depth: number,
): string {
  const target = first.trim();
  const options = bar?.slice(1);
  if (files.test(target)) return fileHtml(target, options ?? "", context, depth) + escapeHtml(trail);
  if (category.test(target) || language.test(target)) {
    context.warnings.explain(written);
    return escapeHtml(trail);
  }
  const page = target.replace(/^:/, "");
  const own = options?.trim() === "" ? shortName(page) : options?.trim();
  const words = own ?? (trail === "" ? undefined : page.replaceAll("_", " "));
  const html = words === undefined ? undefined : inlineHtml(words + trail, context, depth + 1);
  return pageLink(page, html, written.slice(0, written.length - trail.length), context);
}

/** The pipe trick: `[[Help:Page (wiki)|]]` → "Page". */
const shortName = (page: string): string =>
  page.replace(/^[^:]{1,60}:/, "").replace(/\s*\([^()]*\)\s*$|,\s.*$/, "");

function fileHtml(target: string, written: string, context: WikitextContext, depth: number): string {
  const options = written.split("|").map((option) => option.trim());
  const alt = options.find((option) => option.startsWith("alt="))?.slice(4);
  const isSetting =
    /^(?:thumb(?:nail)?|frame(?:d|less)?|border|left|right|center|none|baseline|sub|super|top|middle|bottom|upright(?:=.*)?|mini|\d*x?\d+px|[a-z]+=.*)$/i;
  const caption = options.filter((option) => option !== "" && !isSetting.test(option)).at(-1);
  if (/^media\s*:/i.test(target))
    return caption === undefined ? escapeHtml(target) : inlineHtml(caption, context, depth + 1);
  const shown = alt === undefined && caption !== undefined ? "" : image(alt ?? "", target.replace(files, ""));
  return caption === undefined ? shown : `${shown} ${inlineHtml(caption, context, depth + 1)} `;
}
