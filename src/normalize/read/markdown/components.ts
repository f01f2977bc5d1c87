import type { MarkdownIt, StateBlock, StateCore, Token } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { type Attributes, firstOf, readAttributes } from "../../vocabulary/attributes.ts";
import { calloutKind } from "../../vocabulary/callouts.ts";
import { componentRule, htmlNames, linkProps, textProps, titleProps } from "../../vocabulary/components.ts";
import { calloutClose, calloutOpen, isBlock, leadIn, link } from "../../vocabulary/html-text.ts";
import { indentOf, lineText, ours } from "./nest.ts";
import { withoutShortcodes } from "./shortcodes.ts";

/**
 * Tags in Markdown that are not HTML: components (`<Badge text="new"/>` of VitePress, MDX that could not be read as such)
 * become the text of their props, placeholders (`<your-name>`) become text.
 */
export function components(md: MarkdownIt): void {
  md.block.ruler.before("html_block", "component", componentLine, {
    alt: ["paragraph", "reference", "blockquote"],
  });
  md.core.ruler.after("inline", "components", (state) => {
    for (const token of state.tokens) {
      if (token.type === "html_block") token.content = plainTags(token.content, state, true);
      else if (token.type === "inline" && token.content.includes("<")) inlineTags(token, state);
    }
  });
}

const tagStart = /^<\/?[A-Z][\w.]*(?=[\s/>])/;

/** A component's tag on lines of its own is a block, so that what follows is read as Markdown. */
function componentLine(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (indentOf(state, startLine) >= 4 || !tagStart.test(lineText(state, startLine).slice(0, 100)))
    return false;
  const last = Math.min(endLine, startLine + 200);
  for (let line = startLine; line < last && !state.isEmpty(line); line += 1) {
    const text = lineText(state, line).trimEnd();
    if (!text.endsWith(">") || text.endsWith("=>")) continue;
    const tag = state.getLines(startLine, line + 1, state.blkIndent, false);
    if (tag.indexOf("<", 1) !== -1) return false;
    if (!silent) {
      const token = state.push("html_block", "", 0);
      token.content = `${tag.trim()}\n`;
      state.line = line + 1;
    }
    return true;
  }
  return false;
}

function inlineTags(token: Token, state: StateCore): void {
  const children = token.children ?? [];
  if (!children.some((child) => child.type === "html_inline")) return;
  const closed = new Set(children.flatMap((child) => /^<\/([\w.:-]+)/.exec(child.content)?.[1] ?? []));
  for (const child of children) {
    if (child.type === "html_inline") child.content = plainTag(child.content, state, false, closed);
  }
}

/** Rewrites the tags of raw HTML one by one. */
function plainTags(html: string, state: StateCore, block: boolean): string {
  const env = ours(state.env);
  const text = withoutShortcodes(html, env.warnings);
  const closed = new Set([...text.matchAll(/<\/([A-Za-z][\w.:-]{0,60})/g)].map((match) => match[1] ?? ""));
  let result = "";
  let from = 0;
  for (const { index } of text.matchAll(/<\/?[A-Za-z]/g)) {
    if (index < from) continue;
    const end = tagEnd(text, index);
    if (end === -1) break;
    result += text.slice(from, index) + plainTag(text.slice(index, end), state, block, closed);
    from = end;
  }
  return result + text.slice(from);
}

/** The offset behind the `>` of a tag; a few `>` inside quotes are skipped. */
function tagEnd(text: string, start: number): number {
  let end = start;
  for (let tries = 0; tries < 4; tries += 1) {
    const next = text.indexOf(">", end);
    if (next === -1) return tries === 0 ? -1 : end;
    end = next + 1;
    if (end - start > 4000 || (text.slice(start, end).split('"').length % 2 === 1 && text[next - 1] !== "="))
      return end;
  }
  return end;
}

function plainTag(tag: string, state: StateCore, block: boolean, closed: ReadonlySet<string>): string {
  const match = /^<(\/?)([A-Za-z][\w.:-]*)([\s\S]*)>$/.exec(tag);
  const name = match?.[2];
  if (match === null || name === undefined) return tag;
  if (htmlNames.has(name.toLowerCase()) && !/^[A-Z][a-z]/.test(name)) return tag;
  const bare = (match[3] ?? "").trim() === "";
  if (/^[a-z]/.test(name) && bare && match[1] === "" && !closed.has(name)) return escapeHtml(tag);
  const env = ours(state.env);
  const rule = componentRule(name, env.components);
  if (rule === undefined && match[1] === "") {
    env.warnings.add(
      "unknown-component",
      `<${name}> is not a known component; its text is kept without its meaning.`,
    );
  }
  if (rule === "drop") return "";
  const attributes = readAttributes((match[3] ?? "").replace(/\/\s*$/, ""));
  if (typeof rule === "object" && rule.as === "callout") {
    if (!block) return "";
    return match[1] === "/"
      ? calloutClose
      : calloutOpen(rule.kind ?? statedKind(attributes), titleOf(attributes));
  }
  return match[1] === "/" ? "" : spoken(attributes, block);
}

function statedKind({ named }: Attributes): string {
  return calloutKind(firstOf(named, ["type", "kind", "variant", "intent"]) ?? "note") ?? "Note";
}

function titleOf({ named }: Attributes): string {
  return escapeHtml(firstOf(named, titleProps) ?? "");
}

/** The props that a reader would see. */
function spoken(attributes: Attributes, block: boolean): string {
  const title = titleOf(attributes);
  const text = escapeHtml(firstOf(attributes.named, textProps) ?? "");
  const href = firstOf(attributes.named, linkProps);
  if (!block)
    return [
      link(href, title || (href !== undefined ? text : "")),
      href !== undefined && title === "" ? "" : text,
    ]
      .filter((part) => part !== "")
      .join(" ");
  const html = `${leadIn(title === "" ? "" : link(href, title))}${text === "" ? "" : `<p>${text}</p>\n`}`;
  return isBlock(html) ? html : "";
}
