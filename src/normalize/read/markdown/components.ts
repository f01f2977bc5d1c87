import type { MarkdownIt, StateCore, StateInline, Token } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { type Attributes, firstOf, readAttributes } from "../../vocabulary/attributes.ts";
import { calloutKind } from "../../vocabulary/callouts.ts";
import { componentRule, htmlNames, linkProps, textProps, titleProps } from "../../vocabulary/components.ts";
import { withEmoji, withoutIconNames } from "../../vocabulary/emoji.ts";
import { calloutClose, calloutOpen, isBlock, leadIn, link } from "../../vocabulary/html-text.ts";
import { componentLine } from "./component-lines.ts";
import { withoutShortcodes } from "./dropped-shortcodes.ts";
import { inlineHtml, lineOf, type MarkdownEnv, ours } from "./nest.ts";
import { withValues } from "./values.ts";

/**
 * Tags in Markdown that are not HTML: components (`<Badge text="new"/>` of VitePress, MDX that could not be read as such)
 * become the text of their props, placeholders (`<your-name>`) become text.
 */
export function components(md: MarkdownIt): void {
  md.block.ruler.before("html_block", "component", componentLine, {
    alt: ["paragraph", "reference", "blockquote"],
  });
  md.inline.ruler.before("html_inline", "vue_tag", vueTag);
  md.core.ruler.after("inline", "components", (state) => {
    const blocks = state.tokens.filter(({ type }) => type === "html_block");
    const closed = closedIn(blocks.map(({ content }) => content).join(""));
    for (const token of state.tokens) {
      if (token.type === "html_block" && isLine(token.content, ours(state.env)))
        token.content = `<p>${inlineHtml(state.md, token.content.trim(), state.env)}</p>\n`;
      else if (token.type === "html_block") token.content = plainTags(token.content, state, closed);
      else if (token.type === "inline" && token.content.includes("<")) inlineTags(token, state);
    }
  });
}

/**
 * For kramdown and Python-Markdown an element of a line is not a block, so what is in it is Markdown; their own marks, a list of
 * attributes or an icon, show which of them reads the text.
 */
const isMarkdownSpan =
  /^<(?:span|small|big|a|b|i|em|strong|mark)\b[^>]*>[\s\S]*(?:[)\]*_`]\{:[^{}\n]*\}|:(?:material|octicons|fontawesome|simple)-[\w-]+:)/;

/** Pandoc reads Markdown in every element: https://pandoc.org/MANUAL.html#extension-markdown_in_html_blocks */
const isOfLine = /^<(?:span|small|big|a|b|i|em|strong|mark|button)\b/;

const isLine = (html: string, { isPandoc }: MarkdownEnv): boolean =>
  isMarkdownSpan.test(html) || (isPandoc === true && isOfLine.test(html));

function inlineTags(token: Token, state: StateCore): void {
  const children = token.children ?? [];
  if (!children.some((child) => child.type === "html_inline")) return;
  const tags = children.filter((child) => child.type === "html_inline");
  const closed = closedIn(tags.map(({ content }) => content).join(""));
  for (const child of tags) child.content = plainTag(child.content, state, false, closed);
}

/** Names of the elements that are closed in some HTML, also in lower case. */
function closedIn(html: string): ReadonlySet<string> {
  const names = [...html.matchAll(/<\/([A-Za-z][\w.:-]{0,60})/g)].map((match) => match[1] ?? "");
  return new Set([...names, ...names.map((name) => name.toLowerCase())]);
}

const vueName = String.raw`(?:[@#:]|v-)[\w.:@[\]-]+`;
const value = String.raw`(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>\x60]+))`;
const vueAttribute = new RegExp(String.raw`\s+${vueName}${value}?`, "g");
const anyTag = new RegExp(
  String.raw`^<[A-Za-z][\w.-]*(?:\s+(?:${vueName}|[A-Za-z_][\w:.-]*)${value}?)+\s*/?>`,
);

/** `<button @click="n++">` of VitePress, which is not HTML for CommonMark: the tag without Vue's attributes. */
function vueTag(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x3c) return false;
  const tag = anyTag.exec(state.src.slice(state.pos, state.pos + 1000))?.[0];
  const plain = tag?.replaceAll(vueAttribute, "");
  if (tag === undefined || plain === tag) return false;
  // A slot without its name would be a template, which nobody sees.
  if (!silent && !/^<template\s/i.test(tag)) state.push("html_inline", "", 0).content = plain ?? "";
  state.pos += tag.length;
  return true;
}

/** Elements whose content is not text for readers: one that is never closed would hide all that follows. */
const swallowing = new Set(
  `script style textarea title xmp iframe noembed noframes plaintext template noscript select option optgroup datalist
   dialog canvas object audio video svg math button head`.split(/\s+/),
);

/** Such a tag in a sentence is meant as text; one with attributes is meant, and ends at once. */
function unswallowed(tag: string, name: string): string {
  return /^<[\w-]+\s*>$/.test(tag) || name === "plaintext" ? escapeHtml(tag) : `${tag}</${name}>`;
}

/** Vue's slots and conditions (`<template #title>`) are displayed; HTML's templates are not. */
const vueTemplate = /^<template\s[^>]*(?:[#:@]|v-)[\w-]/i;

/** GitHub's emoji stand in the text of raw HTML as well: in the cells of tables above all. */
function withEmojiOutsideCode(html: string): string {
  if (!/:[a-z0-9_+-]{1,60}:/.test(html)) return html;
  return withoutIconNames(html)
    .split(/(<(?:pre|code)\b[\s\S]*?(?:<\/(?:pre|code)\s*>|$)|<[^<>]*>)/i)
    .map((part, i) => (i % 2 === 1 ? part : withEmoji(part)))
    .join("");
}

/** Rewrites the tags of raw HTML one by one. */
function plainTags(html: string, state: StateCore, closed: ReadonlySet<string>): string {
  const env = ours(state.env);
  const text = withEmojiOutsideCode(withValues(withoutShortcodes(html, env), env));
  let result = "";
  let from = 0;
  for (const { index } of text.matchAll(/<\/?[A-Za-z]/g)) {
    if (index < from) continue;
    const end = tagEnd(text, index);
    if (end === -1) break;
    result += text.slice(from, index) + plainTag(text.slice(index, end), state, true, closed);
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
  const isOpening = match[1] === "";
  const lower = name.toLowerCase();
  if (htmlNames.has(lower) && !/^[A-Z][a-z]/.test(name)) {
    if (vueTemplate.test(tag)) return "";
    const isOpen = isOpening && swallowing.has(lower) && !closed.has(lower) && !/\/\s*>$/.test(tag);
    return isOpen ? unswallowed(tag, lower) : tag;
  }
  const bare = (match[3] ?? "").trim() === "";
  if (/^[a-z]/.test(name) && bare && match[1] === "" && !closed.has(name)) return escapeHtml(tag);
  const env = ours(state.env);
  const rule = componentRule(name, env.components);
  // `List<String>` and `<Name>` in a sentence: a component is closed somewhere.
  if (rule === undefined && !block && bare && isOpening && !closed.has(name)) return escapeHtml(tag);
  const isListing = rule === undefined && name === "Listing";
  if (rule === undefined && !isListing && match[1] === "") {
    env.warnings.add(
      "unknown-component",
      `<${name}> is not a known component; its text is kept without its meaning.`,
      lineOf(env.source, tag),
    );
  }
  if (rule === "drop") return "";
  const attributes = readAttributes((match[3] ?? "").replace(/\/\s*$/, ""));
  if (isListing) return isOpening ? listing(attributes) : "";
  if (name === "Icon") return escapeHtml(firstOf(attributes.named, ["label"]) ?? "");
  if (typeof rule === "object" && rule.as === "callout") {
    const title = titleOf(attributes);
    if (!block) return isOpening && title !== "" ? `<strong>${title}</strong> ` : "";
    return match[1] === "/"
      ? calloutClose
      : calloutOpen(rule.kind ?? statedKind(attributes), titleOf(attributes));
  }
  if (!isOpening) return "";
  const text = spoken(attributes, block);
  // What the tag says is not a part of the first word in it.
  return block || text === "" || /\/\s*>$/.test(tag) ? text : `${text} `;
}

function statedKind({ named }: Attributes): string {
  return calloutKind(firstOf(named, ["type", "kind", "variant", "intent"]) ?? "note") ?? "Note";
}

function titleOf({ named }: Attributes): string {
  return escapeHtml(firstOf(named, titleProps) ?? "");
}

/** Props are plain text, in which authors mark code all the same: "Defining a `Box<T>`". */
const withCode = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 0 ? escapeHtml(part) : `<code>${escapeHtml(part)}</code>`))
    .join("");

/** A numbered listing of code as The Rust Programming Language writes it: `<Listing number="4-1" file-name="src/main.rs" caption="…">`. */
function listing({ named }: Attributes): string {
  const [number, file, caption] = ["number", "file-name", "caption"].map((name) => named.get(name) ?? "");
  const label = number ? `Listing ${number}` : "";
  const words = [escapeHtml(label), withCode(caption ?? "")].filter((part) => part !== "").join(": ");
  return leadIn(escapeHtml(file ?? "")) + (words === "" ? "" : `<p>${words}</p>\n`);
}

/** The props that a reader would see. */
function spoken(attributes: Attributes, block: boolean): string {
  const title = titleOf(attributes);
  const text = withCode(firstOf(attributes.named, textProps) ?? "");
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
