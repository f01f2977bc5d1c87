import { type Element, isTag, type ParentNode } from "domhandler";
import { noAttributes, textOf } from "../../../html/dom.ts";
import { conceals, concealsAll, hasNoInk } from "./css-visibility.ts";
import type { Declarations } from "./declarations.ts";
import { isHidingClass } from "./hiding-classes.ts";
import { isRevealedByScript, OnDemand } from "./on-demand.ts";
import { isUnseen, type Paint, paintOf, plainPaint } from "./paint.ts";
import { isCloaked, whenReached } from "./reveal.ts";
import type { Styles } from "./styles.ts";
import { isReplacedName, lengthOf } from "./text-length.ts";

/** A style sheet that hides more of the page than this waits for a script to show it again. */
const MAX_HIDDEN_SHARE = 0.5;
/** Shorter pages are no measure of what a script waits for. */
const MIN_PAGE_LENGTH = 200;

/** What is hidden in one document, before anything is removed from it. */
export class Sight {
  readonly #styles: Styles;
  readonly #tree: ParentNode;
  readonly #paints = new Map<Element, Paint>();
  readonly #hidden = new Map<Element, boolean>();
  #states: OnDemand | undefined;
  #total: number | undefined;

  constructor(tree: ParentNode, styles: Styles) {
    this.#tree = tree;
    this.#styles = styles;
  }

  /** The declarations of an element, once a reader has come to it. */
  styleOf(node: Element): Declarations {
    const style = this.#styles.of(node);
    return style.size === 0 ? style : this.#onDemand(node, whenReached(node, style, this.#styles));
  }

  /** Without a blur that goes when a reader points at it or clicks: opened on demand is not hidden. */
  #onDemand(node: Element, style: Declarations): Declarations {
    if (!style.has("filter")) return style;
    this.#states ??= new OnDemand(this.#styles.sheet);
    if (!isRevealedByScript(node) && !this.#states.reveals(node)) return style;
    return new Map([...style].filter(([property]) => property !== "filter"));
  }

  /** Whether an element is hidden with everything in it, by itself. */
  hides(node: Element): boolean {
    if (node.attribs === noAttributes && this.#styles.onlyInline) return false;
    const known = this.#hidden.get(node);
    if (known !== undefined) return known;
    const hides = this.#hides(node, this.styleOf(node));
    this.#hidden.set(node, hides);
    return hides;
  }

  #hides(node: Element, style: Declarations): boolean {
    const { attribs, name } = node;
    if (name === "html" || name === "head" || name === "body") return false;
    if (attribs.hidden !== undefined && attribs.hidden !== "until-found") return true;
    if (attribs.popover !== undefined) return true;
    if (isSpokenFormula(node)) return false;
    const hides =
      isHiddenByClass(node, style) ||
      (style.size > 0 && (concealsAll(style, name) || (isReplacedName(name) && hasNoInk(style))));
    return hides && !isCloaked(node) && !this.isWaitingForScript(node);
  }

  /** When a page's style sheet hides half of it, a script shows it once the page has loaded. */
  isWaitingForScript(node: Element): boolean {
    if (conceals(this.#styles.inline(node), node.name)) return false;
    return this.total() > MIN_PAGE_LENGTH && lengthOf(node) > this.total() * MAX_HIDDEN_SHARE;
  }

  /** Characters of the whole document; to be asked before the first part is removed. */
  total(): number {
    this.#total ??= lengthOf(this.#tree);
    return this.#total;
  }

  /** Whether the text of an element cannot be read by its own colour, size or visibility. */
  isUnreadable(node: Element): boolean {
    return isUnseen(this.paintOf(node));
  }

  paintOf(node: Element): Paint {
    const known = this.#paints.get(node);
    if (known) return known;
    const { parent } = node;
    const outer = parent && isTag(parent) ? this.paintOf(parent) : plainPaint;
    const isPlain = node.attribs === noAttributes && !outer.inkless;
    const style = this.styleOf(node);
    const paint = isPlain && style.size === 0 ? outer : paintOf(node, style, outer);
    this.#paints.set(node, paint);
    return paint;
  }
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

function isHiddenByClass(node: Element, style: Declarations): boolean {
  if (node.attribs.class === undefined || !isHidingClass(node.attribs.class)) return false;
  const display = style.get("display")?.value;
  return display === undefined || display === "none";
}
