import type { MarkdownIt, StateBlock } from "markdown-it";
import { aroundDirective } from "../../vocabulary/directives.ts";
import { leadIn } from "../../vocabulary/html-text.ts";
import { indentedEnd, indentOf, inlineHtml, lineOfBlock, lineText, nest, ours } from "./nest.ts";

/**
 * MkDocs' blocks with a body indented by four: `!!! note "Title"`, `??? note` (folded) and `=== "Tab"`.
 * https://squidfunk.github.io/mkdocs-material/reference/admonitions/ and …/content-tabs/
 */
export function mkdocs(md: MarkdownIt): void {
  md.block.ruler.before("fence", "mkdocs", block, { alt: ["paragraph", "reference", "blockquote", "list"] });
}

const admonition = /^(?:!!!|\?\?\?\+?)[ \t]*([A-Za-z][\w-]*)([^"]*)(?:"(.*)")?[ \t]*$/;
const tab = /^===[!+]{0,2}[ \t]+(?:"(.*)"|'(.*)')[ \t]*$/;

/** Whether a line is the first of such a block. */
export const opensBlock = (line: string): boolean => admonition.test(line) || tab.test(line);

function block(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (indentOf(state, startLine) >= 4) return false;
  const line = lineText(state, startLine);
  const callout = admonition.exec(line);
  const tabbed = callout === null ? tab.exec(line) : null;
  if (callout === null && tabbed === null) return false;
  if (silent) return true;
  const end = indentedEnd(state, startLine + 1, endLine, 4);
  const env = ours(state.env);
  const inline = (text: string) => inlineHtml(state.md, text, state.env);
  const around =
    callout === null
      ? { open: leadIn(inline(tabbed?.[1] ?? tabbed?.[2] ?? "")), close: "" }
      : aroundDirective(
          { name: callout[1] ?? "", title: inline(callout[3] ?? ""), named: new Map(), positional: [] },
          env.warnings,
          lineOfBlock(state, startLine),
        );
  nest(state, { from: startLine + 1, to: end, indent: 4 }, around);
  state.line = end;
  return true;
}
