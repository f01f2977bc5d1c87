import { escapeHtml } from "../../../html/characters.ts";
import { calloutKind } from "../../vocabulary/callouts.ts";
import { callout } from "../../vocabulary/html-text.ts";
import { placeOf } from "../markdown/values.ts";
import { includedText } from "../page-links.ts";
import { blocksHtml } from "./blocks.ts";
import { keep, restored, type WikitextContext } from "./context.ts";

const MAX_DEPTH = 20;
/** In the place of what was left out: a blank behind it at the beginning of a line does not make the line code. */
const GONE = "\uE002";

/** Templates and magic words of which a reader sees nothing, or nothing that is text. */
const silent =
  /^(?:toc|toc ?(?:left|right|limit)?|clear|clr|-|br|anchor|reflist|references|notoc|defaultsort|displaytitle|shortcut|void|spaces?|col-\w+|div col(?: end)?|languages|translatable template)$/i;

/** What stands in braces, innermost first: `{{name|a|key=value}}`, `{{{parameter|default}}}`. */
export function withoutTemplates(text: string, context: WikitextContext): string {
  const opened: number[] = [];
  const pieces: string[] = [""];
  const add = (piece: string) => {
    pieces[pieces.length - 1] += piece;
  };
  for (let at = 0; at < text.length; ) {
    if (text.startsWith("{{", at) && opened.length < MAX_DEPTH) {
      const marks = text.startsWith("{{{", at) && !text.startsWith("{{{{", at) ? 3 : 2;
      opened.push(marks);
      pieces.push("");
      at += marks;
    } else if (opened.length > 0 && text.startsWith("}}", at)) {
      const marks = opened.at(-1) === 3 && text.startsWith("}}}", at) ? 3 : 2;
      const isParameter = opened.pop() === 3 && marks === 3;
      const inner = pieces.pop() ?? "";
      add(isParameter ? (inner.split("|")[1] ?? "") : templateText(inner, context));
      at += marks;
    } else {
      const next = text.slice(at + 1).search(/[{}]/);
      const end = next === -1 ? text.length : at + 1 + next;
      add(text.slice(at, end));
      at = end;
    }
  }
  // What is never closed is text.
  while (pieces.length > 1) {
    const inner = pieces.pop() ?? "";
    add(`${"{".repeat(opened.pop() ?? 2)}${inner}`);
  }
  return (pieces[0] ?? "").replaceAll(/^[ \t]*(?:\uE002[ \t]*)+/gm, "").replaceAll(GONE, "");
}

function templateText(inner: string, context: WikitextContext): string {
  const [head = "", ...rest] = parted(inner);
  const name = head.trim().replace(/^(?:subst:|template:|safesubst:)/i, "");
  const given = rest.map((part) => part.trim());
  const positional = given.filter((part) => !/^[\w -]{1,40}=/.test(part)).concat(named(given, "1"));
  const words = positional[0] ?? named(given, "text")[0] ?? "";
  if (name === "!") return "|";
  if (name === "=") return "=";
  if (/^(?:full|sub|base)?pagename$/i.test(name)) return context.pageName;
  if (name.startsWith(":")) return included(name.slice(1).trim(), context);
  if (silent.test(name.split(":")[0] ?? "")) return GONE;
  if (/^(?:kbd|key|keypress|key press|button|keyboard)$/i.test(name))
    return keep(`<kbd>${positional.map(escapeHtml).join("+")}</kbd>`, context);
  if (/^(?:code|tt|codeinline|inline code)$/i.test(name))
    return keep(`<code>${escapeHtml(words)}</code>`, context);
  if (/^(?:nowrap|small|big|lang|em|strong|abbr|tooltip|quote|blockquote)$/i.test(name))
    return name.toLowerCase() === "lang" ? (positional[1] ?? "") : words;
  if (/^(?:tl|template link|tlx)$/i.test(name)) return keep(escapeHtml(`{{${words}}}`), context);
  const kind = /^(?:note|info|tip|warning|caution|important|hint|danger|attention)$/i.test(name)
    ? calloutKind(name.toLowerCase())
    : undefined;
  if (kind !== undefined && words !== "") {
    const body = restored(blocksHtml(words, context), context);
    return `\n${keep(callout(kind, named(given, "title")[0] ?? "", body), context, true)}\n`;
  }
  const written = `{{${head.startsWith("#") ? head.split(":")[0] : head}`;
  context.warnings.add(
    "template-left-out",
    `The template ${name === "" ? written : name.slice(0, 80)}${placeOf(context, written)} was left out: its text is on the wiki, or made by it.`,
  );
  context.warnings.explain(inner);
  return GONE;
}

/** Parts between bars; those in links do not divide. */
function parted(inner: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (const { 0: mark, index } of inner.matchAll(/\[\[|\]\]|\|/g)) {
    if (mark === "[[") depth += 1;
    else if (mark === "]]") depth = Math.max(0, depth - 1);
    else if (depth === 0) {
      parts.push(inner.slice(from, index));
      from = index + 1;
    }
  }
  return [...parts, inner.slice(from)];
}

const named = (given: readonly string[], key: string): string[] =>
  given.flatMap((part) => {
    const [name = "", ...value] = part.split("=");
    return value.length > 0 && name.trim() === key ? [value.join("=").trim()] : [];
  });

/** `{{:Page}}` shows another page. */
function included(page: string, context: WikitextContext): string {
  const text = includedText(page, context);
  if (text === undefined) return "";
  const inner = { ...context, open: [...context.open, text] };
  return `\n${keep(restored(context.render(text, inner), inner), context, true)}\n`;
}
