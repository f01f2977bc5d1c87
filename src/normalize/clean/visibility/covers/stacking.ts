import { pixels } from "../css-length.ts";
import type { Declarations } from "../declarations.ts";

/** Whether an element is placed, so that others are placed in it and it is drawn above text that is not. */
export const isPlaced = (style: Declarations): boolean =>
  /^(?:relative|absolute|fixed|sticky|-webkit-sticky)$/.test(style.get("position")?.value ?? "");

/** Properties that lift an element above text that is not placed, or place others in it. */
const lifting: readonly (readonly [name: string, rest: RegExp])[] = [
  ["transform", /^none$/],
  ["translate", /^none$/],
  ["scale", /^none$/],
  ["rotate", /^none$/],
  ["filter", /^none$/],
  ["backdrop-filter", /^none$/],
  ["perspective", /^none$/],
  ["clip-path", /^none$/],
  ["opacity", /^(?:1|100%)$/],
  ["isolation", /^auto$/],
  ["mix-blend-mode", /^normal$/],
  ["will-change", /^auto$/],
  ["contain", /^none$/],
];

/** https://www.w3.org/TR/css-position-4/#painting-order */
export const isStacked = (style: Declarations): boolean =>
  lifting.some(([name, rest]) => !rest.test(style.get(name)?.value ?? "none") && style.has(name)) ||
  levelOf(style) !== 0;

/** The stated level of an element; `auto` is 0. */
export function levelOf(style: Declarations): number {
  const level = pixels(style.get("z-index")?.value ?? "");
  return Number.isNaN(level) ? 0 : level;
}

const moves = ["transform", "translate", "scale", "rotate", "backface-visibility", "offset-path"];

/** Whether a box is not where its edges say, or has two sides. */
export const isMoved = (style: Declarations): boolean =>
  moves.some(
    (name) =>
      !/^(?:none|visible|translatez\(0(?:px)?\)|translate3d\(0(?:px)?,\s*0(?:px)?,\s*0(?:px)?\))?$/.test(
        style.get(name)?.value ?? "",
      ),
  );
