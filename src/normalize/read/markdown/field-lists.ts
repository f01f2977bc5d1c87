import type { MarkdownIt, StateBlock } from "markdown-it";
import { indentedEnd, indentOf, inlineHtml, lineText, nest, ours, pushHtml } from "./nest.ts";

/** MyST's and Sphinx's `:name: body`. https://myst-parser.readthedocs.io/en/latest/syntax/optional.html#field-lists */
export function fieldLists(md: MarkdownIt): void {
  md.block.ruler.before("paragraph", "field_list", fieldList, { alt: ["paragraph", "blockquote"] });
}

/** What only MyST or Sphinx write: a directive with braces, a target, a page that is in no table of contents. */
const myst = /^(?:`{3,}|:{3,})\{[\w-]+\}|^\([\w./ -]+\)=\s*$|^:orphan:\s*$/m;

/** Whether a text is MyST's, where a name between colons begins a field and not an emoji. */
export const isMyst = (text: string, data: Readonly<Record<string, unknown>>): boolean =>
  "myst" in data || myst.test(text);

const field = /^:((?:[^:`\s\\]|\\.|[ ](?=\S)|`[^`]*`){1,80}):(?:[ \t]+(.*))?$/;
/** Settings of the page: https://www.sphinx-doc.org/en/master/usage/restructuredtext/field-lists.html */
const settings = /^(?:orphan|nocomments|tocdepth|nosearch|no-search|hide-toc|html_theme\.[\w.-]+)$/;

function fieldList(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const env = ours(state.env);
  if (env.isMyst !== true || indentOf(state, start) >= 4 || !field.test(lineText(state, start))) return false;
  if (silent) return true;
  pushHtml(state, "<dl>\n");
  let line = start;
  while (line < end && indentOf(state, line) >= 0) {
    const [whole, name = "", body = ""] = field.exec(lineText(state, line)) ?? [];
    if (whole === undefined) break;
    const next = indentedEnd(state, line + 1, end, 2);
    if (!settings.test(name)) {
      const text = body === "" ? "" : `<p>${inlineHtml(state.md, body, state.env)}</p>\n`;
      const open = `<dt>${inlineHtml(state.md, name, state.env)}</dt>\n<dd>${text}`;
      nest(state, { from: line + 1, to: next, indent: 2 }, { open, close: "</dd>\n" });
    }
    line = next;
    while (line < end && state.isEmpty(line)) line += 1;
  }
  pushHtml(state, "</dl>\n");
  state.line = line;
  return true;
}
