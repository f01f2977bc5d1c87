import type { Element } from "domhandler";
import { attribute } from "../office/xml.ts";
import { property } from "./styles.ts";

/**
 * What OpenDocument states of a text's look, as CSS: its properties are those of XSL-FO, and the judge of pages decides
 * what a reader sees of it.
 */

type Line = readonly Element[];

const unknownGround = "background-image:url(ground)";

/** Of letters. */
export function textCss(line: Line): string {
  const text = (name: string) => property(line, "text-properties", name);
  return css([
    ["display", text("display") === "none" ? "none" : undefined],
    // An automatic colour differs from its ground by definition: grey can be seen on white and on black.
    ["color", text("use-window-font-color") === "true" ? "#808080" : hex(text("color"))],
    ["opacity", text("opacity")],
    ["background-color", hex(text("background-color"))],
    ["font-size", length(text("font-size"))],
  ]);
}

/** Of a paragraph, with its letters. */
export function paragraphCss(line: Line): string {
  const ground = hex(property(line, "paragraph-properties", "background-color"));
  const own = css([["background-color", ground]]);
  // A colour behind the letters is over that of the paragraph.
  return `${own}${textCss(line).replace(ground ? /background-color:[^;]*;/ : /$^/, "")}${squeezed(line)}`;
}

/** Lines of next to no height show nothing. */
function squeezed(line: Line): string {
  const height = length(property(line, "paragraph-properties", "line-height"));
  return height !== undefined && !height.endsWith("%") && inPoints(height) <= 2 ? "font-size:0;" : "";
}

export function cellCss(line: Line): string {
  return css([["background-color", hex(property(line, "table-cell-properties", "background-color"))]]);
}

/** Of a frame or a shape: its fill, or whatever is behind it where it has none. */
export function shapeCss(line: Line): string {
  const shape = (name: string) => property(line, "graphic-properties", name);
  const fill = shape("fill");
  if (fill === "solid")
    return css([["background-color", hex(shape("fill-color")) ?? hex(shape("background-color"))]]);
  if (fill !== undefined && fill !== "none") return `${unknownGround};`;
  return css([["background-color", hex(shape("background-color"))]]);
}

/** Of the paper; unknown where a picture lies behind the text. */
export function pageCss(layouts: Line, hasBackdrop: boolean): string {
  if (hasBackdrop) return `${unknownGround};`;
  const stated = layouts.map((one) => hex(attribute(one, "background-color"))).find((one) => one);
  return css([["background-color", stated]]);
}

/** A length in points, 0 where it is none. */
export function inPoints(text: string | undefined): number {
  const [, number = "0", unit = ""] = /^(-?[\d.]+)(cm|mm|in|pt|pc)$/.exec(text ?? "") ?? [];
  return Number(number) * (points[unit] ?? 0);
}

const points: Readonly<Record<string, number>> = { cm: 28.35, mm: 2.835, in: 72, pt: 1, pc: 12 };

const hex = (text: string | undefined): string | undefined =>
  /^#[0-9a-f]{6}$/i.test(text ?? "") ? text : undefined;
const length = (text: string | undefined): string | undefined =>
  /^[\d.]+(?:cm|mm|in|pt|pc|%)$/.test(text ?? "") ? text : undefined;

const css = (declarations: readonly (readonly [string, string | undefined])[]): string =>
  declarations.map(([name, value]) => (value === undefined ? "" : `${name}:${value};`)).join("");

/** An attribute for a look, or nothing. */
export const styled = (look: string): string => (look === "" ? "" : ` style="${look}"`);
