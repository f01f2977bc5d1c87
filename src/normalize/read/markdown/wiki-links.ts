import type { MarkdownIt, StateInline } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { image } from "../../vocabulary/html-text.ts";
import {
  isAddress,
  isPicture,
  type WikiLink,
  wikiLinkAt,
  wikiTargetOf,
} from "../../vocabulary/wiki-links.ts";
import { type MarkdownEnv, ours } from "./nest.ts";
import { placeOf } from "./values.ts";

/** Links of wikis, and Obsidian's `^block` ids, which are addresses of its editor and leave the text. */
export function wikiLinks(md: MarkdownIt): void {
  md.inline.ruler.before("link", "wiki_link", wikiLink);
  md.inline.ruler.before("link", "block_id", blockId);
}

function wikiLink(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (!src.startsWith("[[", pos) && !src.startsWith("![[", pos)) return false;
  const link = wikiLinkAt(src, pos);
  if (link === undefined) return false;
  const env = ours(state.env);
  const shown = isPicture(link.first)
    ? pictureOf(link)
    : linkOf(link, env, src.slice(pos, pos + link.length));
  if (shown === undefined) return false;
  if (!silent) state.push("block_html_ready", "", 0).content = shown;
  state.pos += link.length;
  return true;
}

/** `![[image.png|300]]`, `[[image.png|alt=text|frame]]`. */
function pictureOf({ first, second = "" }: WikiLink): string {
  const options = second.split("|").map((option) => option.trim());
  const stated = options.find((option) => option.startsWith("alt="))?.slice(4);
  const words = options.find((option) => !/^[\dx]*$|=|^(?:frame|thumb|left|right|center)$/.test(option));
  return image(stated ?? words ?? "", first);
}

/** Undefined for what is no wiki's: `[[ -f file ]]`. */
function linkOf({ first, second }: WikiLink, env: MarkdownEnv, written: string): string | undefined {
  const [page, text] = sidesOf(first, second || undefined, env);
  const name = text ?? nameOf(page);
  if (isAddress(page)) return anchor(page, text ?? page);
  if (page.startsWith("#^")) return escapeHtml(text ?? "");
  const target = wikiTargetOf(page);
  if (env.wikiTargets?.has(target)) return anchor(target, name);
  if (env.withheldPages?.has(target)) {
    // Without words of its own it names the page.
    if (text === undefined) env.warnings.explain(name);
    return text === undefined ? "" : anchor(target, text);
  }
  if (/^\[\[\s/.test(written) && second === undefined) return undefined;
  env.warnings.add(
    "link-unresolved",
    `There is no page for ${written.replace(/^!/, "")}${placeOf(env, written)}: it is kept as text.`,
  );
  return escapeHtml(name);
}

const anchor = (target: string, text: string): string =>
  `<a href="${escapeHtml(target).replaceAll('"', "&quot;")}">${escapeHtml(text)}</a>`;

/** The page and its text: the side that leads to a page is the page; where both or neither do, the dialect's order decides. */
function sidesOf(
  first: string,
  second: string | undefined,
  { wikiTargets, withheldPages, isGollum }: MarkdownEnv,
): readonly [page: string, text: string | undefined] {
  if (second === undefined) return [first, undefined];
  const isKnown = (side: string) =>
    isAddress(side) || [wikiTargets, withheldPages].some((known) => known?.has(wikiTargetOf(side)) === true);
  const isNamed = (side: string) => /[/#]|\.md$|^\S+-\S+$/.test(side);
  for (const test of [isKnown, isNamed]) {
    if (test(first) !== test(second)) return test(first) ? [first, second] : [second, first];
  }
  return isGollum ? [second, first] : [first, second];
}

/** `Folder/Page.md#Heading` → "Page › Heading". */
const nameOf = (page: string): string =>
  page
    .replace(/#\^.*$/, "")
    .replace(/^[^#]*\//, "")
    .replace(/\.(?:md|markdown)(?=#|$)/, "")
    .replaceAll("#", " › ")
    .replace(/^ › /, "");

const id = /\^(?=[\w-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{2,60}[ \t]*(?:\n|$)/y;

/** `Text ^37066d` at the end of a line, or alone on it. */
function blockId(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src.charCodeAt(pos) !== 0x5e || !/^\s?$/.test(src[pos - 1] ?? "")) return false;
  id.lastIndex = pos;
  const match = id.exec(src);
  if (match === null) return false;
  if (!silent) {
    state.pending = state.pending.trimEnd();
    ours(state.env).warnings.explain(match[0]);
  }
  // The line's end stays, for the rule of line breaks.
  state.pos += match[0].replace(/\n$/, "").length;
  return true;
}
