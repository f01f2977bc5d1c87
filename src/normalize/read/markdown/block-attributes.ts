import type { MarkdownIt, StateBlock, StateCore, Token } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { readAttributes } from "../../vocabulary/attributes.ts";
import { calloutKind, calloutLead } from "../../vocabulary/callouts.ts";
import { calloutClose, calloutOpen, leadIn } from "../../vocabulary/html-text.ts";
import { indentOf, inlineHtml, lineText } from "./nest.ts";

/** One attribute of a list as kramdown, Pandoc and MkDocs write it. */
const item = String.raw`(?:[#.][^\s{}"'=]+|[\w-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+))`;
const line = new RegExp(
  String.raw`^\{(?::([^{}\n]{0,300})|[ \t]*(${item}(?:[ \t]+${item})*)[ \t]*)\}[ \t]*$`,
);

/**
 * Lines that only state attributes of the block before or behind them: `{: .note }`, `{: style="display:none"}`, `{.hidden}`,
 * `{:toc}`. A block that they hide is hidden, a callout's class makes a callout, a table of contents goes.
 * https://kramdown.gettalong.org/syntax.html#block-ials
 */
export function blockAttributes(md: MarkdownIt): void {
  md.block.ruler.before("paragraph", "attribute_line", attributeLine, {
    alt: ["paragraph", "reference", "blockquote"],
  });
  md.core.ruler.after("block", "attribute_lines", applyAll);
}

function attributeLine(state: StateBlock, at: number, end: number, silent: boolean): boolean {
  const text = lineText(state, at);
  if (!text.startsWith("{") || indentOf(state, at) >= 4) return false;
  const match = line.exec(text.slice(0, 400));
  if (match === null) return false;
  if (silent) return true;
  const token = state.push("attribute_line", "", 0);
  token.hidden = true;
  token.content = (match[1] ?? match[2] ?? "").trim();
  token.info = match[1] === undefined ? "" : ":";
  const isFirst = state.tokens.at(-2)?.nesting === 1;
  const isBehind = at > 0 && !state.isEmpty(at - 1) && state.tokens.length > 1 && !isFirst;
  const isBefore = at + 1 < end && !state.isEmpty(at + 1);
  token.markup = isBehind ? "behind" : isBefore ? "before" : "";
  state.line = at + 1;
  return true;
}

/** From the last to the first, so that earlier positions stay valid. */
function applyAll(state: StateCore): void {
  if (!state.tokens.some(({ type }) => type === "attribute_line")) return;
  for (let i = state.tokens.length - 1; i >= 0; i -= 1) {
    const token = state.tokens[i];
    if (token?.type !== "attribute_line") continue;
    const target = targetOf(state.tokens, i, token.markup);
    state.tokens.splice(i, 1);
    if (target === undefined) continue;
    const shift = target.from > i ? 1 : 0;
    apply(state, token, { from: target.from - shift, to: target.to - shift });
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function targetOf(tokens: readonly Token[], at: number, place: string): Range | undefined {
  if (place === "behind") {
    const last = tokens[at - 1];
    if (last === undefined || last.nesting === 1) return undefined;
    if (last.nesting === 0) return { from: at - 1, to: at - 1 };
    const from = tokens.findLastIndex(
      (one, i) => i < at - 1 && one.nesting === 1 && one.level === last.level,
    );
    return from === -1 ? undefined : { from, to: at - 1 };
  }
  const first = place === "before" ? tokens[at + 1] : undefined;
  if (first === undefined || first.nesting === -1) return undefined;
  if (first.nesting === 0) return first.type === "attribute_line" ? undefined : { from: at + 1, to: at + 1 };
  const to = tokens.findIndex((one, i) => i > at + 1 && one.nesting === -1 && one.level === first.level);
  return to === -1 ? undefined : { from: at + 1, to };
}

function apply(state: StateCore, { content, info }: Token, { from, to }: Range): void {
  const first = state.tokens[from];
  if (first === undefined) return;
  if (info === ":" && /^toc\b/.test(content) && /^(?:bullet|ordered)_list_open$/.test(first.type)) {
    state.tokens.splice(from, to - from + 1);
    dropContentsHeading(state.tokens, from);
    return;
  }
  const id = /(?:^|\s)#([^\s]+)/.exec(content)?.[1];
  if (id !== undefined && first.type === "heading_open") first.attrSet("id", id);
  if (info !== ":") sayAttributes(state, content, { from, to });
  const callout = info === ":" ? calloutOf(content) : undefined;
  if (callout !== undefined) wrapCallout(state, callout, { from, to });
  const hiding = hidingTag(content);
  if (hiding !== undefined) {
    const last = callout === undefined || first.type === "blockquote_open" ? to : to + 2;
    state.tokens.splice(last + 1, 0, html(state, "</div>\n"));
    state.tokens.splice(from, 0, html(state, hiding));
  }
}

/** MyST's author of a quotation, and how a list counts. https://myst-parser.readthedocs.io/en/latest/syntax/typography.html */
function sayAttributes(state: StateCore, content: string, { from, to }: Range): void {
  const { named } = readAttributes(content);
  const [first, author, style] = [state.tokens[from], named.get("attribution"), named.get("style")];
  if (first?.type === "blockquote_open" && author !== undefined)
    state.tokens.splice(to, 0, html(state, `<p>— ${escapeHtml(author)}</p>\n`));
  if (first?.type === "ordered_list_open" && style !== undefined && /^(?:lower|upper)-[a-z]+$/.test(style))
    first.attrSet("style", `list-style-type: ${style}`);
}

function html(state: StateCore, content: string): Token {
  const token = new state.Token("block_html_ready", "", 0);
  token.content = content;
  return token;
}

/** The heading of a table of contents, whose own attributes may stand between. */
function dropContentsHeading(tokens: Token[], before: number): void {
  const close = tokens.findLastIndex((one, i) => i < before && one.type !== "attribute_line");
  const text = tokens[close - 1]?.content.trim() ?? "";
  if (tokens[close]?.type !== "heading_close" || !contentsHeading.test(text)) return;
  for (const token of tokens.slice(close - 2, close + 1)) {
    token.type = "block_html_ready";
    token.content = "";
  }
}

const contentsHeading = /^(?:(?:table of )?contents|toc|on this page)$/i;

const calloutClass = /^(?:alert-|prompt-|box-|notice--|callout-|admonition-)?([a-z]+?)(-title)?$/i;

/** The callout that a list's classes state: of Just the Docs (`.note-title`), Chirpy, Minimal Mistakes, Bootstrap. */
function calloutOf(content: string): { kind: string; titled: boolean } | undefined {
  const found = classesOf(content).flatMap((name) => {
    const [, word = "", title] = calloutClass.exec(name) ?? [];
    const kind = calloutKind(word);
    return kind === undefined ? [] : [{ kind, titled: title !== undefined }];
  });
  return found.find(({ kind }) => kind !== "Note") ?? found[0];
}

function wrapCallout(
  state: StateCore,
  { kind, titled }: { kind: string; titled: boolean },
  { from, to }: Range,
): void {
  const isQuote = state.tokens[from]?.type === "blockquote_open";
  const at = isQuote ? from + 1 : from;
  const text = titled && state.tokens[at]?.type === "paragraph_open" ? state.tokens[at + 1] : undefined;
  const [own = "", ...rest] = text?.content.split("\n") ?? [];
  const title = inlineHtml(state.md, own, state.env);
  if (!isQuote) state.tokens.splice(to + 1, 0, html(state, calloutClose));
  const lead = isQuote ? leadIn(calloutLead(kind, title)) : calloutOpen(kind, title);
  // A title on a line of its own leaves no paragraph behind.
  if (text !== undefined && rest.length === 0)
    state.tokens.splice(at, 3, html(state, lead), html(state, ""), html(state, ""));
  else {
    if (text !== undefined) text.content = rest.join("\n");
    state.tokens.splice(at, 0, html(state, lead));
  }
}

function classesOf(content: string): string[] {
  return [...content.matchAll(/(?:^|\s|(?<=[\w-]))\.([A-Za-z][\w:-]*)/g)].map((match) => match[1] ?? "");
}

/** The start of an element that is hidden as the attributes say; undefined when they hide nothing. */
export function hidingTag(content: string, name = "div"): string | undefined {
  const attributes = hidingAttributes(content);
  return attributes === "" ? undefined : `<${name}${attributes}>`;
}

/** What may hide an element: the cleaning step decides, as for HTML. */
export function hidingAttributes(content: string): string {
  const { named, positional } = readAttributes(content.replace(/^:/, ""));
  const classes = [...classesOf(content), ...(named.get("class")?.split(/\s+/) ?? [])];
  const isHidden =
    positional.includes("hidden") ||
    named.has("hidden") ||
    classes.some((one) => /^(?:content-hidden|hide|comment)$/i.test(one));
  const style = named.get("style");
  const hiding = classes.filter((one) => /hid|none|invisible|opacity-0/i.test(one));
  return [
    isHidden ? " hidden" : "",
    hiding.length === 0 ? "" : ` class="${escapeHtml(hiding.join(" "))}"`,
    style === undefined ? "" : ` style="${escapeHtml(style)}"`,
  ].join("");
}
