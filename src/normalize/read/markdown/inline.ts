import type { MarkdownIt, StateBlock, StateInline, Token } from "markdown-it";
import { readAttributes } from "../../vocabulary/attributes.ts";
import { calloutKind } from "../../vocabulary/callouts.ts";
import { image } from "../../vocabulary/html-text.ts";
import { lineText } from "./nest.ts";

/** Marks inside text: `{#id}` and `{: .class}`, task boxes, Microsoft's `:::image …:::`. */
export function inlineSpellings(md: MarkdownIt): void {
  md.block.ruler.before("paragraph", "attribute_line", attributeLine, {
    alt: ["paragraph", "reference", "blockquote"],
  });
  md.inline.ruler.before("link", "colon_marks", colonMark);
  md.inline.ruler.before("link", "attribute_list", attributeList);
  md.core.ruler.after("block", "headings_and_tasks", (state) => {
    for (const [i, token] of state.tokens.entries()) {
      if (token.type !== "inline") continue;
      const before = state.tokens[i - 1];
      if (before?.type === "heading_open") token.content = headingText(token.content, before);
      if (before?.type === "paragraph_open" && state.tokens[i - 2]?.type === "list_item_open") task(token);
    }
  });
}

const item = String.raw`(?:[#.][\w:-]+|[\w-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+))`;
const list = new RegExp(String.raw`^\{:?[ \t]*(${item}(?:[ \t]+${item})*)[ \t]*\}`);
const headingMark = new RegExp(
  String.raw`[ \t]*\\?\{(?=[#.:])(:?[ \t]*${item}(?:[ \t]+${item})*)[ \t]*\}[ \t]*#*[ \t]*$`,
);

/** The text without a trailing `{#id}`; `keep` gets the id. */
export function withoutHeadingMark(text: string, keep: (id: string) => void): string {
  const from = Math.max(0, text.lastIndexOf("{") - 40);
  const tail = text.slice(from);
  const match = tail.length > 600 ? null : (headingMark.exec(tail) ?? /[ \t]+\[(#[\w-]+)\]$/.exec(tail));
  if (match === null) return text;
  const id = /#([\w:-]+)/.exec(match[1] ?? "")?.[1];
  if (id !== undefined) keep(id);
  return text.slice(0, from + match.index);
}

function headingText(text: string, open: Token): string {
  return withoutHeadingMark(text, (id) => open.attrSet("id", id));
}

function task(token: Token): void {
  const box = /^\[([ xX])\][ \t]+/.exec(token.content);
  if (box === null) return;
  token.content = `${box[1] === " " ? "☐" : "☑"} ${token.content.slice(box[0].length)}`;
}

/** kramdown's and MkDocs' marks behind a link, an image, code or emphasis. */
function attributeList(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x7b || state.pos === 0) return false;
  const match = list.exec(state.src.slice(state.pos, state.pos + 300));
  if (match === null) return false;
  const colon = state.src[state.pos + 1] === ":";
  if (!colon && !/[)\]*`_]/.test(state.src[state.pos - 1] ?? "")) return false;
  if (!silent && state.pending.endsWith(" ")) state.pending = state.pending.trimEnd();
  state.pos += match[0].length;
  return true;
}

/** A line that only states attributes of the block before or behind it. */
function attributeLine(state: StateBlock, line: number, _end: number, silent: boolean): boolean {
  const text = lineText(state, line);
  if (!text.startsWith("{")) return false;
  const match = list.exec(text.slice(0, 300));
  if (match === null || text.slice(match[0].length).trim() !== "") return false;
  if (silent) return true;
  const kind = calloutKind(/^\.([\w]+)/.exec(match[1] ?? "")?.[1] ?? "");
  if (kind !== undefined && text.startsWith("{:")) {
    const token = state.push("block_html_ready", "", 0);
    token.content = `<p><strong>${kind}</strong></p>\n`;
  }
  state.line = line + 1;
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
