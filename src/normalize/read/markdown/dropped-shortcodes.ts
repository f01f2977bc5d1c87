import { escapeHtml } from "../../../html/characters.ts";
import { isBlock } from "../../vocabulary/html-text.ts";
import {
  keysText,
  type Shortcode,
  shortcodeAt,
  shortcodeText,
  versionText,
} from "../../vocabulary/shortcodes.ts";
import type { LineOf, Warnings } from "../../warnings.ts";
import { lineOf, type MarkdownEnv } from "./nest.ts";

/** Control flow and variables of a template: expected, and without text of their own. */
export const templateLogic = new Set([
  "raw",
  "endraw",
  "if",
  "else",
  "elsif",
  "elseif",
  "unless",
  "for",
  "assign",
  "set",
  "case",
  "when",
  "#",
]);

/** They say nothing to a reader: Liquid's `raw`, and Quarto's end of a printed page. */
const silent = new Set(["raw", "pagebreak"]);

/** Says which tag was removed; those without a meaning for readers say nothing. */
export function warnDropped(tag: Shortcode, warnings: Warnings, lineOf: LineOf): void {
  if (silent.has(tag.name) || versionText(tag) !== undefined || keysText(tag) !== "") return;
  if (templateLogic.has(tag.name)) {
    warnings.add(
      "template-logic",
      `The template tag "${tag.name}" was removed; all its branches are kept.`,
      lineOf,
    );
  } else if (tag.name !== "") {
    warnings.add(
      "shortcode-dropped",
      `The shortcode "${tag.name}" was removed; text inside it is kept.`,
      lineOf,
    );
  }
}

/** Removes tags from raw HTML, to which Markdown's rules do not apply; not from code. */
export function withoutShortcodes(html: string, env: MarkdownEnv): string {
  if (!html.includes("{%") && !html.includes("{{<") && !html.includes("{{%")) return html;
  const { warnings, source } = env;
  let result = "";
  let from = 0;
  // A tag's parameter may have code in it: what begins first counts.
  for (const { index, 0: found } of html.matchAll(
    /<(?:pre|code)\b[\s\S]*?(?:<\/(?:pre|code)\s*>|$)|\{%|\{\{[<%]/gi,
  )) {
    const tag = index < from || found.startsWith("<") ? undefined : shortcodeAt(html, index);
    if (tag === undefined) continue;
    warnDropped(tag, warnings, lineOf(source, html.slice(index, tag.end)));
    const text = tag.role === "close" ? "" : escapeHtml(shortcodeText(tag));
    result += html.slice(from, index) + (isBlock(html) && text !== "" ? ` ${text} ` : text);
    from = tag.end;
  }
  return result + html.slice(from);
}
