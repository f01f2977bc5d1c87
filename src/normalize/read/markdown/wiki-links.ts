import type { MarkdownIt, StateInline } from "markdown-it";
import { escapeHtml } from "../../../html/characters.ts";
import { image } from "../../vocabulary/html-text.ts";
import { isPicture, type WikiLink, wikiLinkAt } from "../../vocabulary/wiki-links.ts";
import { isPage, pageLink } from "../page-links.ts";
import { type MarkdownEnv, ours } from "./nest.ts";

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
  if (listings.test(link.first)) {
    if (!silent) env.warnings.explain(link.first);
    state.pos += link.length;
    return true;
  }
  if (isPicture(link.first) && !silent) env.warnings.explain(src.slice(pos, pos + link.length));
  const shown = isPicture(link.first)
    ? pictureOf(link)
    : linkOf(link, env, src.slice(pos, pos + link.length));
  if (shown === undefined) return false;
  if (!silent) state.push("block_html_ready", "", 0).content = shown;
  state.pos += link.length;
  return true;
}

/** Tables of contents and of pages below: of Gollum, GitLab and Azure DevOps. */
const listings = /^(?:_(?:TOC|TOSP|SUBPAGES)_|TOC|toc)$/;

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
  if (page.startsWith("#^")) return escapeHtml(text ?? "");
  if (/^\[\[\s/.test(written) && second === undefined && !isPage(env, page)) return undefined;
  return pageLink(page, text && escapeHtml(text), written, env);
}

/** The page and its text: the side that leads to a page is the page; where both or neither do, the dialect's order decides. */
function sidesOf(
  first: string,
  second: string | undefined,
  env: MarkdownEnv,
): readonly [page: string, text: string | undefined] {
  if (second === undefined) return [first, undefined];
  const isKnown = (side: string) => isPage(env, side);
  const isNamed = (side: string) => /[/#]|\.md$|^\S+-\S+$/.test(side);
  for (const test of [isKnown, isNamed]) {
    if (test(first) !== test(second)) return test(first) ? [first, second] : [second, first];
  }
  return env.isGollum ? [second, first] : [first, second];
}

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
