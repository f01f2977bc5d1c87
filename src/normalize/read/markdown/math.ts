import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { indentOf, lineText } from "./nest.ts";

/**
 * Formulas in TeX, as written: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, and environments on lines of their own. Emphasis, escapes,
 * attributes and template marks in them mean nothing. Their delimiters stay, so that a wrong guess (`$5 and $6`) changes no
 * word.
 */
export function math(md: MarkdownIt): void {
  const alt = ["paragraph", "reference", "blockquote", "list"];
  md.block.ruler.before("fence", "math_block", mathBlock, { alt });
  md.inline.ruler.before("escape", "math", mathInline);
}

const blocks: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [/^\$\$/, /\$\$[ \t]*(?:\([\w:.-]+\)|\{[^{}]*\})?[ \t]*$/],
  [/^\\{1,2}\[[ \t]*$/, /^\s*\\{1,2}\][ \t]*$/],
  [
    /^\\begin\{(?:equation|align|gather|multline|eqnarray|alignat|math|displaymath)\*?\}/,
    /\\end\{[a-z]+\*?\}[ \t]*$/,
  ],
];
const MAX_LINES = 200;

/** A formula that begins a line and whose end ends one; a blank line means that it was none. */
function mathBlock(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (indentOf(state, start) >= 4) return false;
  const first = lineText(state, start);
  const pair = blocks.find(([open]) => open.test(first));
  if (pair === undefined) return false;
  const rest = first.replace(pair[0], "");
  // "$$ a $$ and text": a sentence's formula.
  if (first.startsWith("$$") && rest.includes("$$") && !pair[1].test(rest)) return false;
  let last = pair[1].test(rest) ? start : start + 1;
  while (last > start && last < Math.min(end, start + MAX_LINES) && !pair[1].test(lineText(state, last))) {
    if (state.isEmpty(last) && !first.startsWith("$$")) return false;
    last += 1;
  }
  if (last >= Math.min(end, start + MAX_LINES)) return false;
  if (silent) return true;
  const text = state.getLines(start, last + 1, state.blkIndent, false).trim();
  state.push("block_html_ready", "", 0).content = `<p>${escapeHtml(withoutLabel(text))}</p>\n`;
  state.line = last + 1;
  return true;
}

/** MyST's `$$ (label)` and Quarto's `$$ {#eq-a}` behind a formula. */
function withoutLabel(text: string): string {
  return text.replace(/(\$\$)[ \t]*(?:\([\w:.-]+\)|\{#[^{}]*\})[ \t]*$/, "$1");
}

function mathInline(state: StateInline, silent: boolean): boolean {
  const found = formulaAt(state.src, state.pos);
  if (found === undefined) return false;
  if (!silent) {
    state.push("text_special", "", 0).content = found.text;
  }
  state.pos = found.end;
  return true;
}

interface Formula {
  readonly text: string;
  readonly end: number;
}

const MAX_LENGTH = 2000;
const dollars = /^\$(?![\s$])((?:[^$\\]|\\[\s\S]){1,1999}?)(?<!\s)\$(?![\d$])/;
/** https://docs.gitlab.com/user/markdown/#math */
const quoted = /^\$`([^`\n]{1,1999})`\$/;
const doubled = /^\$\$((?:[^$\\]|\\[\s\S]){1,1999}?)\$\$/;
const parens = /^(\\{1,2})\(([\s\S]{1,1999}?)\1\)/;
const brackets = /^(\\{1,2})\[([\s\S]{1,1999}?)\1\]/;

function formulaAt(src: string, at: number): Formula | undefined {
  const mark = src[at];
  if (mark !== "$" && mark !== "\\") return undefined;
  const slice = src.slice(at, at + MAX_LENGTH);
  if (mark === "$") {
    const ticked = quoted.exec(slice);
    if (ticked !== null) return { text: `$${ticked[1]}$`, end: at + ticked[0].length };
    const match = doubled.exec(slice) ?? dollars.exec(slice);
    return match && isFormula(match[1] ?? "") ? { text: match[0], end: at + match[0].length } : undefined;
  }
  const match = parens.exec(slice) ?? brackets.exec(slice);
  const content = match?.[2] ?? "";
  if (match === null) return undefined;
  // In Markdown these are brackets that are no link's: only what can be nothing but TeX counts.
  const isSure = match[0].includes("\\(")
    ? isTex(content) || /[*^_=+<>]|^\s*[A-Za-z]\s*$/.test(content)
    : isTex(content);
  if (!isSure || !isFormula(content)) return undefined;
  // Two backslashes are one in the text that the reader's script sees.
  return {
    text: match[0].replace(/^\\\\(?=[([])/, "\\").replace(/\\\\(?=[)\]]$)/, "\\"),
    end: at + match[0].length,
  };
}

/** Rewrites each formula in a line or paragraph of prose; code spans are not changed. */
export function mapFormulas(text: string, change: (formula: string) => string): string {
  if (!text.includes("$") && !/\\[([]/.test(text)) return text;
  let result = "";
  for (let at = 0; at < text.length; ) {
    const ticks =
      text[at] === "`" ? /^(`+)[\s\S]*?[^`]\1(?!`)/.exec(text.slice(at, at + MAX_LENGTH))?.[0] : undefined;
    const formula = ticks === undefined ? formulaAt(text, at) : undefined;
    const end = ticks === undefined ? (formula?.end ?? at + (text[at] === "\\" ? 2 : 1)) : at + ticks.length;
    const written = text.slice(at, end);
    result += formula === undefined ? written : change(written);
    at = end;
  }
  return result;
}

function isTex(content: string): boolean {
  return /\\[A-Za-z{}%,;!]|[\^_]\{|[\w)}]\^[\w\\(]/.test(content);
}

/** Whether it can be a formula: no other markup begins or ends in it. */
function isFormula(content: string): boolean {
  if (content.trim() === "" || /\n[ \t]*\n/.test(content)) return false;
  if (isTex(content)) return !/`|\]\(/.test(content);
  if (/`|\]\(|\*\*|__|~~|<\/?[a-z]|https?:|\{[{%]/i.test(content)) return false;
  return !/(?:^|[^\\^_])[*_~]$/.test(content) && !/^[*_~]/.test(content);
}
