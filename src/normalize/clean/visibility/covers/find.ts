import { type Document, type Element, isTag, type ParentNode } from "domhandler";
import { noAttributes } from "../../../../html/dom.ts";
import type { Declarations } from "../declarations.ts";
import { isRevealedByScript } from "../on-demand.ts";
import { isControl } from "../opened/controls.ts";
import type { Sight } from "../sight.ts";
import type { Styles } from "../styles.ts";
import { lengthOf } from "../text-length.ts";
import { CoverStyles } from "./cover-styles.ts";
import { fills } from "./geometry.ts";
import { isCoverKind, isOpenedByButton } from "./kinds.ts";
import { type Material, materialOf } from "./opaque.ts";
import { isMoved, isPlaced, isStacked, levelOf } from "./stacking.ts";

/** What lies under an opaque cover. */
export interface Covered {
  /** Boxes with a cover on all of their text. */
  readonly boxes: ReadonlySet<Element>;
  /** Elements in such boxes that lie above the cover, and the cover itself. */
  readonly above: ReadonlySet<Element>;
}

/** Something that is placed absolutely: an element, or text that a style sheet generates before or after it. */
interface Placed {
  readonly owner: Element;
  readonly kind: "element" | "before" | "after";
  readonly style: Declarations;
}

/** It is opaque, and lies on a box. */
interface Cover extends Placed {
  readonly material: Material;
  readonly level: number;
}

interface Context {
  readonly sight: Sight;
  readonly styles: Styles;
  /** The document has all style sheets that are about it. */
  readonly isWhole: boolean;
}

const nothing: Covered = { boxes: new Set(), above: new Set() };
/** Larger parts under a cover that a style sheet states wait for the page to have loaded. */
const MAX_COVERED_SHARE = 0.5;
/** Shorter pages are no measure of it. */
const MIN_PAGE_LENGTH = 200;
const MAX_COVERS = 500;
const places = ["before", "after"] as const;
/** Bounded, so that the time it takes is linear. */
const placesInline = /\bstyle\s?=[^>]{0,2000}absolute/i;

/**
 * Finds what is drawn over: text in a box that something absolutely placed, opaque and as large as the box lies on. Only
 * what the document's own styles say for certain counts: text that may be lifted above by a style sheet that is not in the
 * document stays, and so does what a reader uncovers.
 */
export function coveredIn(tree: Document, html: string, context: Context): Covered {
  if (!/absolute/i.test(html)) return nothing;
  const stated = new CoverStyles(context.styles.sheet);
  return stated.isEmpty && !placesInline.test(html) ? nothing : new CoverFinder(context, stated).find(tree);
}

class CoverFinder {
  readonly #context: Context;
  readonly #stated: CoverStyles;
  readonly #orders = new Map<Element, number>();
  readonly #covers: [box: Element, cover: Cover][] = [];
  readonly #above = new Set<Element>();

  constructor(context: Context, stated: CoverStyles) {
    this.#context = context;
    this.#stated = stated;
  }

  find(tree: ParentNode): Covered {
    this.#walk(tree);
    if (this.#covers.length === 0) return nothing;
    this.#number(tree);
    const boxes = new Set<Element>();
    for (const [box, cover] of this.#covers) {
      boxes.add(box);
      this.#lift(box, cover);
    }
    return { boxes, above: this.#above };
  }

  #walk(node: ParentNode): void {
    for (const child of node.children) {
      if (!isTag(child) || unseen.has(child.name)) continue;
      if (child.attribs !== noAttributes || !this.#stated.isEmpty) this.#look(child);
      if (child.name !== "svg" && this.#covers.length < MAX_COVERS) this.#walk(child);
    }
  }

  #number(node: ParentNode): void {
    for (const child of node.children) {
      if (!isTag(child)) continue;
      this.#orders.set(child, this.#orders.size);
      this.#number(child);
    }
  }

  #look(node: Element): void {
    const { sight, styles } = this.#context;
    const inline = node.attribs.style;
    if ((inline !== undefined && /absolute/i.test(inline)) || this.#stated.mayPlace(node)) {
      const style = sight.styleOf(node);
      if (isCoverKind(node) && !isOpenedByButton(node)) this.#add({ owner: node, kind: "element", style });
    }
    for (const kind of places) {
      const stated = this.#stated.generated(node, kind);
      const style = stated.size > 0 ? styles.resolved(node, stated) : stated;
      if (style.size > 0 && isGenerated(style)) this.#add({ owner: node, kind, style });
    }
  }

  #add(placed: Placed): void {
    const { owner, kind, style } = placed;
    const node = kind === "element" ? owner : undefined;
    if (style.get("position")?.value !== "absolute" || isMoved(style)) return;
    const material = materialOf(style, node);
    const level = levelOf(style);
    if (material === undefined || level < 0 || this.#isUnseen(placed)) return;
    const box = this.#boxOf(node ? node.parent : owner);
    if (!box) return;
    const length = lengthOf(box) - (node ? lengthOf(node) : 0);
    const isFull = fills(style, this.#context.sight.styleOf(box), { length, node });
    if (length > 0 && isFull && !this.#isUncoveredLater(box, placed, length))
      this.#covers.push([box, { ...placed, material, level }]);
  }

  #isUnseen({ owner, kind, style }: Placed): boolean {
    if (kind !== "element")
      return style.get("display")?.value === "none" || style.get("visibility")?.value === "hidden";
    const { sight } = this.#context;
    return sight.hides(owner) || sight.paintOf(owner).invisible;
  }

  /** The element that an absolutely placed one is placed in, if it is certain and nothing between lifts or lowers it. */
  #boxOf(around: ParentNode | null): Element | undefined {
    for (let up = around; up && isTag(up); up = up.parent) {
      if (/^(?:html|body|main)$/.test(up.name)) return undefined;
      const style = this.#context.sight.styleOf(up);
      if (isPlaced(style)) return up;
      if (isStacked(style) || !this.#isKnown(up)) return undefined;
    }
    return undefined;
  }

  /** Whether nothing but the document's own styles can be about an element. */
  #isKnown(node: Element): boolean {
    return this.#context.isWhole || this.#isNamed(node);
  }

  /** Whether the document's own styles are about an element, or it has no name that others could know it by. */
  #isNamed(node: Element): boolean {
    return node.attribs === noAttributes || this.#stated.knowsNamesOf(node);
  }

  /** By its reader, or by a script once the page has loaded. */
  #isUncoveredLater(box: Element, { owner, kind }: Placed, length: number): boolean {
    const isOnDemand = (one: Element) => isRevealedByScript(one) || this.#stated.revealsOnDemand(one);
    if (isOnDemand(owner) || isOnDemand(box) || isControl(box) || box.name === "a") return true;
    if (kind === "element" && this.#context.styles.inline(owner).has("position")) return false;
    const total = this.#context.sight.total();
    return total > MIN_PAGE_LENGTH && length > total * MAX_COVERED_SHARE;
  }

  /** Finds what lies above a cover in its box. */
  #lift(node: Element, cover: Cover): void {
    for (const child of node.children) {
      if (!isTag(child)) continue;
      const isCover = child === cover.owner && cover.kind === "element";
      if (isCover || this.#isAbove(child, cover)) this.#above.add(child);
      else this.#lift(child, cover);
    }
  }

  #isAbove(node: Element, cover: Cover): boolean {
    const style = this.#context.sight.styleOf(node);
    // Slides and the sides of a card lie on each other until a script shows one.
    if (/^(?:absolute|fixed|sticky)$/.test(style.get("position")?.value ?? "")) return true;
    const isLater =
      cover.kind !== "after" && (this.#orders.get(node) ?? 0) > (this.#orders.get(cover.owner) ?? 0);
    if (isLater ? !this.#isNamed(node) : cover.material === "picture" && !this.#isKnown(node)) return true;
    const level = levelOf(style);
    return level > cover.level || (level === cover.level && isLater && (isPlaced(style) || isStacked(style)));
  }
}

const unseen = new Set("head script style template noscript math".split(" "));

/** Generated text is there only with a content; where that is not stated, another rule states it. */
const isGenerated = (style: Declarations) => !/^(?:none|normal)$/.test(style.get("content")?.value ?? "");
