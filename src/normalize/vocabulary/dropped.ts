import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { isBlank, lineOf, noAttributes, oneLine, textOf } from "../../html/dom.ts";
import { lru } from "../../html/lru.ts";
import type { CountedCode } from "../warnings.ts";
import { isSpokenControl, isTextButton } from "./controls.ts";

/** Why an element is dropped wherever it is; `unnoticed` for what no reader misses. */
export type DropReason = CountedCode | "unnoticed";

/** Elements whose content is not text for readers. */
const byName: ReadonlyMap<string, DropReason> = new Map([
  ...entries("script style", "script-dropped"),
  ...entries("noscript template head link meta base title canvas map area param source track", "unnoticed"),
  ...entries(
    "datalist optgroup option output meter progress dialog noembed noframes frame rp annotation annotation-xml",
    "unnoticed",
  ),
  ...entries("input select textarea button", "form-dropped"),
]);

function entries(names: string, why: DropReason): [string, DropReason][] {
  return names.split(" ").map((name) => [name, why]);
}

/** On a `<style>` that a format's reader brings along, not the author of a text. */
export const sheetOfFormat = "data-sheet-of-format";

/** Text for screen readers, such as "Link to this heading". */
const offScreen = new Set(
  (
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only screenreader screen-reader " +
    "a11y-hidden u-visually-hidden is-sr-only show-for-sr assistive-text hidden-visually cdk-visually-hidden " +
    "slds-assistive-text govuk-visually-hidden a-offscreen offscreen aural sr-text"
  ).split(" "),
);
export const isOffScreenName = (name: string): boolean => offScreen.has(name);
/** Parts that documentation tools add to what the author wrote. */
const tooling = new Set(
  (
    "headerlink header-anchor heading-anchor hash-link heading-link anchor-link anchorjs-link permalink " +
    "sl-anchor-link anchorlink zola-anchor mw-editsection footnote-backref footnote-back data-footnote-backref " +
    "reversefootnote fn-backref backrefs ttc copybtn copy-btn copy-button copybutton copy-code-button clipboard-button " +
    "copy-to-clipboard btn-copy btn-clipboard vpi-copy mathjax_preview mjx-assistive-mml-hidden toc-macro " +
    "viewcode-link srclink docs-sourcelink out-of-band rightside mw-cite-backlink"
  ).split(" "),
);
const lineNumbers = new Set(
  (
    "lineno linenos line-no linenodiv linenumber linenumbers line-number line-numbers line-numbers-rows gutter gl " +
    "hljs-ln-numbers hljs-ln-n blob-num react-syntax-highlighter-line-number rouge-gutter ln lnt lnos " +
    "codemirror-linenumber cm-gutters cm-gutterelement ace_gutter ace_gutter-cell margin-view-overlays d2h-code-linenumber diff-gutter"
  ).split(" "),
);
const kindOf = lru((value) => {
  const classes = value.toLowerCase().split(/\s+/);
  return {
    isTool: classes.some((name) => tooling.has(name) || offScreen.has(name)),
    isLineNumbers: classes.some((name) => lineNumbers.has(name)),
  };
});
const anchorMarks = /^(?:¶|#|§|🔗|⚓|🔖|∞|↩|\u200b|\ufe0e|\ufe0f|\s)*$/u;
const hiddenStyle = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

/**
 * Why an element is dropped, whatever page it is on; undefined when it is kept.
 * @param isPage on a whole page, scripts and controls belong to the site; in a fragment they are the author's
 */
export function dropReason(node: Element, isPage: boolean): DropReason | undefined {
  const named = byName.get(node.name);
  if (named !== undefined) {
    if (
      (node.name === "button" && isLabel(node)) ||
      isTaskBox(node) ||
      isSpokenControl(node) ||
      isTextButton(node)
    )
      return undefined;
    if (node.name === "script" || node.name === "style")
      return isPage || node.attribs[sheetOfFormat] !== undefined ? "unnoticed" : named;
    // The parser puts the first elements of a fragment into its head.
    if (node.name === "head" && !isPage) return undefined;
    return named === "form-dropped" && (isPage || isMuteControl(node)) ? "unnoticed" : named;
  }
  const { attribs } = node;
  if (attribs === noAttributes) return undefined;
  if (attribs.class !== undefined) {
    const { isTool, isLineNumbers } = kindOf(attribs.class);
    if (isTool && !isWholeHeading(node)) return "unnoticed";
    if (isLineNumbers && isNumbers(node)) return "unnoticed";
  }
  if (node.name === "a" && (isAnchorMark(node) || (isPage && isSwitch(node)))) return "unnoticed";
  if (node.name === "span" && attribs.class === "lang" && isOnCode(node)) return "unnoticed";
  return isHidden(node) ? (isPage || isBlank(textOf(node)) ? "unnoticed" : "hidden-dropped") : undefined;
}

/** What a reader sees of an element, on one line: for labels and titles that are moved elsewhere. */
export function visibleLine(node: ParentNode): string {
  if (isTag(node) && unread.has(node.name)) return "";
  const gather = (parent: ParentNode): string => {
    let all = "";
    for (const child of parent.children) {
      if (isText(child)) all += child.data;
      else if (isTag(child) && isVisible(child)) {
        all += lineBreaking.has(child.name) ? ` ${gather(child)} ` : gather(child);
      }
    }
    return all;
  };
  return oneLine(gather(node));
}

const isVisible = (node: Element) => !unread.has(node.name) && dropReason(node, true) === undefined;

/** The first element below `node`, in document order, that satisfies `test` and is not dropped. */
export function findVisible(node: ParentNode, test: (candidate: Element) => boolean): Element | undefined {
  for (const child of node.children) {
    if (!isTag(child) || !isVisible(child)) continue;
    const found = test(child) ? child : findVisible(child, test);
    if (found) return found;
  }
  return undefined;
}

/** Their content is not text for readers. */
const unread = new Set("script style iframe noembed noframes".split(" "));
const lineBreaking = new Set("br p div li tr td th h1 h2 h3 h4 h5 h6".split(" "));

export function isHidden(node: Element): boolean {
  const { attribs } = node;
  if (attribs.hidden !== undefined && attribs.hidden !== "until-found") return true;
  if (attribs["aria-hidden"] === "true" && !isHintedSign(node)) return true;
  return attribs.style !== undefined && hiddenStyle.test(attribs.style);
}

/** A sign without text is hidden from those who hear a page; its hint, or the words behind it, are its name. */
function isHintedSign(node: Element): boolean {
  if (!/^(?:i|span|em|b|svg)$/.test(node.name) || !isBlank(textOf(node))) return false;
  return oneLine(node.attribs.title ?? "") !== "" || wordsForHearing(node) !== "";
}

/** The words for screen readers that follow a sign: `<i class="icon"></i><span class="sr-only">Delete</span>`. */
export function wordsForHearing(sign: Element): string {
  let { next } = sign;
  while (next && isText(next) && isBlank(next.data)) next = next.next;
  if (!next || !isTag(next)) return "";
  const classes = (next.attribs.class ?? "").toLowerCase().split(/\s+/);
  return classes.some(isOffScreenName) ? lineOf(next) : "";
}

function isMuteControl(node: Element): boolean {
  return node.name === "input" ? node.attribs.type === "hidden" : textOf(node).trim() === "";
}

/**
 * The button that opens a part of an accordion is its heading, and that which opens a list in an item, a folder of a tree;
 * one beside a heading's text is a tool.
 */
function isLabel(node: Element): boolean {
  const { parent } = node;
  if (!parent || !isTag(parent)) return false;
  if (/^(?:h[1-6]|summary|dt|legend)$/.test(parent.name))
    return textOf(parent).trim() === textOf(node).trim();
  if (parent.name !== "li") return false;
  const others = parent.children.filter((child) => child !== node && !isBlank(textOf(child)));
  return others.length > 0 && others.every((child) => isTag(child) && /^[uo]l$/.test(child.name));
}

/** A heading may be one link to itself: then the link's text is the heading. */
function isWholeHeading(node: Element): boolean {
  const { parent } = node;
  if (node.name !== "a" || !parent || !isTag(parent) || !/^h[1-6]$/.test(parent.name)) return false;
  const words = textOf(node).trim();
  return /[\p{L}\p{N}]/u.test(words) && textOf(parent).trim() === words;
}

function isTaskBox({ name, attribs, parent }: Element): boolean {
  if (name !== "input" || attribs.type?.toLowerCase() !== "checkbox") return false;
  for (let up = parent, level = 0; up && "name" in up && level < 3; up = up.parent, level += 1) {
    if (up.name === "li") return true;
  }
  return false;
}

/** VitePress and its kin write the language in a corner of the block. */
function isOnCode({ parent }: Element): boolean {
  return parent !== null && isTag(parent) && /(?:^|\s)language-/.test(parent.attribs.class ?? "");
}

/** A class for line numbers may also be on the block that has them. */
function isNumbers(node: Element): boolean {
  return /^[\s\d.:|]*$/.test(textOf(node));
}

const switches =
  /^\W?(?:collapse|expand|toggle|show|hide|open|close)(?: (?:all|more|less|source|code|details))*\W?$/i;

/** A link to nowhere that a script opens and closes a part with: YARD's "collapse", "show all". */
function isSwitch(node: Element): boolean {
  const href = node.attribs.href?.trim() ?? "";
  return (href === "#" || href.startsWith("javascript:")) && switches.test(lineOf(node));
}

/** "¶" beside a heading: a link without words to itself. */
function isAnchorMark(node: Element): boolean {
  const href = node.attribs.href;
  if (href === undefined || !href.includes("#")) return false;
  if (node.children.length === 0) return true;
  if (node.children.length === 1 && node.children[0] && isText(node.children[0])) {
    return node.children[0].data.length < 8 && anchorMarks.test(lineOf(node));
  }
  return false;
}
