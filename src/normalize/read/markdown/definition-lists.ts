import type { MarkdownIt, StateBlock } from "markdown-it";
import { indentOf, lineText, nest } from "./nest.ts";

/** Definition lists of PHP Markdown Extra, kramdown, Pandoc and MkDocs: a term line, then `: ` lines. */
export function definitionLists(md: MarkdownIt): void {
  md.block.ruler.before("paragraph", "definition_list", list);
}

const definition = /^:[ \t]{1,4}(?=\S)/;

/** The line of the definition that belongs to a term on `line`, directly below it or after one blank line. */
function definitionOf(state: StateBlock, line: number, endLine: number): number | undefined {
  if (line >= endLine || state.isEmpty(line) || indentOf(state, line) !== 0) return undefined;
  const next = line + 1 < endLine && state.isEmpty(line + 1) ? line + 2 : line + 1;
  return isDefinition(state, next, endLine) ? next : undefined;
}

function isDefinition(state: StateBlock, line: number, endLine: number): boolean {
  const indent = line < endLine ? indentOf(state, line) : -1;
  return indent >= 0 && indent < 4 && definition.test(lineText(state, line));
}

/** Without a term, as Material for MkDocs indents an example: `:   !!! note`; or where a hook makes one of a comment. */
const isBare = (state: StateBlock, line: number, endLine: number): boolean =>
  isDefinition(state, line, endLine) && /^:(?:[ \t]+(?:!!!|\?\?\?|===)| {3}\S)/.test(lineText(state, line));

function list(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (isBare(state, startLine, endLine)) {
    if (!silent) state.line = item(state, startLine, endLine);
    return true;
  }
  let next = definitionOf(state, startLine, endLine);
  if (next === undefined || isDefinition(state, startLine, endLine)) return false;
  if (silent) return true;
  let line = startLine;
  state.push("dl_open", "dl", 1).block = true;
  while (next !== undefined) {
    state.push("dt_open", "dt", 1);
    const term = state.push("inline", "", 0);
    term.content = lineText(state, line).trim();
    term.children = [];
    state.push("dt_close", "dt", -1);
    line = next;
    while (isDefinition(state, line, endLine)) line = state.skipEmptyLines(item(state, line, endLine));
    next = definitionOf(state, line, endLine);
  }
  state.push("dl_close", "dl", -1);
  state.line = Math.min(line, endLine);
  return true;
}

/** One definition with its continuation lines; returns the line behind it. */
function item(state: StateBlock, start: number, endLine: number): number {
  const marker = definition.exec(lineText(state, start))?.[0].length ?? 2;
  const { tShift, sCount } = state;
  const before = [tShift[start] ?? 0, sCount[start] ?? 0] as const;
  const indent = indentOf(state, start) + marker;
  tShift[start] = before[0] + marker;
  sCount[start] = before[1] + marker;
  let end = start + 1;
  for (let line = end; line < endLine; line += 1) {
    if (state.isEmpty(line)) continue;
    const lazy =
      !state.isEmpty(line - 1) && indentOf(state, line) >= 0 && !isDefinition(state, line, endLine);
    if (indentOf(state, line) < Math.min(indent, 4) && !lazy) break;
    // A lazy line counts as indented, so that it stays in the paragraph.
    if (indentOf(state, line) < indent) sCount[line] = state.blkIndent + indent;
    end = line + 1;
  }
  nest(state, { from: start, to: end, indent }, { open: "<dd>\n", close: "</dd>\n" });
  tShift[start] = before[0];
  sCount[start] = before[1];
  return end;
}
