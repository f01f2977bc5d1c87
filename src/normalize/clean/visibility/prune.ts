import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { isBlank, noAttributes, textOf } from "../../../html/dom.ts";
import { lru } from "../../../html/lru.ts";
import type { Parsed } from "../../../html/parse.ts";
import type { Tabs } from "../../vocabulary/tabs.ts";
import type { Warnings } from "../../warnings.ts";
import { type Color, colorOf, sameColor, white } from "./color.ts";
import { conceals, hasNoInk } from "./css-visibility.ts";
import type { Declarations } from "./declarations.ts";
import { type Styles, stylesOf } from "./styles.ts";

/** The classes by which the usual frameworks hide, and those by which they show again on a wide screen. */
const hidingClasses = new Set(
  "hidden d-none is-hidden u-hidden uk-hidden invisible visibility-hidden element-invisible element-hidden opacity-0".split(
    " ",
  ),
);
const showingClass = /^(?:(?:sm|md|lg|xl):(?!hidden)|d-(?:sm|md|lg|xl|xxl)-(?!none))/;
/** A style sheet that hides more of the page than this waits for a script to show it again. */
const MAX_HIDDEN_SHARE = 0.5;

interface Pruning {
  readonly styles: Styles;
  readonly tabs: Tabs;
  readonly warnings: Warnings;
  readonly isPage: boolean;
  /** Characters of the whole document, counted before the first hidden part is removed. */
  readonly total: () => number;
}

interface Paint {
  /** Undefined: not known. */
  readonly ink: Color | undefined;
  /** Undefined: nothing was painted yet; "unknown": an image or a gradient. */
  readonly ground: Color | "unknown" | undefined;
  /** Text has the colour of its background, until a descendant states another. */
  readonly inkless: boolean;
}

/**
 * Removes what a reader of the document does not see: hidden by attribute, by `style`, by the document's own style
 * sheets, or by text in the colour of its background. What opens on demand stays: `<details>`, the panels of labelled
 * tabs. Afterwards no step can take a title, a caption or a label from hidden text.
 */
export function pruneHidden(
  { tree, found }: Parsed,
  { tabs, warnings, isPage }: Pick<Pruning, "tabs" | "warnings" | "isPage">,
): void {
  const styles = stylesOf(found.styles);
  let counted: number | undefined;
  const total = () => {
    counted ??= lengthOf(tree);
    return counted;
  };
  const pruning: Pruning = { styles, tabs, warnings, isPage, total };
  prune(tree, { ink: undefined, ground: undefined, inkless: false }, pruning);
}

function prune(node: ParentNode, paint: Paint, pruning: Pruning): void {
  let kept: ChildNode[] | undefined;
  const { children } = node;
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index];
    if (!child) continue;
    const hidden = isTag(child)
      ? visit(child, paint, pruning)
      : paint.inkless && isText(child) && !isBlank(child.data);
    if (hidden) {
      pruning.total();
      kept ??= children.slice(0, index);
      child.parent = null;
    } else kept?.push(child);
  }
  if (kept) relink(node, kept);
}

/** Whether an element is hidden; if not, removes its hidden parts. */
function visit(node: Element, paint: Paint, pruning: Pruning): boolean {
  const isPlain = node.attribs === noAttributes && !paint.inkless;
  const style = isPlain && pruning.styles.onlyInline ? undefined : pruning.styles.of(node);
  if (!style || (isPlain && style.size === 0)) {
    if (node.children.length > 0) prune(node, paint, pruning);
    return false;
  }
  const painted = paintOf(node, style, paint);
  const startsInkless = painted.inkless && !paint.inkless && !isWaitingForScript(node, pruning);
  const inkless = painted.inkless && (paint.inkless || startsInkless);
  const hides = isHiddenElement(node, style, pruning);
  if ((hides || startsInkless) && !pruning.isPage && textOf(node).trim() !== "")
    pruning.warnings.count("hidden-dropped");
  if (hides) return true;
  if (node.children.length > 0)
    prune(node, inkless === painted.inkless ? painted : { ...painted, inkless }, pruning);
  return startsInkless && textOf(node).trim() === "";
}

function isHiddenElement(node: Element, style: Declarations, pruning: Pruning): boolean {
  const { attribs, name } = node;
  if (name === "html" || name === "head" || name === "body") return false;
  const { labels } = pruning.tabs;
  if (labels.size > 0 && labels.has(node) && (attribs.hidden !== undefined || conceals(style, name)))
    return false;
  if (attribs.hidden !== undefined && attribs.hidden !== "until-found") return true;
  if (attribs.popover !== undefined) return true;
  if (isSpokenFormula(node)) return false;
  const hides =
    isHiddenByClass(node, style) || (style.size > 0 && (conceals(style, name) || hasNoInk(style)));
  return hides && !isWaitingForScript(node, pruning);
}

/** A formula does not have more words. */
const MAX_FORMULA_WORDS = 12;

/**
 * MathJax draws a formula as shapes, with MathML for screen readers beside it, out of sight: this text is what the shapes
 * show, if it looks like a formula.
 */
function isSpokenFormula(node: Element): boolean {
  return (
    node.name === "mjx-assistive-mml" && (textOf(node).match(/\p{L}{3,}/gu) ?? []).length <= MAX_FORMULA_WORDS
  );
}

/** When a page's style sheet hides half of it, a script shows it once the page has loaded. */
function isWaitingForScript(node: Element, { total, styles }: Pruning): boolean {
  if (conceals(styles.inline(node), node.name)) return false;
  return total() > 200 && lengthOf(node) > total() * MAX_HIDDEN_SHARE;
}

function isHiddenByClass(node: Element, style: Declarations): boolean {
  if (node.attribs.class === undefined) return false;
  if (!isHidingClass(node.attribs.class)) return false;
  const display = style.get("display")?.value;
  return display === undefined || display === "none";
}

const isHidingClass = lru((value) => {
  const classes = value.toLowerCase().split(/\s+/);
  return classes.some((name) => hidingClasses.has(name)) && !classes.some((name) => showingClass.test(name));
});

function paintOf(node: Element, style: Declarations, outer: Paint): Paint {
  const { attribs, name } = node;
  if (style.size === 0 && !outer.inkless && attribs.bgcolor === undefined && name !== "font") return outer;
  const ink = style.get("color")?.value ?? (name === "font" ? attribs.color : undefined);
  const background =
    style.get("background-color")?.value ?? style.get("background")?.value ?? attribs.bgcolor ?? undefined;
  const hasImage =
    style.get("background-image") !== undefined && style.get("background-image")?.value !== "none";
  const statesPaint = ink !== undefined || background !== undefined || hasImage;
  const paint = {
    ink: ink === undefined ? outer.ink : colorOf(ink),
    ground: hasImage ? "unknown" : groundOf(background, outer.ground),
  } as const;
  const inkless =
    (statesPaint && isInkOnItself(node, ink !== undefined, paint)) || (outer.inkless && !shows(paint));
  return { ...paint, inkless };
}

/** Invisible text becomes visible again only with a known, different colour. */
function shows({ ink, ground = white }: Pick<Paint, "ink" | "ground">): boolean {
  return ink !== undefined && ground !== "unknown" && !sameColor(ink, ground);
}

function groundOf(background: string | undefined, outer: Paint["ground"]): Paint["ground"] {
  if (background === undefined || /^(?:none|transparent|inherit|initial|unset)$/.test(background))
    return outer;
  const color =
    colorOf(background) ??
    background
      .split(/\s+/)
      .map(colorOf)
      .find((one) => one !== undefined);
  if (color === undefined || background.includes("url(") || background.includes("gradient")) return "unknown";
  return color[3] < 0.5 ? outer : color;
}

/** Text in the colour of its background; where that is not known, white text without a class that may explain it. */
function isInkOnItself(
  node: Element,
  statesInk: boolean,
  { ink, ground }: Pick<Paint, "ink" | "ground">,
): boolean {
  if (ink === undefined || ground === "unknown") return false;
  if (ground !== undefined) return sameColor(ink, ground);
  return statesInk && sameColor(ink, white) && !isStyledElsewhere(node);
}

/** Whether the background may come from a style sheet that is not in the document. */
function isStyledElsewhere({ attribs, parent }: Element): boolean {
  const isNamed = (one: Element["attribs"]) => one.class !== undefined || one.id !== undefined;
  return (
    isNamed(attribs) ||
    (parent !== null && isTag(parent) && parent.name !== "body" && isNamed(parent.attribs))
  );
}

function lengthOf(node: ParentNode): number {
  let length = 0;
  for (const child of node.children) {
    if (isText(child)) length += trimmedLength(child.data);
    else if (isTag(child) && !uncounted.has(child.name)) length += lengthOf(child);
  }
  return length;
}

const uncounted = new Set(["script", "style", "template", "noscript", "head"]);

/** Most texts begin and end with a letter and need no trimming. */
function trimmedLength(data: string): number {
  return isLetter(data.charCodeAt(0)) && isLetter(data.charCodeAt(data.length - 1))
    ? data.length
    : data.trim().length;
}

const isLetter = (code: number) => code > 0x20 && code < 0x7f;

function relink(node: ParentNode, kept: ChildNode[]): void {
  node.children = kept;
  kept.forEach((child, index) => {
    child.prev = kept[index - 1] ?? null;
    child.next = kept[index + 1] ?? null;
  });
}
