import type { MarkdownIt, StateCore, StateInline, Token } from "markdown-it";
import { readAttributes } from "../../vocabulary/attributes.ts";
import { image } from "../../vocabulary/html-text.ts";
import { hidingAttributes } from "./block-attributes.ts";
import { ours } from "./nest.ts";
import { wordsWithValues } from "./target-values.ts";

/** Marks inside text: `{#id}` and `{: .class}`, task boxes, Microsoft's `:::image …:::`. */
export function inlineSpellings(md: MarkdownIt): void {
  md.inline.ruler.before("link", "colon_marks", colonMark);
  md.inline.ruler.before("link", "attribute_list", attributeList);
  md.inline.ruler.before("attribute_list", "bracketed_span", bracketedSpan);
  md.core.ruler.after("inline", "hidden_spans", hideSpans);
  md.core.ruler.after("inline", "picture_words", plainWords);
  md.core.ruler.after("block", "headings_and_tasks", (state) => {
    for (const [i, token] of state.tokens.entries()) {
      if (token.type !== "inline") continue;
      const before = state.tokens[i - 1];
      if (token.content.includes("^")) token.content = token.content.replace(blockId, "");
      if (before?.type === "heading_open") token.content = headingText(token.content, before);
      if (before?.type === "paragraph_open" && state.tokens[i - 2]?.type === "list_item_open") task(token);
    }
  });
}

/** Obsidian's ` ^id` behind a block, to which links lead: https://help.obsidian.md/links */
const blockId = /(?:^|[ \t])\^(?=[\d-]*[A-Za-z])[A-Za-z\d-]{2,60}[ \t]*$/;
const item = String.raw`(?:[#.][^\s{}"'=]+|[\w-]+=(?:"(?:[^"\\]|\\.)*"|'[^'\n]*'|[^\s"'{}]+))`;
const list = new RegExp(String.raw`^\{(?::[ \t]*[^{}\n]{0,300}|[ \t]*${item}(?:[ \t]+${item})*[ \t]*)\}`);
/** `{#v1.2}`, `{ #id }`, `{: #id .x}`, `{#Client.close()}`, `{.x}`, `{id=x}`; Pandoc's `{-}`; Markdoc's `{% #id %}`. */
const headingMark = new RegExp(
  String.raw`[ \t]*\\?\{(%?[ \t]*#[^\s{}][^{}\n]*|[ \t]*\.[A-Za-z][^{}\n]*|:[^{}\n]*|[ \t]*${item}(?:[ \t]+${item})*[ \t]*|-)\}[ \t]*#*[ \t]*$`,
);
/** AsciiDoc's `[#id]`, docsify's `:id=x`. */
const otherMark = /[ \t]+(?:\[(#[\w-]+)\]|:(id=[\w-]+))[ \t]*$/;
/** Nextra's and Fumadocs' ` [!toc]` keeps a heading out of the list of contents, or only there. */
const listed = /[ \t]+\[!?toc\](?=[ \t]*(?:\[#[\w-]+\][ \t]*)?$)/gi;

/** The text without a trailing `{#id}`; `keep` gets the id, `hide` what may hide the heading. */
export function withoutHeadingMark(
  text: string,
  keep: (id: string) => void,
  hide: (attributes: string) => void = () => undefined,
): string {
  const plain = text.includes("toc]") ? text.replaceAll(listed, "").replaceAll(listed, "") : text;
  return withoutId(plain, keep, hide);
}

function withoutId(text: string, keep: (id: string) => void, hide: (attributes: string) => void): string {
  const from = Math.max(0, text.lastIndexOf("{") - 40);
  const tail = text.slice(from);
  const match = tail.length > 600 ? null : (headingMark.exec(tail) ?? otherMark.exec(tail));
  if (match === null) return text;
  const content = match[1] ?? match[2] ?? "";
  const id = /(?:#|\bid=["']?)([^\s"'%]+)/.exec(content)?.[1];
  if (id !== undefined) keep(id);
  const hiding = hidingAttributes(content);
  if (hiding !== "") hide(hiding);
  return text.slice(0, from + match.index);
}

function headingText(text: string, open: Token): string {
  // An HTML comment behind the mark is not part of the heading: MkDocs Material's badges.
  const plain = text.replaceAll(/[ \t]*<!--.{0,500}?-->/g, "");
  return withoutHeadingMark(
    plain,
    (id) => open.attrSet("id", id),
    (attributes) => {
      for (const [, name = "", value = ""] of attributes.matchAll(/ ([a-z]+)(?:="([^"]*)")?/g)) {
        open.attrSet(name, value);
      }
    },
  );
}

function task(token: Token): void {
  const box = /^\[([ xX])\][ \t]+/.exec(token.content);
  if (box === null) return;
  token.content = `${box[1] === " " ? "☐" : "☑"} ${token.content.slice(box[0].length)}`;
}

/** kramdown's and MkDocs' marks behind a link, an image, code or emphasis, and Pandoc's behind `[text]`. */
function attributeList(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x7b || state.pos === 0) return false;
  const match = list.exec(state.src.slice(state.pos, state.pos + 2000));
  if (match === null || (state.src[state.pos + 1] !== ":" && !endsElement(state))) return false;
  if (!silent) {
    if (state.pending.endsWith(" ")) state.pending = state.pending.trimEnd();
    const hiding = hidingAttributes(match[0].slice(1, -1));
    describePicture(state, match[0]);
    if (hiding !== "") state.push("span_attributes", "", 0).content = hiding;
  }
  state.pos += match[0].length;
  return true;
}

/** Quarto's `![Caption](x.png){fig-alt="Description"}`. https://quarto.org/docs/authoring/figures.html */
function describePicture(state: StateInline, attributes: string): void {
  const picture = state.tokens.at(-1);
  const stated = /\b(?:fig-)?alt=(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/.exec(attributes);
  const words = wordsWithValues(stated?.[1] ?? stated?.[2] ?? "", ours(state.env))
    .replaceAll(/\\(?=")/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (picture?.type !== "image" || words === "" || state.pending !== "") return;
  const text = new state.Token("text", "", 0);
  text.content = picture.content === "" ? words : ` – ${words}`;
  picture.children = [...(picture.children ?? []), text];
}

/** A picture's description is text: tags in it (`![Photo by <a href="x">Ada</a>](p.png)`) are no words. */
function plainWords(state: StateCore): void {
  for (const { children } of state.tokens)
    for (const picture of children ?? [])
      for (const child of picture.type === "image" ? (picture.children ?? []) : [])
        if (child.type === "html_inline") child.content = /^<br\b/i.test(child.content) ? " " : "";
}

/** Whether an element ends here: in `x_{i=1}` the mark ends no emphasis, and the braces are text. */
function endsElement(state: StateInline): boolean {
  const last = state.src[state.pos - 1] ?? "";
  if (/[)\]`]/.test(last) || /^(?:html_inline|link_close)$/.test(state.tokens.at(-1)?.type ?? ""))
    return true;
  const marker = last.charCodeAt(0);
  const [closer, ...openers] = state.delimiters.filter((one) => one.marker === marker).reverse();
  return closer?.close === true && openers.some(({ open }) => open);
}

/** Hides what stands before a list that hides it: an element, a code span, or a word in brackets. */
function hideSpans(state: StateCore): void {
  for (const { children } of state.tokens) {
    if (!children?.some(({ type }) => type === "span_attributes")) continue;
    for (let i = children.length - 1; i > 0; i -= 1) {
      const token = children[i];
      if (token?.type !== "span_attributes") continue;
      const opening = new state.Token("html_inline", "", 0);
      opening.content = `<span${token.content}>`;
      token.type = "html_inline";
      token.content = "</span>";
      children.splice(startOfElement(children, i - 1), 0, opening);
    }
  }
}

function startOfElement(children: readonly Token[], end: number): number {
  let at = end;
  while (at > 0 && children[at]?.type === "text" && children[at]?.content === "") at -= 1;
  if (children[at]?.nesting !== -1) return at;
  const { level } = children[at] ?? { level: 0 };
  const open = children.findLastIndex((one, i) => i < at && one.nesting === 1 && one.level === level);
  return open === -1 ? at : open;
}

const bracketed = /^\[((?:[^[\]\n\\]|\\.){1,300})\](?=\{)/;

/** Pandoc's and Quarto's `[text]{.class}`: the text. */
function bracketedSpan(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x5b) return false;
  const match = bracketed.exec(state.src.slice(state.pos, state.pos + 320));
  const attributes =
    match && list.exec(state.src.slice(state.pos + match[0].length, state.pos + match[0].length + 400));
  if (!match || !attributes || attributes[0].startsWith("{:")) return false;
  if (!silent) {
    const hiding = hidingAttributes(attributes[0].slice(1, -1));
    const max = state.posMax;
    if (hiding !== "") state.push("html_inline", "", 0).content = `<span${hiding}>`;
    state.pos += 1;
    state.posMax = state.pos + (match[1] ?? "").length;
    state.md.inline.tokenize(state);
    state.posMax = max;
    if (hiding !== "") state.push("html_inline", "", 0).content = "</span>";
    state.pos += 1 + attributes[0].length;
  } else state.pos += match[0].length + attributes[0].length;
  return true;
}

const colonSpelling = /^:::\s?(image|no-loc|video)\s([^\n]{1,2000}?):::/;

function colonMark(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith(":::", state.pos)) return false;
  const match = colonSpelling.exec(state.src.slice(state.pos, state.pos + 2100));
  if (match === null) return false;
  const { named } = readAttributes(match[2] ?? "");
  if (!silent) {
    if (match[1] === "no-loc") state.push("text", "", 0).content = named.get("text") ?? "";
    else
      state.push("block_html_ready", "", 0).content = image(named.get("alt-text") ?? "", named.get("source"));
  }
  state.pos += match[0].length;
  return true;
}
