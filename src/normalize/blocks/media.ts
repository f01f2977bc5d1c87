import { type Element, isTag } from "domhandler";
import { attribute, findFirst, hasClass, isBlank, oneLine, textOf } from "../../html/dom.ts";
import { isInSentence } from "../clean/main-content/tool-texts.ts";
import { sentenceAround } from "../vocabulary/controls.ts";
import { visibleLine } from "../vocabulary/dropped.ts";
import { calloutOf } from "../vocabulary/html-callouts.ts";
import { nameOfIcon } from "../vocabulary/icons.ts";
import type { Handler } from "./builder.ts";
import { unlessRepeated } from "./controls.ts";
import { isPlaceholder, isSaidBeside } from "./descriptions.ts";
import type { Flow } from "./flow.ts";
import { isMissed } from "./missed-images.ts";

/** An edge below this many pixels makes an image an icon, a spacer or a tracking pixel. */
const MAX_ICON_SIZE = 32;
const emoji = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f)+$/u;
const portraits = /\b(?:logo|avatar|emoji)\b/i;
const iconWords = /\b(?:icon|logo|emoji|avatar)$/i;

/** Fin does not read images: an image becomes its description. */
export const image: Handler = (node, flow, builder) => {
  const stated = oneLine(node.attribs.alt ?? wordsOf(node.attribs.title)) || hintOfIcon(node);
  // Some content systems escape it twice.
  const alt = (stated || oneLine(attribute(node, "aria-label"))).replaceAll("&amp;", "&");
  if (isToolOfPage(node, alt)) {
    builder.warnings.explain(alt);
    return;
  }
  if (emoji.test(alt)) flow.text(alt);
  else if (isIconOfSentence(node, alt)) flow.standIn(unlessRepeated(alt, node));
  else if (alt !== "" && isWholeHeading(node)) flow.text(alt);
  else if (isDecoration(node) || iconWords.test(alt) || isSaidBy(builder.caption, alt)) return;
  else if (alt !== "" && !isPlaceholder(alt)) {
    if (!builder.isPage || (!isSaidBeside(node, alt) && builder.isNew(alt))) described(alt, flow);
    else builder.warnings.explain(alt);
  } else if (builder.caption !== "") return;
  else if (builder.isPage && !isMissed(node)) builder.warnings.countUnsaid("image-without-alt");
  else
    builder.warnings.count(
      "image-without-alt",
      oneLine(attribute(node, "src")).split("/").at(-1)?.slice(0, 60),
    );
};

/** A button that copies, an arrow to the top of the page, a badge that leads to a service. */
function isToolOfPage(node: Element, alt: string): boolean {
  if (calloutWord.test(alt) && isInCallout(node)) return true;
  if (/^copy\b.{0,80}\bto (?:the )?clipboard$/i.test(alt)) return true;
  const around = linkAround(node);
  if (around === undefined) return false;
  const link = attribute(around, "href");
  const isTop =
    link.startsWith("#") && /^(?:(?:back|go|return) to )?(?:the )?top(?: of (?:the )?page)?$|^up$/i.test(alt);
  return isTop || (/\bbadge$/i.test(alt) && !link.startsWith("#") && !isInSentence(around));
}

/** The picture of a callout, whose kind its label says. */
const calloutWord = /^\[?(?:note|tip|hint|info|important|warning|caution|danger)\]?(?: icon)?$/i;

const isInCallout = ({ parent }: Element): boolean =>
  parent !== null && isTag(parent) && (calloutOf(parent) !== undefined || isInCallout(parent));

function linkAround({ parent }: Element): Element | undefined {
  if (parent === null || !isTag(parent)) return undefined;
  return parent.name === "a" ? parent : linkAround(parent);
}

/** A picture without a description may have a hint, as the icons of a toolbar do. */
function hintOfIcon(node: Element): string {
  const hint = wordsOf(node.attribs.title);
  return hint !== "" && isIconOfSentence(node, hint) ? hint : "";
}

const wordsOf = (title = ""): string => (/\p{L}{2}/u.test(title) ? title : "");

/** A picture of a title says the title. */
function isWholeHeading(node: Element): boolean {
  let up = node.parent;
  while (up && isTag(up) && /^(?:a|span|picture)$/.test(up.name)) up = up.parent;
  return up !== null && isTag(up) && /^h[1-6]$/.test(up.name) && isBlank(textOf(up));
}

/** "Click the [gear icon] to": a small picture, or a short name with words behind it. */
function isIconOfSentence(node: Element, alt: string): boolean {
  if (alt === "" || alt !== nameOfIcon(node) || isPlaceholder(alt) || portraits.test(alt)) return false;
  const isSmall =
    isDecoration(node) || /\bicon$/i.test(alt) || /(?:^|[\s_-])icon/i.test(attribute(node, "class"));
  return (
    (isSmall || (alt.split(" ").length <= 3 && isBetweenWords(node))) && sentenceAround(node) !== undefined
  );
}

function isBetweenWords(node: Element): boolean {
  let at = node;
  while (at.parent && isTag(at.parent) && at.parent.name === "span" && at.parent.children.length === 1)
    at = at.parent;
  const { prev, next } = at;
  if (prev === null || next === null) return false;
  return /[\p{L}\p{N},]\s*$/u.test(textOf(prev)) && /^\s*[\p{L}\p{N}]/u.test(textOf(next));
}

/** A drawing becomes its title; a small one, or one inside a link, is an icon. */
export const drawing: Handler = (node, flow, builder) => {
  if (flow.isOpen("a") || isSmallDrawing(node)) return;
  const title = findFirst(node, ({ name }) => name === "title");
  const words = oneLine(attribute(node, "aria-label")) || (title ? visibleLine(title) : "");
  const isPicture = attribute(node, "role") === "img" || attribute(node, "aria-roledescription") !== "";
  if (isPicture && words !== "" && !isDecoration(node)) described(words, flow);
  else if (isPicture && builder.caption === "" && !isDecoration(node))
    builder.warnings.count("drawing-dropped");
};

/** A caption is a paragraph of its own, and describes the images beside it. */
export const figure: Handler = (node, flow, builder) => {
  const caption = findFirst(node, isCaption);
  flow.boundary();
  builder.withCaption(caption ? visibleLine(caption) : "", () => builder.walk(node, flow));
  flow.boundary();
};

const figureClasses = ["imageblock", "wp-caption", "thumb", "thumbinner"];
const captionClasses = ["title", "wp-caption-text", "thumbcaption"];

/** A figure by the class names of AsciiDoc, WordPress and MediaWiki. */
export function isFigure(node: Element): boolean {
  return node.name === "div" && figureClasses.some((name) => hasClass(node, name));
}

function isCaption(node: Element): boolean {
  return node.name === "figcaption" || captionClasses.some((name) => hasClass(node, name));
}

/** A video or embedded page becomes a link with its title. */
export const embed: Handler = (node, flow, builder) => {
  const source = findFirst(node, ({ name, attribs }) => name === "source" && attribs.src !== undefined);
  const target =
    attribute(node, "src") ||
    attribute(node, "data-src") ||
    attribute(node, "data") ||
    source?.attribs.src ||
    "";
  if (isInvisible(node)) return;
  const href = /^(?:about:|javascript:)/i.test(target.trim()) ? undefined : builder.links.resolve(target);
  const title = oneLine(attribute(node, "title") || attribute(node, "aria-label"));
  if (href === undefined || !/^https?:/.test(href)) {
    builder.warnings.count("embed-dropped", title || target.slice(0, 60));
    return;
  }
  flow.boundary();
  const opened = flow.open("a", { href });
  flow.text(title || kindOf(node));
  if (opened) flow.close();
  flow.boundary();
};

function kindOf({ name, attribs }: Element): string {
  if (name === "audio") return "Audio";
  const hosts = /(?:youtube|youtu\.be|vimeo|loom|wistia|vidyard)/i;
  return name === "video" || hosts.test(attribs.src ?? "") ? "Video" : "Embedded content";
}

function described(words: string, flow: Flow): void {
  flow.standIn(words.startsWith("Image:") ? words : `Image: ${words}`, "em");
}

/** Pictures that stand for a person, a mood or a company: they show nothing that a text would say. */
const ornaments =
  /(?:^|[\s_-])(?:avatar|gravatar|emoji|smiley|wp-smiley|custom-logo|site-logo|logo)(?:$|[\s_-])/i;

function isDecoration(node: Element): boolean {
  if (node.name === "img" && ornaments.test(attribute(node, "class"))) return true;
  if (/^(?:presentation|none)$/.test(attribute(node, "role"))) return true;
  return [attribute(node, "width"), attribute(node, "height")].some(
    (size) => /^\d/.test(size) && Number.parseFloat(size) <= MAX_ICON_SIZE && !size.includes("%"),
  );
}

function isInvisible(node: Element): boolean {
  return ["width", "height"].some((name) => /^[01](?:px)?$/.test(attribute(node, name).trim()));
}

function isSmallDrawing(node: Element): boolean {
  const [, , width, height] = (node.attribs.viewBox ?? node.attribs.viewbox ?? "")
    .split(/[\s,]+/)
    .map(Number);
  return width !== undefined && height !== undefined && Math.max(width, height) <= MAX_ICON_SIZE * 2;
}

function isSaidBy(caption: string, alt: string): boolean {
  return alt !== "" && caption.toLowerCase().includes(alt.toLowerCase());
}
