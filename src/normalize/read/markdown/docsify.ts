import type { MarkdownIt, StateCore, StateInline, Token } from "markdown-it";
import { calloutClose, calloutOpen } from "../../vocabulary/html-text.ts";
import { lineOf, ours } from "./nest.ts";

/**
 * docsify's own spellings: `!> Important`, `?> Tip`, headings that its sidebar ignores, and the date that it fills in.
 * https://docsify.js.org/#/helpers, https://docsify.js.org/#/adding-pages?id=ignoring-headers
 */
export function docsify(md: MarkdownIt): void {
  md.inline.ruler.before("link", "docsify_date", updated);
  md.core.ruler.after("block", "docsify", (state) => {
    const result: Token[] = [];
    for (const [i, token] of state.tokens.entries()) {
      const text = state.tokens[i + 1];
      const kind = token.type === "paragraph_open" ? kindOf(text?.content ?? "") : undefined;
      if (kind === undefined || text === undefined) result.push(token);
      else {
        result.push(html(state, calloutOpen(kind, "")), token);
        text.content = text.content.slice(2).trimStart();
        text.meta = callout;
      }
      if (token.type === "heading_open" && text !== undefined)
        text.content = text.content.replace(ignored, "");
      if (token.type === "paragraph_close" && state.tokens[i - 1]?.meta === callout)
        result.push(html(state, calloutClose));
    }
    state.tokens = result;
  });
}

const callout = { docsify: "callout" };
const ignored = /[ \t]*\{docsify-ignore(?:-all)?\}[ \t]*$/;
const kinds: ReadonlyMap<string, string> = new Map([
  ["!", "Important"],
  ["?", "Tip"],
]);

const kindOf = (text: string): string | undefined =>
  /^[!?]>[ \t]+\S/.test(text) ? kinds.get(text.charAt(0)) : undefined;

function html(state: StateCore, content: string): Token {
  const token = new state.Token("block_html_ready", "", 0);
  token.content = content;
  return token;
}

const date = "{docsify-updated}";

function updated(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith(date, state.pos)) return false;
  const { warnings, source } = ours(state.env);
  if (!silent)
    warnings.add(
      "template-value",
      `The value ${date} was left out: the site's generator fills it in.`,
      lineOf(source, date),
    );
  state.pos += date.length;
  return true;
}
