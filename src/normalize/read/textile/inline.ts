import { escapeHtml } from "../../../html/characters.ts";
import { footnoteMark, image } from "../../vocabulary/html-text.ts";
import { wikiLinkAt } from "../../vocabulary/wiki-links.ts";
import { matchAt } from "../markup.ts";
import { pageLink } from "../page-links.ts";
import type { TextileContext } from "./blocks.ts";
import { macroAt, macroHtml } from "./macros.ts";
import { resourceAt } from "./resources.ts";

/** `{display:none}` and `(hidden)` of a block or a phrase as HTML attributes: they may hide it. */
export function attributesOf(written: string): string {
  const style = /\{([^}\n]{0,300})\}/.exec(written)?.[1];
  const [, name, id] = /\(([^)#\n]{0,100})(?:#([^)\n]{1,100}))?\)/.exec(written) ?? [];
  const given = [
    ["style", style],
    ["class", name],
    ["id", id],
  ].filter(([, value]) => value);
  return given.map(([key, value]) => ` ${key}="${escapeHtml(value ?? "")}"`).join("");
}

const phraseTags: readonly (readonly [mark: string, tag: string])[] = [
  ["***", "b"],
  ["___", "i"],
  ["**", "b"],
  ["__", "i"],
  ["??", "cite"],
  ["*", "strong"],
  ["_", "em"],
  ["-", "del"],
  ["+", "ins"],
  ["^", "sup"],
  ["~", "sub"],
  ["%", "span"],
];
const MAX_PHRASE = 1000;
const MAX_DEPTH = 20;

/** A phrase's pattern at a place: its attributes, then text that neither begins nor ends with a blank. */
const phrases = phraseTags.map(([mark, tag]) => {
  const escaped = mark.replaceAll(/[*?+^]/g, "\\$&");
  const attributes = String.raw`((?:\([^()\s]{1,100}\)|\{[^{}\n]{1,300}\}|\[[A-Za-z_-]{2,10}\]){0,3})`;
  // `*(two)* *(words)*` are two phrases, and `--x--` is none.
  const sign = `[${(mark[0] ?? "").replace("^", "\\^")}]`;
  const pattern = new RegExp(
    String.raw`(?<!${sign})${escaped}${attributes}(?!${sign}|\s)((?:(?!\n\n)[^\0]){1,${MAX_PHRASE}}?)(?<=\S)${escaped}(?![\p{L}\p{N}]|${sign})`,
    "uy",
  );
  return { mark, tag, pattern };
});

const code = /@(?:\|\w{1,30}\|)?([^@\n]{1,500}?)@(?![\p{L}\p{N}])/uy;
const link =
  /"([^"\n]{1,500}?)(?:\s?\(([^()\n]{1,200})\))?":((?:https?:\/\/|mailto:|ftp:\/\/|[/#.]|[\w-])[^\s<>"|]{0,2000})/y;
const picture =
  /!(?:[<>=]|\([^)\n]{0,100}\)|\{[^}\n]{0,200}\}){0,4}([^\s!()|{}<>][^\s!()|]{0,1000})(?:\(((?:[^()\n]|\([^()\n]{0,100}\)){0,300})\))?!(?::(\S{1,1000}))?/y;
const address = /https?:\/\/[^\s<>"|\]]{1,2000}/y;
const acronym = /([A-Z][A-Z0-9]{1,15})\(([^()\n]{2,200})\)/y;
const noteMark = /\[(\d{1,4})\]/y;
const literal = /==([^\0]{0,2000}?)==/y;
const element =
  /<(\/?)(pre|code|notextile|br|b|i|em|strong|u|s|del|ins|sub|sup|kbd|tt|span|small|big|cite|q|a|img|div|p|table|tbody|thead|tr|td|th|ul|ol|li|dl|dt|dd|blockquote|hr|h[1-6]|details|summary)\b([^<>]{0,1000})>/iy;
const entity = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});/iy;

/** Textile within a line or a paragraph → HTML. */
export function inlineHtml(text: string, context: TextileContext, depth = 0): string {
  if (depth > MAX_DEPTH) return escapeHtml(text);
  let html = "";
  let at = 0;
  while (at < text.length) {
    const [piece, length] = pieceAt(text, at, context, depth);
    html += piece;
    at += length;
  }
  return html;
}

type Piece = readonly [html: string, length: number];

function pieceAt(text: string, at: number, context: TextileContext, depth: number): Piece {
  const char = text[at] ?? "";
  const isInWord = /[\p{L}\p{N}]/u.test(text[at - 1] ?? "");
  const found =
    readers[char]?.(text, at, context, depth) ?? (isInWord ? undefined : phraseAt(text, at, context, depth));
  if (found !== undefined) return found;
  if (char === "h" && !isInWord) {
    const url = withoutPunctuation(matchAt(address, text, at)?.[0]);
    if (url !== undefined) return [`<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>`, url.length];
  }
  const named = /[a-z]/.test(char) ? resourceAt(text, at) : undefined;
  if (named !== undefined) return named;
  if (/[A-Z]/.test(char) && !isInWord) {
    const match = matchAt(acronym, text, at);
    if (match) return [escapeHtml(`${match[1]} (${match[2]})`), match[0].length];
  }
  return [escapeHtml(char), 1];
}

function phraseAt(text: string, at: number, context: TextileContext, depth: number): Piece | undefined {
  for (const { mark, tag, pattern } of phrases) {
    if (!text.startsWith(mark, at)) continue;
    const match = matchAt(pattern, text, at);
    if (match === null) continue;
    const inner = inlineHtml(match[2] ?? "", context, depth + 1);
    return [`<${tag}${attributesOf(match[1] ?? "")}>${inner}</${tag}>`, match[0].length];
  }
  return undefined;
}

/** An address in a sentence, without the marks behind it; a bracket that it opens itself is its own. */
function withoutPunctuation(address: string | undefined): string | undefined {
  const plain = address?.replace(/[.,;:!?*_'…]+$/, "");
  if (plain === undefined || !plain.endsWith(")")) return plain;
  const own = withoutOuterBracket(plain);
  return own === plain ? plain : withoutPunctuation(own);
}

/** `(see "a":https://x.com/b)`: the bracket belongs to the sentence, unless the address opens it. */
function withoutOuterBracket(address: string): string {
  const isOpen = address.split("(").length > address.split(")").length - 1;
  return isOpen ? address : address.replace(/\)$/, "");
}

type Reader = (text: string, at: number, context: TextileContext, depth: number) => Piece | undefined;

const readers: Readonly<Record<string, Reader>> = {
  "@": (text, at) => {
    const match = /[\p{L}\p{N}]/u.test(text[at - 1] ?? "") ? null : matchAt(code, text, at);
    return match === null ? undefined : [`<code>${escapeHtml(match[1] ?? "")}</code>`, match[0].length];
  },
  '"': (text, at, context, depth) => {
    const match = matchAt(link, text, at);
    if (match === null) return undefined;
    const written = (match[3] ?? "").replace(/[.,;:!?'…]+$/, "");
    const target = withoutOuterBracket(written);
    const href = context.aliases.get(target) ?? target;
    const words = match[1] === "$" ? escapeHtml(href) : inlineHtml(match[1] ?? "", context, depth + 1);
    const length = match[0].length - ((match[3] ?? "").length - target.length);
    return [`<a href="${escapeHtml(href)}">${words}</a>`, length];
  },
  "!": (text, at, context, depth) => {
    const macro = text.startsWith("!{{", at) ? matchAt(macroAt, text, at + 1) : null;
    if (macro !== null) return [escapeHtml(macro[0]), macro[0].length + 1];
    if (text.startsWith("![[", at)) return readers["["]?.(text, at + 1, context, depth);
    const match = matchAt(picture, text, at);
    if (match === null || !/[./]/.test(match[1] ?? "")) return undefined;
    const shown = image(match[2] ?? "", match[1]);
    const href = match[3];
    return [href === undefined ? shown : `<a href="${escapeHtml(href)}">${shown}</a>`, match[0].length];
  },
  "[": (text, at, context, depth) => {
    const note = matchAt(noteMark, text, at);
    if (note && /\S/.test(text[at - 1] ?? " ")) return [footnoteMark(Number(note[1])), note[0].length];
    const wiki = text.startsWith("[[", at) ? wikiLinkAt(text, at) : undefined;
    if (wiki !== undefined) {
      const { first, second, length } = wiki;
      // Redmine's `[[project:Page]]` shows the page's name.
      const own = /^[\w -]{1,60}:(?!\/\/)(\S.*)$/.exec(first)?.[1];
      const words = second ? inlineHtml(second, context, depth + 1) : own && escapeHtml(own);
      return [pageLink(first, words, text.slice(at, at + length), context), length];
    }
    const end = text.indexOf("]", at + 1);
    if (end === -1 || end - at > MAX_PHRASE) return undefined;
    const inner =
      phraseAt(text.slice(0, end), at + 1, context, depth) ??
      readers['"']?.(text.slice(0, end), at + 1, context, depth) ??
      readers["!"]?.(text.slice(0, end), at + 1, context, depth);
    return inner !== undefined && at + 1 + inner[1] === end ? [inner[0], end + 1 - at] : undefined;
  },
  "{": (text, at, context) => {
    const macro = text.startsWith("{{", at) ? matchAt(macroAt, text, at) : null;
    if (macro === null) return undefined;
    const open = (body: string) => inlineHtml(body, { ...context, open: [...context.open, body] });
    return [macroHtml(macro[0], context, open), macro[0].length];
  },
  "=": (text, at) => {
    const match = matchAt(literal, text, at);
    return match === null ? undefined : [escapeHtml(match[1] ?? ""), match[0].length];
  },
  "&": (text, at) => {
    const match = matchAt(entity, text, at);
    return match === null ? undefined : [match[0], match[0].length];
  },
  "<": (text, at) => {
    const match = matchAt(element, text, at);
    if (match === null) return undefined;
    const name = (match[2] ?? "").toLowerCase();
    if (match[1] !== "" || !["code", "pre", "notextile"].includes(name)) return [match[0], match[0].length];
    const start = at + match[0].length;
    const close = text.slice(start, start + 20_000).search(new RegExp(`</${name}>`, "i"));
    if (close === -1) return ["", match[0].length];
    const body = text.slice(start, start + close);
    const shown = name === "notextile" ? body : `<code>${escapeHtml(body)}</code>`;
    return [shown, match[0].length + close + name.length + 3];
  },
};
