import { type Element, isTag } from "domhandler";
import { type Ground, isInkSeen, isLegibleSize } from "../../legibility/ink.ts";
import { at, attribute, flag, local } from "../office/xml.ts";
import { drawnFill, highlightColor, shadingColor, statedColor, type Theme } from "./colors.ts";
import type { StyleFacts } from "./styles.ts";
import { tableProperties } from "./table-look.ts";

/** What decides how a document's letters look. */
export interface Look {
  readonly styles: StyleFacts;
  readonly theme: Theme;
  /** The colour of the page that an element is on. */
  readonly pageOf: (element: Element) => Ground;
}

/** Where a run stands: its paragraph, cell, table row, table and text box, nearest first. */
export function ancestorsOf(element: Element): Element[] {
  const found: Element[] = [];
  for (let up = element.parent; up && isTag(up); up = up.parent) found.push(up);
  return found;
}

/** Whether a reader can see and read a run's letters. */
export function isLegibleRun(run: Element, look: Look): boolean {
  const around = ancestorsOf(run);
  const paragraph = around.find((one) => local(one) === "p");
  const properties = [...runProperties(run, paragraph, around, look.styles)];
  return (
    isLarge(properties) &&
    !isSqueezed(paragraph, look.styles) &&
    hasInk(properties, run, paragraph, around, look)
  );
}

/** All run properties that apply, the strongest first: the run's own, its style's, the paragraph's, the table's, the default ones. */
function* runProperties(
  run: Element,
  paragraph: Element | undefined,
  around: readonly Element[],
  styles: StyleFacts,
): Generator<Element> {
  const own = at(run, "rPr");
  if (own) yield own;
  for (const style of styles.line(attribute(own && at(own, "rStyle"), "val"))) yield* child(style, "rPr");
  for (const style of paragraphStyles(paragraph, styles)) yield* child(style, "rPr");
  yield* tableProperties(around, styles, "rPr");
  if (styles.defaults) yield styles.defaults;
}

function paragraphStyles(paragraph: Element | undefined, styles: StyleFacts): readonly Element[] {
  const stated = paragraph && attribute(at(paragraph, "pPr", "pStyle"), "val");
  return styles.line(stated ?? styles.paragraph);
}

function* child(element: Element, name: string): Generator<Element> {
  const found = at(element, name);
  if (found) yield found;
}

function first<T>(all: readonly Element[], read: (properties: Element) => T | undefined): T | undefined {
  for (const one of all) {
    const value = read(one);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Sizes are in half-points, the width of letters in percent. */
function isLarge(properties: readonly Element[]): boolean {
  const half = Number.parseFloat(first(properties, (one) => attribute(at(one, "sz"), "val")) ?? "20");
  const width = Number.parseFloat(first(properties, (one) => attribute(at(one, "w"), "val")) ?? "100");
  return isLegibleSize((Number.isNaN(half) ? 20 : half) / 2, { stretch: (width || 100) / 100 });
}

/** Lines of an exact height of next to nothing show nothing (in twentieths of a point). */
function isSqueezed(paragraph: Element | undefined, styles: StyleFacts): boolean {
  const own = paragraph && at(paragraph, "pPr", "spacing");
  const spacings = [own, ...paragraphStyles(paragraph, styles).map((style) => at(style, "pPr", "spacing"))];
  const stated = spacings.find((one) => attribute(one, "line") !== undefined);
  return (
    attribute(stated, "lineRule") === "exact" &&
    !isLegibleSize(Number.parseFloat(attribute(stated, "line") ?? "240") / 20)
  );
}

function hasInk(
  properties: readonly Element[],
  run: Element,
  paragraph: Element | undefined,
  around: readonly Element[],
  look: Look,
): boolean {
  const { theme } = look;
  const outline = first(properties, (one) => drawnFill(at(one, "textOutline"), theme));
  if (outline !== undefined && outline !== "none") return true;
  const fill = first(properties, (one) => drawnFill(at(one, "textFill"), theme));
  if (fill === "none") return false;
  if (fill === "unknown") return true;
  const color = first(properties, (one) => at(one, "color"));
  const ink = fill ?? statedColor(color, theme);
  // The automatic colour differs from its ground by definition.
  if (!ink) return true;
  return isInkSeen(ink, groundOf(properties, run, paragraph, around, look));
}

/** What is below a run, from the nearest to the page. */
function groundOf(
  properties: readonly Element[],
  run: Element,
  paragraph: Element | undefined,
  around: readonly Element[],
  { styles, theme, pageOf }: Look,
): Ground {
  const highlight = first(properties, (one) => highlightColor(at(one, "highlight")));
  if (highlight) return highlight;
  const shadings = [
    ...properties.map((one) => at(one, "shd")),
    paragraph && at(paragraph, "pPr", "shd"),
    ...paragraphStyles(paragraph, styles).map((style) => at(style, "pPr", "shd")),
    ...around
      .filter((one) => local(one) === "tc")
      .slice(0, 1)
      .map((cell) => at(cell, "tcPr", "shd")),
    ...[...tableProperties(around, styles, "tcPr")].map((one) => at(one, "shd")),
    ...around
      .filter((one) => local(one) === "tbl")
      .slice(0, 1)
      .map((table) => at(table, "tblPr", "shd")),
  ];
  for (const shading of shadings) {
    const color = shadingColor(shading, theme);
    if (color !== undefined) return color;
  }
  return boxGround(around, theme) ?? pageOf(run);
}

/** The fill of the text box around; a box without one shows what is behind it. */
function boxGround(around: readonly Element[], theme: Theme): Ground {
  const shape = around.find((one) => ["wsp", "shape", "rect", "roundrect"].includes(local(one)));
  if (!shape) return undefined;
  if (local(shape) !== "wsp") {
    if (attribute(shape, "filled") === "f" || attribute(shape, "filled") === "false") return undefined;
    return statedVml(attribute(shape, "fillcolor"));
  }
  const fill = drawnFill(at(shape, "spPr"), theme);
  if (fill === "none") return undefined;
  if (fill !== undefined) return fill !== "unknown" && fill[3] < 0.5 ? undefined : fill;
  const reference = at(shape, "style", "fillRef");
  return reference && attribute(reference, "idx") !== "0" ? "unknown" : undefined;
}

/** A shape of VML is white unless it says otherwise. */
function statedVml(color: string | undefined): Ground {
  if (color === undefined || /^(?:white|#fff(?:fff)?)\b/i.test(color)) return [255, 255, 255, 1];
  if (/^(?:black|#000(?:000)?)\b/i.test(color)) return [0, 0, 0, 1];
  return "unknown";
}

/** `w:vanish` of the strongest properties that state it. */
export function isVanished(run: Element, styles: StyleFacts): boolean {
  const around = ancestorsOf(run);
  const paragraph = around.find((one) => local(one) === "p");
  const properties = [...runProperties(run, paragraph, around, styles)];
  const vanish = first(properties, (one) => flag(at(one, "vanish")));
  return vanish ?? flag(at(run, "rPr", "webHidden")) ?? false;
}
