import { type ChildNode, type Element, isTag } from "domhandler";
import { lineOf } from "../../../html/dom.ts";
import { pagerLabel, pagerRow } from "./boilerplate.ts";
import { measureOf } from "./measure.ts";

/** What generators of references write on a link to the code of what they describe. */
const label = /^(?:\[ ?)?(?:# ?)?(?:(?:view|show|see|browse|open) )?(?:source(?: code)?|src|edit)(?: ?\])?$/i;
/** Places of code: a folder of sources, a file at a host of repositories, a numbered line, a file of code as a page. */
const place = new RegExp(
  [
    "(?:^|/)_?(?:src|sources?|modules|viewcode)/",
    "/(?:blob|edit|tree|raw|browse)/",
    "#(?:L-?\\d|line-?\\d)",
    "\\.(?:rs|hs|nim|py|rb|java|kt|scala|swift|go|exs?|ml|jl|dart|php|cs|cc|[ch](?:pp)?|[jt]sx?)(?:\\.html)?(?:#|$)",
  ].join("|"),
  "i",
);

/**
 * Whether a link leads to the code of what a reference describes, as rustdoc, Haddock, YARD, ExDoc and Nim put one beside
 * each name. Neither its label nor its address is enough: an author's "Source" names where a figure is from.
 */
export const isSourceLink = (node: Element, line: string): boolean =>
  node.name === "a" && label.test(line) && place.test(node.attribs.href ?? "");

const blocks = new Set("p pre div ul ol dl table blockquote figure".split(" "));

/**
 * Whether nothing but others like it are behind a link, up to the end of their block, and before it a finished sentence, a
 * block, or another such link: "… of the numbers  Source  Edit".
 */
export function isBehindSentence(node: Element): boolean {
  const isAlike = (one: ChildNode) => isTag(one) && isSourceLink(one, lineOf(one));
  let others = 0;
  for (let { next } = node; next; next = next.next) {
    if (isAlike(next)) others += 1;
    else if (lineOf(next) !== "") return false;
  }
  let before = node.prev;
  for (; before && (lineOf(before) === "" || isAlike(before)); before = before.prev)
    if (isAlike(before)) others += 1;
  if (before === null) return false;
  return others > 0 || (isTag(before) && blocks.has(before.name)) || /[.!?:;)]$/.test(lineOf(before));
}

/** Addresses at which services take a page that a reader passes on. */
const share =
  /^(?:https?:)?\/\/(?:[\w-]+\.)*(?:(?:twitter|x)\.com\/(?:intent\/|share|home\?status)|facebook\.com\/(?:sharer|share\.php|dialog\/(?:share|feed|send))|linkedin\.com\/(?:shareArticle|sharing\/share|cws\/share)|pinterest\.[a-z.]+\/pin\/create|reddit\.com\/submit|tumblr\.com\/(?:share|widgets\/share)|whatsapp\.com\/send|wa\.me\/\?|telegram\.me\/share|t\.me\/share|vk\.com\/share|vkontakte\.ru\/share|connect\.ok\.ru|plus\.google\.com\/share|getpocket\.com\/(?:save|edit)|b\.hatena\.ne\.jp\/(?:add|entry)|news\.ycombinator\.com\/submitlink|xing\.com\/(?:spi|app\/user)|share\.flipboard\.com|service\.weibo\.com\/share|line\.me\/R\/msg)/i;
const shareByMail = /^mailto:\?/i;

/** A button to pass the page on, also one that is only a picture: where it leads tells, not how it is named. */
export const isShareLink = ({ name, attribs: { href = "" } }: Element): boolean =>
  name === "a" && (share.test(href.trim()) || shareByMail.test(href));

/** A paragraph or a row of a table without words of its own. */
export const isPagerRow = (node: Element, line: string): boolean =>
  /^(?:p|div|tr)$/.test(node.name) &&
  measureOf(node).linked > 0 &&
  pagerRow.test(line) &&
  countLinks(node) >= MIN_PAGER;
/** Fewer links are words of a text. */
const MIN_PAGER = 3;

const countLinks = (node: Element): number =>
  (node.name === "a" ? 1 : 0) +
  node.children.filter(isTag).reduce((sum, child) => sum + countLinks(child), 0);

/**
 * `<a><span>Next</span><span>Install</span></a>` or `<a rel="next">Install</a>`: the title is another page's.
 * https://html.spec.whatwg.org/#sequential-link-types
 */
export const isPagerLink = (node: Element): boolean =>
  node.name === "a" && (/(?:^|\s)(?:prev|next)(?:$|\s)/.test(node.attribs.rel ?? "") || hasPagerLabel(node));

/** It stands above the title or below it, perhaps behind an arrow, and a box may be around both. */
function hasPagerLabel({ children }: Element): boolean {
  const shown = children.filter((child) => /[\p{L}\p{N}]/u.test(lineOf(child)));
  const [first] = shown;
  if (shown.length === 1) return first !== undefined && isTag(first) && hasPagerLabel(first);
  const isLabel = (child: ChildNode | undefined) =>
    child !== undefined && isTag(child) && pagerLabel.test(lineOf(child));
  return isLabel(first) || (shown.length === 2 && isLabel(shown[1]));
}
