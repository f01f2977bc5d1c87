import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { escapeHtml } from "../characters.ts";
import { textOf } from "../dom.ts";
import type { StatedText } from "./data.ts";
import { textOfDiscourse } from "./discourse.ts";
import { textOfLinkedData } from "./linked-data.ts";

/** Characters; less is a summary. */
const MIN_TEXT = 300;
/** A page that shows this share of it does not wait for a script. */
const MAX_SHOWN = 0.3;

/** The HTML with the text that its data has (see `statedHtml`); undefined where that is not read. */
export function withStatedText(html: string, tree: ParentNode): string | undefined {
  const stated = statedHtml(html, tree);
  if (stated === undefined) return undefined;
  const end = html.toLowerCase().lastIndexOf("</body");
  const at = end === -1 ? html.length : end;
  return `${html.slice(0, at)}${stated}${html.slice(at)}`;
}

/**
 * The text that the data of a page has, as HTML, where the page shows next to nothing until a script draws it. Undefined
 * where the page has a text of its own, or no such data.
 * @param tree of the page as it was parsed
 */
export function statedHtml(html: string, tree: ParentNode): string | undefined {
  if (!/application\/ld\+json|data-preloaded/i.test(html)) return undefined;
  const stated: StatedText[] = [];
  const page = { shown: 0, stated };
  look(tree, page);
  const sizes = stated.map(({ posts }) => posts.reduce((sum, { text }) => sum + lettersIn(text), 0));
  const most = Math.max(0, ...sizes);
  const largest = stated[sizes.indexOf(most)];
  return !largest || most < MIN_TEXT || page.shown > most * MAX_SHOWN ? undefined : htmlOf(largest);
}

const unseen = new Set(
  "head script style template noscript svg textarea select option iframe nav footer".split(" "),
);

/** Counts the letters that a reader sees of the text below a node, and collects the data. */
function look(node: ParentNode, page: { shown: number; readonly stated: StatedText[] }, isSeen = true): void {
  for (const child of node.children) {
    if (isText(child) && isSeen) page.shown += lettersIn(child.data);
    if (!isTag(child)) continue;
    const stated = statedBy(child);
    if (stated) page.stated.push(stated);
    look(child, page, isSeen && !unseen.has(child.name));
  }
}

function statedBy(node: Element): StatedText | undefined {
  const { attribs } = node;
  if (node.name === "script")
    return /^application\/ld\+json/i.test(attribs.type ?? "") ? textOfLinkedData(textOf(node)) : undefined;
  return attribs["data-preloaded"] ? textOfDiscourse(attribs["data-preloaded"]) : undefined;
}

const lettersIn = (text: string): number => text.replace(/<[^<>]*>|\s+/g, "").length;

/** In the words of microdata, so that it is read as any other page. */
function htmlOf({ isDiscussion, title, posts }: StatedText): string {
  const heading = title === undefined ? "" : `<h1>${escapeHtml(title)}</h1>`;
  const all = posts.map(({ text, author, day }) => {
    if (!isDiscussion) return `<div itemprop="articleBody">${markupOf(text)}</div>`;
    const by = author === undefined ? "" : `<span itemprop="author">${escapeHtml(author)}</span>`;
    const on = day === undefined ? "" : `<time datetime="${escapeHtml(day)}">${escapeHtml(day)}</time>`;
    return `<div>${by} ${on}<div itemprop="text">${markupOf(text)}</div></div>`;
  });
  const kind = isDiscussion ? "DiscussionForumPosting" : "Article";
  return `<main itemscope itemtype="https://schema.org/${kind}">${heading}${all.join("")}</main>`;
}

const markup = /<\/?(?:p|br|div|a|ul|ol|li|em|strong|b|i|code|pre|blockquote|h[1-6]|table|img)\b[^<>]*>/i;

/** Plain text gets its paragraphs; entities in it are read as such. */
function markupOf(text: string): string {
  if (markup.test(text)) return text;
  const paragraphs = text.trim().split(/\n\s*\n/);
  return paragraphs
    .map((one) => `<p>${one.trim().replaceAll("<", "&lt;").replace(/\n/g, "<br>")}</p>`)
    .join("");
}
