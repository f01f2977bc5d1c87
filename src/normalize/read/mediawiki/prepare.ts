import { escapeHtml } from "../../../html/characters.ts";
import { codeBlock, footnoteMark } from "../../vocabulary/html-text.ts";
import { keep, restored, type WikitextContext, withoutPlaces } from "./context.ts";
import { inlineHtml } from "./inline.ts";
import { withoutTemplates } from "./templates.ts";

/** Wikitext without comments, magic words and templates, with place marks for what is not wikitext. */
export function prepared(text: string, context: WikitextContext): string {
  const lines = withoutPlaces(text).replaceAll(/\r\n?/g, "\n");
  const visible = withLiterals(withoutComments(lines, context), context)
    .replaceAll(/<includeonly>[^\0]*?<\/includeonly>/gi, "")
    .replaceAll(/<\/?(?:noinclude|onlyinclude|section)\b[^<>]*>/gi, "")
    .replaceAll(/__[A-Z]{3,30}__/g, "");
  return withNotes(withoutTemplates(visible, context), context);
}

function withoutComments(text: string, { warnings }: WikitextContext): string {
  return text.replaceAll(/<!--[^\0]*?(?:-->\n?|$(?![^\0]))/g, (comment) => {
    warnings.countMany("comment-dropped", 1);
    warnings.explain(comment);
    return "";
  });
}

const literal =
  /<(nowiki|pre|syntaxhighlight|source|math|chem|poem|gallery|code)\b([^<>]{0,500}?)(?:\/>|>([^\0]*?)<\/\1\s*>)/gi;

/** https://www.mediawiki.org/wiki/Help:Tags */
function withLiterals(text: string, context: WikitextContext): string {
  return text.replaceAll(literal, (_, tag: string, attributes: string, content = "") => {
    const body = content.replace(/^\n/, "");
    switch (tag.toLowerCase()) {
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
  });
}

const decoded = (text: string): string =>
  text
    .replaceAll(/<\/?nowiki\s*\/?>/gi, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** `File:x.png|caption` on each line. */
const gallery = (body: string): string =>
  body
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `* [[${line.trim()}]]`)
    .join("\n");

const note = /<ref\b([^<>/]{0,300})(?:\/>|>([^\0]{0,20000}?)<\/ref\s*>)/gi;

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
