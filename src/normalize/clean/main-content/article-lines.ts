import { type Element, isTag, type ParentNode } from "domhandler";
import { lineOf } from "../../../html/dom.ts";
import { hasOwnText, measureOf, takeOut } from "./measure.ts";
import { walkParts } from "./parts.ts";

/** Characters of a line with a headline. */
const MAX_LINE = 220;
const MIN_LINKED = 0.6;
/** Words of a headline in capitals. */
const MIN_WORDS = 5;
/** A single one may be an author's call. */
const MIN_HEADLINES = 2;
const further =
  /^(?:(?:related|(?:see|read|watch) (?:more|also|next)|also (?:read|see|watch)|read|more|watch|recommended|trending|see also) ?[:|–—]|(?:don.t miss|explore further|also on [\w.]+)\b)/i;
/** Where an author or a paper may be followed stands behind the text. */
const follow = /\b(?:follow|like) \S{1,40}(?: \S{1,40}){0,3} on (?:twitter|x|facebook|instagram)\b/i;
const MIN_BEHIND = 0.85;
const closed = new Set("pre code table li dt dd h1 h2 h3 h4 h5 h6".split(" "));
const lines = new Set("p div a section".split(" "));

/**
 * Removes lines between and behind the paragraphs of an article that lead to other articles, under a label or in capitals,
 * and those that say where to follow its author. In other pages such pointers are an author's. Returns how many were
 * removed.
 */
export function dropArticleLines(root: ParentNode): number {
  const total = isTag(root) ? measureOf(root).text : 0;
  const found: Element[] = [];
  const shouted: Element[] = [];
  walkParts(root, (node, before) => {
    const { text } = measureOf(node);
    const mayBeLine =
      text > 0 && text <= MAX_LINE && lines.has(node.name) && (node.name === "p" || hasOwnText(node));
    if (mayBeLine && (isFurther(node) || (isFollow(node) && before >= total * MIN_BEHIND))) found.push(node);
    else if (mayBeLine && isHeadline(node)) shouted.push(node);
    else return closed.has(node.name) || node.name === "p";
    return true;
  });
  const all = shouted.length >= MIN_HEADLINES ? [...found, ...shouted] : found;
  for (const one of all) takeOut(one);
  return all.length;
}

function isFurther(node: Element): boolean {
  const { text, linked } = measureOf(node);
  if (linked < text * MIN_LINKED || !further.test(lineOf(node))) return false;
  return linked < text || node.name === "a";
}

/** A link in capitals, as papers set the headlines of other articles. */
function isHeadline(node: Element): boolean {
  const { text, linked } = measureOf(node);
  const line = lineOf(node);
  const isInCapitals = line === line.toUpperCase() && line !== line.toLowerCase();
  return linked === text && isInCapitals && line.split(" ").length >= MIN_WORDS;
}

const isFollow = (node: Element): boolean => node.name === "p" && follow.test(lineOf(node));
