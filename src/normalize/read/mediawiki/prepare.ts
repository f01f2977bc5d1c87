import { escapeHtml } from "../../../html/characters.ts";
import { htmlNames } from "../../vocabulary/components.ts";
import { codeBlock, footnoteMark } from "../../vocabulary/html-text.ts";
import { lineOf } from "../markdown/nest.ts";
import { unescapedCode, withoutComments } from "../markup.ts";
import { keep, restored, type WikitextContext, withoutPlaces } from "./context.ts";
import { inlineHtml } from "./inline.ts";
import { withoutTemplates } from "./templates.ts";

/** Wikitext without comments, magic words and templates, with place marks for what is not wikitext. */
export function prepared(text: string, context: WikitextContext): string {
  const lines = withoutPlaces(text).replaceAll(/\r\n?/g, "\n");
  const visible = withLiterals(
    withoutExtensions(withoutComments(lines, comments, context.warnings), context),
    context,
  )
    .replaceAll(/<includeonly>[^\0]*?<\/includeonly>/gi, "")
    .replaceAll(/<\/?(?:noinclude|onlyinclude|section)\b[^<>]*>/gi, "")
    .replaceAll(/__[A-Z]{3,30}__|~{3,5}/g, "");
  return withNotes(withoutTemplates(visible, context), context);
}

const comments = /<!--[^\0]*?(?:-->\n?|$(?![^\0]))/g;

/** Tags of MediaWiki itself and of the extensions that are read here. */
const wikiTags = new Set(
  "nowiki pre syntaxhighlight source math chem poem gallery code ref references includeonly noinclude onlyinclude section translate tvar languages".split(
    " ",
  ),
);
/** What they hold is for a program. */
const dataTags =
  /^(?:templatedata|imagemap|timeline|graph|mapframe|maplink|inputbox|categorytree|dynamicpagelist|rss|hiero|score)$/;

/** No page uses more extensions. */
const MAX_EXTENSIONS = 50;

/** Tags of a wiki's other extensions: tabs under their names, of others the words, each with a warning. */
function withoutExtensions(text: string, context: WikitextContext): string {
  const closed = new Set(
    [...text.matchAll(/<\/([a-z][\w-]{0,40})\s*>/gi)].map(([, name = ""]) => name.toLowerCase()),
  );
  return [...closed]
    .filter((name) => !htmlNames.has(name) && !wikiTags.has(name))
    .slice(0, MAX_EXTENSIONS)
    .reduce((left, name) => withoutExtension(left, name, context), text);
}

function withoutExtension(text: string, name: string, { warnings, source }: WikitextContext): string {
  const closing = new RegExp(`</${name}\\s*>`, "gi");
  let left = "";
  let at = 0;
  for (const { 0: open, index } of text.matchAll(new RegExp(`<${name}\\b[^<>]{0,500}>`, "gi"))) {
    if (index < at) continue;
    closing.lastIndex = index + open.length;
    const close = closing.exec(text);
    if (close === null) break;
    const inner = text.slice(index + open.length, close.index);
    left += text.slice(at, index) + shownOf(name, inner);
    at = closing.lastIndex;
    if (name === "tabber") continue;
    if (dataTags.test(name)) warnings.explain(inner);
    const what = dataTags.test(name) ? "is left out" : "is kept as it is written";
    const said = `Nothing here reads <${name}>: what is in it ${what}.`;
    warnings.add("wiki-extension", said, lineOf(source, `<${name}`));
  }
  return left + text.slice(at);
}

function shownOf(name: string, inner: string): string {
  if (name === "tabber") return tabs(inner);
  return dataTags.test(name) ? "" : inner;
}

/** `Label=Text|-|Label=Text`: https://www.mediawiki.org/wiki/Extension:Tabber */
const tabs = (inner: string): string =>
  inner
    .split(/\|-\|/)
    .map((tab) => {
      const [label = "", ...text] = tab.split("=");
      return `\n\n'''${label.trim()}'''\n\n${text.join("=").trim()}\n`;
    })
    .join("");

const opened = /<(nowiki|pre|syntaxhighlight|source|math|chem|poem|gallery|code)\b([^<>]{0,500}?)(\/?)>/gi;

/** A tag whose text is not wikitext, from its opening to its closing. */
interface Literal {
  readonly start: number;
  readonly end: number;
  readonly tag: string;
  readonly attributes: string;
  readonly content: string;
}

/** In order and apart. For each tag a missing end is searched once, so that many openings do not take quadratic time. */
function literalsIn(text: string): Literal[] {
  const found: Literal[] = [];
  const unclosed = new Set<string>();
  let end = 0;
  for (const match of text.matchAll(opened)) {
    const [whole, name = "", attributes = "", isEmpty] = match;
    const tag = name.toLowerCase();
    if (match.index < end) continue;
    const from = match.index + whole.length;
    if (isEmpty) {
      end = from;
      found.push({ start: match.index, end, tag, attributes, content: "" });
      continue;
    }
    if (unclosed.has(tag)) continue;
    const closing = new RegExp(`</${tag}\\s*>`, "gi");
    closing.lastIndex = from;
    const close = closing.exec(text);
    if (close === null) {
      unclosed.add(tag);
      continue;
    }
    end = close.index + close[0].length;
    found.push({ start: match.index, end, tag, attributes, content: text.slice(from, close.index) });
  }
  return found;
}

/** https://www.mediawiki.org/wiki/Help:Tags */
function withLiterals(text: string, context: WikitextContext): string {
  let html = "";
  let at = 0;
  for (const literal of literalsIn(text)) {
    html += text.slice(at, literal.start) + literalHtml(literal, context);
    at = literal.end;
  }
  return html + text.slice(at);
}

function literalHtml({ tag, attributes, content }: Literal, context: WikitextContext): string {
  const body = content.replace(/^\n/, "");
  switch (tag) {
    case "nowiki":
      return keep(escapeHtml(decoded(content)), context);
    case "math":
    case "chem":
      // As a formula of Markdown's stands in a page.
      return keep(escapeHtml(`$${content.trim()}$`), context);
    case "code":
      return /<nowiki|\[\[|\{\{/.test(content)
        ? `<code>${content}</code>`
        : keep(`<code>${content}</code>`, context);
    case "poem":
      return `\n${body.trim().replaceAll("\n", "<br>")}\n`;
    case "gallery":
      return `\n${gallery(body)}\n`;
    default: {
      const language = /\blang\s*=\s*["']?([\w+#-]+)/i.exec(attributes)?.[1];
      const isInline = /\binline\b/i.test(attributes);
      if (isInline) return keep(`<code>${escapeHtml(decoded(content))}</code>`, context);
      return `\n${keep(codeBlock({ text: decoded(body), language }), context, true)}\n`;
    }
  }
}

const decoded = (text: string): string => unescapedCode(text.replaceAll(/<\/?nowiki\s*\/?>/gi, ""));

/** `File:x.png|caption` on each line. */
const gallery = (body: string): string =>
  body
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `* [[${line.trim()}]]`)
    .join("\n");

/** Notes are not nested, so the search for the end of one stops at the next. */
const note = /<ref\b([^<>/]{0,300})(?:\/>|>((?:[^\0<]|<(?!\/?ref\b)){0,20000})<\/ref\s*>)/gi;

function withNotes(text: string, context: WikitextContext): string {
  const marked = text.replaceAll(note, (_, attributes: string, content?: string) => {
    const name = /\bname\s*=\s*["']?([^"'>]{1,200}?)["']?\s*$/i.exec(attributes.trim())?.[1];
    const known = name === undefined ? undefined : context.noteNames.get(name);
    const index = known ?? context.notes.push("") - 1;
    if (name !== undefined) context.noteNames.set(name, index);
    if (content !== undefined && content.trim() !== "")
      context.notes[index] = restored(inlineHtml(content.trim(), context), context);
    return keep(footnoteMark(index + 1), context);
  });
  return marked.replaceAll(/<\/?references\b[^<>]*>/gi, "");
}
