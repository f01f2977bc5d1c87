import { codePoint } from "dingbat-to-unicode";
import { type Element, isTag } from "domhandler";
import { escapeHtml } from "../../../html/characters.ts";
import { parseUrl } from "../../../http/url.ts";
import { footnoteMark } from "../../vocabulary/html-text.ts";
import { at, attribute, childrenOf, local, textOf } from "../office/xml.ts";
import type { ReadBlocks, TextContext } from "./context.ts";
import { drawingHtml } from "./drawings.ts";
import { styled, textCss } from "./look.ts";
import { repeats } from "./package.ts";
import { isBold, isMonospace, property, roleOf } from "./styles.ts";

interface Inline extends TextContext {
  readonly blocks: ReadBlocks;
  /** Inside code, where spaces and line ends count and nothing is marked. */
  readonly inCode: boolean;
  /** The font of signs that its text is set in. */
  readonly signs?: string | undefined;
}

/** Blanks that a program repeats in a row; no author means more. */
const MAX_BLANKS = 200;

/** What stands in a paragraph, as phrasing content. */
export function inlineHtml(paragraph: Element, context: TextContext, blocks: ReadBlocks): string {
  return childrenHtml(paragraph, { ...context, blocks, inCode: false });
}

/** The text of a paragraph of code, with its line ends and indentation. */
export function codeText(paragraph: Element, context: TextContext, blocks: ReadBlocks): string {
  return childrenHtml(paragraph, { ...context, blocks, inCode: true });
}

function childrenHtml(element: Element, context: Inline): string {
  let html = "";
  for (const child of element.children) {
    if (isTag(child)) html += elementHtml(child, context);
    // Blanks in a row are one (ODF 1.3 part 3, 6.1.2).
    else if (child.type === "text")
      html += escapeHtml(signsOf(child.data.replaceAll(/[\t\n\r ]+/g, " "), context.signs));
  }
  return html;
}

/** Declarations of one font are told apart by a number: "Wingdings 21". */
const symbolFont = /^["']?(symbol|webdings|wingdings(?: [23])?)\d?["']?(?:$|,)/i;

/** Letters of a font of signs as those signs: each letter, or its counterpart of the private use area, is a place in it. */
function signsOf(text: string, font: string | undefined): string {
  if (font === undefined) return text;
  return text.replaceAll(
    /[!-\u00ff\uf021-\uf0ff]/g,
    (letter) => codePoint(font, letter.charCodeAt(0) & 0xff)?.string ?? letter,
  );
}

function elementHtml(element: Element, context: Inline): string {
  const { inCode } = context;
  switch (local(element)) {
    case "s":
      return " ".repeat(repeats(element, "c", MAX_BLANKS));
    case "tab":
      return inCode ? "\t" : " ";
    case "line-break":
      return inCode ? "\n" : "<br>";
    case "span":
      return spanHtml(element, context);
    case "a":
      return linkHtml(element, context);
    case "note":
      return noteHtml(element, context);
    case "ruby":
      return rubyHtml(element, context);
    case "annotation":
      context.warnings.count("comment-dropped");
      return "";
    case "frame":
    case "g":
    case "custom-shape":
    case "rect":
    case "ellipse":
    case "circle":
    case "polygon":
    case "path":
    case "line":
    case "connector":
    case "caption":
      return drawingHtml(element, context, context.blocks);
    case "control":
      context.warnings.count("form-dropped");
      return "";
    case "content-control":
      // A prompt: nobody has filled it in yet.
      return attribute(element, "showing-place-holder") === "true" ? "" : childrenHtml(element, context);
    case "script":
    case "tracked-changes":
    case "number":
      return "";
    default:
      // Fields, bookmarks, marks of an index: their text is what a reader sees.
      return childrenHtml(element, context);
  }
}

function spanHtml(span: Element, context: Inline): string {
  const line = context.styles.line("text", attribute(span, "style-name"));
  const inner = childrenHtml(span, { ...context, signs: fontOfSigns(line) ?? context.signs });
  const look = styled(textCss(line));
  if (inner.trim() === "" || (context.inCode && look === "")) return inner;
  return `<span${look}>${context.inCode ? inner : marked(inner, line)}</span>`;
}

/** The font's name in the form that the table of signs has. */
function fontOfSigns(line: readonly Element[]): string | undefined {
  const stated =
    property(line, "text-properties", "font-name") ?? property(line, "text-properties", "font-family");
  const name = symbolFont.exec(stated ?? "")?.[1]?.toLowerCase();
  return name === undefined ? undefined : name.charAt(0).toUpperCase() + name.slice(1);
}

function marked(inner: string, line: readonly Element[]): string {
  const text = (name: string) => property(line, "text-properties", name);
  const isOn = (name: string) => !["none", undefined].includes(text(name));
  let html = inner;
  const position = text("text-position") ?? "";
  if (/^super|^[1-9]/.test(position)) html = `<sup>${html}</sup>`;
  else if (/^sub|^-/.test(position)) html = `<sub>${html}</sub>`;
  if (isCode(line)) return `<code>${html}</code>`;
  if (isBold(line)) html = `<strong>${html}</strong>`;
  if (/^(?:italic|oblique)$/.test(text("font-style") ?? "")) html = `<em>${html}</em>`;
  return isOn("text-line-through-style") || isOn("text-line-through-type") ? `<del>${html}</del>` : html;
}

const isCode = (line: readonly Element[]): boolean => roleOf(line) === "code" || isMonospace(line);

function linkHtml(link: Element, context: Inline): string {
  const href = attribute(link, "href");
  const inner = childrenHtml(link, context);
  return href !== undefined && parseUrl(href) && !context.inCode
    ? `<a href="${escapeHtml(href)}">${inner}</a>`
    : inner;
}

function noteHtml(note: Element, { blocks, ...context }: Inline): string {
  const body = at(note, "note-body");
  if (!body) return "";
  const number = context.notes.push("");
  context.notes[number - 1] = blocks(body, context);
  return footnoteMark(number);
}

function rubyHtml(ruby: Element, context: Inline): string {
  const base = at(ruby, "ruby-base");
  const reading = at(ruby, "ruby-text");
  if (!base) return "";
  const rt = reading ? `<rt>${escapeHtml(textOf(reading))}</rt>` : "";
  return `<ruby>${childrenHtml(base, context)}${rt}</ruby>`;
}

/** Whether a paragraph holds nothing but letters in a fixed-width font. */
export function isAllCode(paragraph: Element, { styles }: TextContext): boolean {
  const spans = childrenOf(paragraph, "span").filter((one) => textOf(one).trim() !== "");
  return (
    spans.length > 0 &&
    spans.map(textOf).join("").trim() === textOf(paragraph).trim() &&
    spans.every((one) => isCode(styles.line("text", attribute(one, "style-name"))))
  );
}
