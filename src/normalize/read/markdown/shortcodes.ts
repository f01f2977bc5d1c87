import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { firstOf } from "../../vocabulary/attributes.ts";
import { codeInfo } from "../../vocabulary/code-info.ts";
import { aroundDirective } from "../../vocabulary/directives.ts";
import { codeBlock, isBlock, leadIn } from "../../vocabulary/html-text.ts";
import {
  closedNames,
  type Shortcode,
  shortcodeAt,
  shortcodeText,
  silentBodies,
} from "../../vocabulary/shortcodes.ts";
import { namedAt, type Warnings } from "../../warnings.ts";
import {
  indentOf,
  inlineHtml,
  lineText,
  MAX_FAILED_SEARCHES,
  nest,
  ours,
  pushHtml,
  walkLines,
} from "./nest.ts";

/** Hugo, Liquid, GitBook and Markdoc tags: a pair on lines of its own is a directive; others are dropped with a warning. */
export function shortcodes(md: MarkdownIt): void {
  const alt = ["paragraph", "reference", "blockquote", "list"];
  md.block.ruler.before("fence", "shortcode", block, { alt });
  md.inline.ruler.before("link", "shortcode", inline);
}

/** Control flow and variables of a template: expected, and without text of their own. */
const templateLogic = new Set([
  "raw",
  "endraw",
  "if",
  "else",
  "elsif",
  "elseif",
  "unless",
  "for",
  "assign",
  "case",
  "when",
  "#",
]);

const tagOf = (name: string) => namedAt("\\{\\{?[<%]?[-+\\s]{0,5}/?\\s{0,5}", name);

export function warnDropped(tag: Shortcode, warnings: Warnings): void {
  if (tag.name === "raw") return;
  if (templateLogic.has(tag.name)) {
    warnings.addAt(
      "template-logic",
      tagOf(tag.name),
      `The template tag "${tag.name}" was removed; all its branches are kept.`,
    );
  } else if (tag.name !== "") {
    warnings.addAt(
      "shortcode-dropped",
      tagOf(tag.name),
      `The shortcode "${tag.name}" was removed; text inside it is kept.`,
    );
  }
}

interface Found {
  readonly tag: Shortcode;
  /** The first line behind the tag. */
  readonly next: number;
}

/** A tag that stands alone on its line or lines. */
function tagOnLines(state: StateBlock, line: number, endLine: number): Found | undefined {
  if (!lineText(state, line).startsWith("{")) return undefined;
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  const tag = shortcodeAt(state.src, start);
  if (tag === undefined) return undefined;
  let last = line;
  while (last < endLine && (state.eMarks[last] ?? 0) < tag.end) last += 1;
  if (last >= endLine || state.src.slice(tag.end, state.eMarks[last]).trim() !== "") return undefined;
  return { tag, next: last + 1 };
}

function block(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (indentOf(state, startLine) >= 4) return false;
  const found = tagOnLines(state, startLine, endLine);
  if (found === undefined) return false;
  if (silent) return true;
  const { tag, next } = found;
  const env = ours(state.env);
  const close = tag.role === "open" ? findClose(state, next, endLine, tag.name) : undefined;
  if (close === undefined) {
    warnDropped(tag, env.warnings);
    const text = tag.role === "close" ? "" : shortcodeText(tag);
    pushHtml(state, text === "" ? "" : `<p>${inlineHtml(state.md, text, state.env)}</p>\n`);
    state.line = next;
    return true;
  }
  if (tag.name === "highlight" || holdsCode(tag, env.openShortcodes ?? [])) {
    const text = state.getLines(next, close.line, state.blkIndent, false);
    const named =
      firstOf(tag.named, ["lang", "codelang", "language"]) ?? innerLanguage(env.openShortcodes ?? []);
    const info = tag.name === "highlight" ? codeInfo(tag.rest) : codeInfo(named ?? "");
    const title =
      tag.name === "highlight"
        ? ""
        : (firstOf(tag.named, ["header", "name", "title"]) ?? tag.positional[0] ?? "");
    pushHtml(state, leadIn(escapeHtml(title)) + codeBlock({ text, ...info }));
  } else if (silentBodies.has(tag.name)) {
    env.warnings.explain(state.getLines(next, close.line, 0, false));
    env.warnings.addAt(
      "shortcode-dropped",
      tagOf(tag.name),
      `The shortcode "${tag.name}" was removed with what is inside it.`,
    );
  } else {
    env.openShortcodes = [...(env.openShortcodes ?? []), tag];
    nest(state, { from: next, to: close.line, indent: 0 }, aroundTag(tag, env.warnings));
    env.openShortcodes = env.openShortcodes.slice(0, -1);
  }
  state.line = close.next;
  return true;
}

const isOn = (text: string | undefined) => text === "true" || text === "1";

/**
 * Tabs and cards that hold code: by `code=true` or a language, and Docsy's tabs unless `text=true`.
 * https://www.docsy.dev/docs/adding-content/shortcodes/#tabbed-panes
 */
function holdsCode({ name, named }: Shortcode, around: readonly Shortcode[]): boolean {
  if (name === "card") return isOn(named.get("code"));
  if (name !== "tab") return false;
  if (named.has("codelang") || named.has("lang")) return !isOn(named.get("text"));
  const pane = around.at(-1);
  return pane?.name === "tabpane" && !isOn(named.get("text") ?? pane.named.get("text"));
}

function innerLanguage(around: readonly Shortcode[]): string | undefined {
  const pane = around.at(-1);
  return pane === undefined ? undefined : firstOf(pane.named, ["lang", "codelang"]);
}

function aroundTag(tag: Shortcode, warnings: Warnings) {
  if (templateLogic.has(tag.name)) {
    warnDropped(tag, warnings);
    return { open: "", close: "" };
  }
  return aroundDirective(tag, warnings);
}

function findClose(
  state: StateBlock,
  from: number,
  to: number,
  name: string,
): { line: number; next: number } | undefined {
  const env = ours(state.env);
  env.closedShortcodes ??= closedNames(state.src);
  if (!env.closedShortcodes.has(name) || env.failedSearches > MAX_FAILED_SEARCHES) return undefined;
  let depth = 1;
  let next = from;
  const line = walkLines(state, from, to, (_text, at) => {
    const found = tagOnLines(state, at, to);
    if (found?.tag.name !== name || found.tag.role === "void") return false;
    depth += found.tag.role === "open" ? 1 : -1;
    next = found.next;
    return depth === 0;
  });
  if (depth === 0) return { line, next };
  env.failedSearches += 1;
  return undefined;
}

function inline(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x7b) return false;
  const tag = shortcodeAt(state.src, state.pos);
  if (tag === undefined) return false;
  if (!silent) {
    const env = ours(state.env);
    warnDropped(tag, env.warnings);
    const text = tag.role === "close" ? "" : shortcodeText(tag);
    // Text of its own is not glued to what is around it.
    const before = text !== "" && /[\p{L}\p{N}.,:;]$/u.test(state.pending) ? " " : "";
    const after = text !== "" && /^[\p{L}\p{N}]/u.test(state.src.slice(tag.end, tag.end + 2)) ? " " : "";
    if (text !== "") state.push("text", "", 0).content = `${before}${text}${after}`;
  }
  state.pos = tag.end;
  return true;
}

/** Removes tags from raw HTML, to which Markdown's rules do not apply; not from code. */
export function withoutShortcodes(html: string, warnings: Warnings): string {
  if (!html.includes("{%") && !html.includes("{{<") && !html.includes("{{%")) return html;
  return html
    .split(/(<(?:pre|code)\b[\s\S]*?(?:<\/(?:pre|code)\s*>|$))/i)
    .map((part, i) => (i % 2 === 1 ? part : outsideCode(part, warnings)))
    .join("");
}

function outsideCode(html: string, warnings: Warnings): string {
  let result = "";
  let from = 0;
  for (const { index } of html.matchAll(/\{%|\{\{[<%]/g)) {
    const tag = index < from ? undefined : shortcodeAt(html, index);
    if (tag === undefined) continue;
    warnDropped(tag, warnings);
    const text = tag.role === "close" ? "" : escapeHtml(shortcodeText(tag));
    result += html.slice(from, index) + (isBlock(html) && text !== "" ? ` ${text} ` : text);
    from = tag.end;
  }
  return result + html.slice(from);
}
