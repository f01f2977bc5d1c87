import type { MarkdownIt, StateCore, Token } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { calloutKind, calloutLead } from "../../vocabulary/callouts.ts";
import { leadIn } from "../../vocabulary/html-text.ts";
import { inlineHtml } from "./nest.ts";

/**
 * Quotes that are callouts: `> [!NOTE]` of GitHub, Microsoft Learn and Obsidian (`> [!tip]- Title`), and Microsoft's
 * `> [!div class="…"]` and `> [!VIDEO url]`. Microsoft's quotes may hold several, each of which becomes a quote of its own:
 * https://learn.microsoft.com/en-us/contribute/content/markdown-reference#alerts-note-tip-important-caution-warning.
 * Runs on the blocks, before their text is read.
 */
export function alerts(md: MarkdownIt): void {
  md.core.ruler.after("block", "alerts", (state) => {
    tabs(state);
    if (!state.tokens.some(({ type }) => type === "blockquote_open")) return;
    const result: Token[] = [];
    /** For each quote around: whether it began with a mark. */
    const quotes: { readonly level: number; isAlert: boolean }[] = [];
    const tokens = state.tokens.flatMap((token, i, all) => apartAt(state, token, all[i - 1]));
    for (let i = 0; i < tokens.length; i += 1) {
      const token = tokens[i];
      if (token === undefined) break;
      if (token.type === "blockquote_open") quotes.push({ level: token.level, isAlert: false });
      if (token.type === "blockquote_close") quotes.pop();
      const text = token.type === "paragraph_open" ? tokens[i + 1] : undefined;
      const quote = quotes.at(-1);
      const isFirst = tokens[i - 1]?.type === "blockquote_open";
      const mayBegin = isFirst || (quote?.isAlert === true && token.level === quote.level + 1);
      const found = mayBegin && text !== undefined ? alertOf(state, text) : undefined;
      if (found !== undefined && text !== undefined) {
        if (quote !== undefined) quote.isAlert = true;
        if (!isFirst)
          result.push(
            new state.Token("blockquote_close", "blockquote", -1),
            new state.Token("blockquote_open", "blockquote", 1),
          );
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

const tab = /^\[([^\]\n]{1,200})\]\(#tab\/[^)\s]{1,200}\)\s*$/;

/**
 * Headings that are tabs, `# [Windows](#tab/windows)`, as the labels of what follows: they are no sections of the page.
 * https://dotnet.github.io/docfx/docs/markdown.html#tabs
 */
function tabs(state: StateCore): void {
  for (const [i, open] of state.tokens.entries()) {
    const text = open.type === "heading_open" ? state.tokens[i + 1] : undefined;
    const label = tab.exec(text?.content ?? "")?.[1];
    if (text === undefined || label === undefined) continue;
    open.type = "block_html_ready";
    open.content = leadIn(inlineHtml(state.md, label, state.env));
    for (const rest of [text, state.tokens[i + 2]]) {
      if (rest === undefined) continue;
      rest.type = "block_html_ready";
      rest.content = "";
      rest.children = null;
    }
  }
}

const nextMark = /\n(?=\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*\n)/;

/** A paragraph of a callout in which another one begins on a line of its own, as several paragraphs. */
function apartAt(state: StateCore, token: Token, before: Token | undefined): Token[] {
  if (token.type !== "inline" || before?.type !== "paragraph_open" || !mark.test(token.content))
    return [token];
  const [first = "", ...others] = token.content.split(nextMark);
  if (others.length === 0) return [token];
  token.content = first;
  return [
    token,
    ...others.flatMap((content) => [...between(state, before), textToken(state, token, content)]),
  ];
}

function between(state: StateCore, { level }: Token): Token[] {
  const close = new state.Token("paragraph_close", "p", -1);
  const open = new state.Token("paragraph_open", "p", 1);
  close.level = level;
  open.level = level;
  return [close, open];
}

function textToken(state: StateCore, { level, map }: Token, content: string): Token {
  const text = new state.Token("inline", "", 0);
  text.content = content;
  text.level = level;
  text.map = map;
  text.children = [];
  return text;
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
