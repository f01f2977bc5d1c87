import type { MarkdownIt, StateCore, StateInline } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { keyLabel } from "../../vocabulary/keys.ts";
import { ours, partOfLine } from "./nest.ts";

/** Marks inside a line that single tools add: a table of spellings and what a reader sees of each. */
export function marks(md: MarkdownIt): void {
  md.inline.ruler.before("link", "marks", mark);
  md.block.ruler.before("lheading", "mark_line", markLine, {
    alt: ["paragraph", "reference", "blockquote"],
  });
  md.core.ruler.after("inline", "abbreviations", abbreviations);
  md.core.ruler.after("inline", "named_languages", withoutLanguages);
}

interface Mark {
  /** Sticky at the mark's first character. */
  readonly pattern: RegExp;
  /** HTML of what a reader sees; `inner` is Markdown's HTML of a group, by default the first. */
  readonly shown: (match: RegExpExecArray, inner: (group?: number) => string) => string;
  /** Words of it are for the generator: an icon's name, how much of a bar is full. */
  readonly isMarkup?: true;
  /** It does not begin inside a word. */
  readonly atWord?: true;
}

const iconSets = "material|fontawesome|octicons|simple|fa|fas|fab|mdi|bi|tabler|lucide";
const table: readonly Mark[] = [
  {
    pattern: new RegExp(String.raw`:(?:${iconSets})-([\w-]+):(?:(\{[^{}\n]*\}))?([ ]?)`, "y"),
    // A hint that the icon has says what it means.
    shown: ([, icon = "", attributes = "", blank = ""]) => {
      const hint = /\b(?:title|aria-label)=(?:"([^"]*)"|'([^']*)')/.exec(attributes);
      const name = hint?.[1] ?? hint?.[2] ?? "";
      return name === "" ? `<i class="icon-${icon}"></i>` : `${escapeHtml(name)}${blank}`;
    },
    isMarkup: true,
  },
  {
    pattern:
      /\+\+((?:"[^"\n]{1,60}"|'[^'\n]{1,60}'|[a-z0-9][^\s+]{0,40})(?:\+(?:"[^"\n]{1,60}"|'[^'\n]{1,60}'|[^\s+]{1,40})){0,6})\+\+/iy,
    // `++words++` is inserted text for other tools.
    shown: (match, inner) => {
      const keys = (match[1] ?? "").match(/"[^"]*"|'[^']*'|[^+]+/g)?.map(keyLabel) ?? [];
      return keys.every((key) => key !== undefined) ? `<kbd>${escapeHtml(keys.join("+"))}</kbd>` : inner();
    },
    atWord: true,
  },
  { pattern: /\{\+\+([^\n]{1,1000}?)\+\+\}/y, shown: (_, inner) => inner() },
  { pattern: /\{--([^\n]{1,1000}?)--\}/y, shown: (_, inner) => `<del>${inner()}</del>` },
  {
    pattern: /\{~~([^\n]{0,1000}?)~>([^\n]{0,1000}?)~~\}/y,
    shown: ([, old = ""], inner) => `${old === "" ? "" : `<del>${inner()}</del> `}${inner(2)}`,
  },
  { pattern: /\{==([^\n]{1,1000}?)==\}/y, shown: (_, inner) => inner() },
  { pattern: /==(?=\S)([^\n=]{1,500}?\S?)==(?!=)/y, shown: (_, inner) => inner(), atWord: true },
  { pattern: /~(?![\s~])((?:[^\s~\\]|\\.){1,40})~(?!~)/y, shown: (_, inner) => `<sub>${inner()}</sub>` },
  { pattern: /\^\^(?=\S)([^\n^]{1,500}?\S?)\^\^(?!\^)/y, shown: (_, inner) => inner(), atWord: true },
  { pattern: /\^(?![\s^[])((?:[^\s^\\]|\\.){1,40})\^(?!\^)/y, shown: (_, inner) => `<sup>${inner()}</sup>` },
  // https://facelessuser.github.io/pymdown-extensions/extensions/progressbar/
  {
    pattern:
      /\[=+[ \t]*(\d{1,6}(?:\.\d{1,6})?(?:%|\/\d{1,6}(?:\.\d{1,6})?))(?:[ \t]+(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'))?[ \t]*\]/y,
    shown: ([, part = "", double, single]) => escapeHtml(double || single || part),
    isMarkup: true,
  },
  { pattern: /\{::nomarkdown\}|\{::options[^{}\n]*\/\}|\{:\/(?:nomarkdown)?\}/y, shown: () => "" },
];

const starts = new Set(":+{=~^[".split("").map((char) => char.charCodeAt(0)));

function mark(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (!starts.has(src.charCodeAt(pos))) return false;
  for (const { pattern, shown, atWord, isMarkup } of table) {
    if (atWord && /[\w=+]/.test(src[pos - 1] ?? "")) continue;
    pattern.lastIndex = pos;
    const match = pattern.exec(src);
    if (match === null) continue;
    if (!silent) {
      if (isMarkup) ours(state.env).warnings.explain(match[0]);
      // A blank in raised text has a backslash.
      const inner = (group = 1) => partOfLine(state, (match[group] ?? "").replaceAll("\\ ", " "));
      state.push("block_html_ready", "", 0).content = shown(match, inner);
    }
    state.pos += match[0].length;
    return true;
  }
  return false;
}

/**
 * `` `#!python range(5)` ``: the language of a line of code, not a part of it.
 * https://facelessuser.github.io/pymdown-extensions/extensions/inlinehilite/
 */
function withoutLanguages(state: StateCore): void {
  for (const { children } of state.tokens)
    for (const child of children ?? [])
      if (child.type === "code_inline")
        child.content = child.content.replace(/^#![a-z][\w+#-]{0,30}[ \t]+(?=\S)/i, "");
}

const toc = /^(?:\[\[?_?toc_?\]\]?|\$\{toc\}|@\[toc\](?:\([^)]*\))?|\{\{\s*toc\s*\}\})\s*$/i;
const abbreviation = /^\*\[([^\]\n]{1,80})\]:[ \t]*(\S[^\n]*)$/;

/** Lines of which a reader sees nothing: places of tables of contents, definitions of abbreviations, MyST's targets and breaks. */
function markLine(
  state: Parameters<Parameters<MarkdownIt["block"]["ruler"]["push"]>[1]>[0],
  line: number,
  _end: number,
  silent: boolean,
): boolean {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  if ((state.sCount[line] ?? 0) - state.blkIndent >= 4) return false;
  const text = state.src.slice(start, state.eMarks[line]);
  const defined = abbreviation.exec(text);
  // Hugo's book theme parts columns by arrows.
  const isMark =
    toc.test(text) ||
    /^<--->\s*$/.test(text) ||
    /^\([\w./ :-]{1,100}\)=\s*$/.test(text) ||
    /^\+\+\+(?:\s.*)?$/.test(text);
  if (defined === null && !isMark) return false;
  if (silent) return true;
  const env = ours(state.env);
  if (defined !== null) env.abbreviations?.set(defined[1] ?? "", (defined[2] ?? "").trim());
  state.line = line + 1;
  return true;
}

/** The first use of an abbreviation says what it means, as its hint does on the site. */
function abbreviations(state: StateCore): void {
  const defined = ours(state.env).abbreviations;
  if (defined === undefined || defined.size === 0) return;
  for (const [short, long] of defined) {
    const escaped = short.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const use = new RegExp(String.raw`(?<![\p{L}\p{N}_])${escaped}(?![\p{L}\p{N}_])`, "u");
    const texts = state.tokens.flatMap((token, i) =>
      state.tokens[i - 1]?.type === "heading_open" ? [] : (token.children ?? []),
    );
    const first = texts.find((child) => child.type === "text" && use.test(child.content));
    if (first !== undefined) first.content = first.content.replace(use, () => `${short} (${long})`);
  }
}
