import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { calloutKind, calloutLead } from "../../vocabulary/callouts.ts";
import { leadIn } from "../../vocabulary/html-text.ts";
import { inlineHtml } from "./nest.ts";

/**
 * Quotes that are callouts: `> [!NOTE]` of GitHub, Microsoft Learn and Obsidian (`> [!tip]- Title`), and Microsoft's
 * `> [!div class="…"]` and `> [!VIDEO url]`. Runs on the blocks, before their text is read.
 */
export function alerts(md: MarkdownIt): void {
  md.core.ruler.after("block", "alerts", (state) => {
    if (!state.tokens.some(({ type }) => type === "blockquote_open")) return;
    const result: Token[] = [];
    for (let i = 0; i < state.tokens.length; i += 1) {
      const token = state.tokens[i];
      if (token === undefined) break;
      const text = token.type === "paragraph_open" ? state.tokens[i + 1] : undefined;
      const quoted = state.tokens[i - 1]?.type === "blockquote_open";
      const found = quoted && text !== undefined ? alertOf(state, text) : undefined;
      if (found !== undefined && text !== undefined) {
        const lead = new state.Token("block_html_ready", "", 0);
        lead.content = leadIn(found.lead);
        result.push(lead);
        text.content = found.rest;
        // The mark is the whole paragraph: drop its three tokens.
        if (found.rest === "") i += 2;
        else result.push(token);
      } else result.push(token);
    }
    state.tokens = result;
  });
}

const mark = /^\[!\s?([A-Za-z][\w-]{0,40})([^\]\n]{0,600})\]([+-]?)[ \t]*([^\n]*)(?:\n|$)/;

export interface Alert {
  /** Phrasing HTML of the lead-in; empty when the mark has no text of its own. */
  readonly lead: string;
  readonly rest: string;
}

/** Reads a quote's text that starts with a mark; undefined without one. `inline` renders a title. */
export function readAlert(text: string, inline: (text: string) => string): Alert | undefined {
  const match = mark.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined) return undefined;
  const rest = text.slice(match[0].length);
  const after = match[4] ?? "";
  if (name.toLowerCase() === "div")
    return { lead: "", rest: [after, rest].filter((part) => part !== "").join("\n") };
  if (name.toLowerCase() === "video") {
    const url = escapeHtml((match[2] ?? "").trim());
    return { lead: `<a href="${url}">Video</a>`, rest };
  }
  if ((match[2] ?? "").trim() !== "" || text[match[0].indexOf("]") + 1] === "(") return undefined;
  const kind = calloutKind(name) ?? name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
  return { lead: calloutLead(kind, inline(after)), rest };
}

function alertOf(state: StateCore, text: Token): Alert | undefined {
  return readAlert(text.content, (title) => inlineHtml(state.md, title, state.env));
}
