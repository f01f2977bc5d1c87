import { cascade, type Declarations } from "./declarations.ts";

/**
 * The declarations of an element when its animation has come to its end: a text that fades in is seen, one that fades out
 * is not; what is `!important` stays. An animation that does not fill forwards leaves no trace. https://www.w3.org/TR/css-animations-1/
 */
export function afterAnimation(
  style: Declarations,
  keyframes: ReadonlyMap<string, Declarations>,
): Declarations {
  if (keyframes.size === 0) return style;
  const shorthand = style.get("animation")?.value ?? style.get("-webkit-animation")?.value ?? "";
  const names = `${shorthand} ${style.get("animation-name")?.value ?? ""}`;
  const fill = style.get("animation-fill-mode")?.value ?? shorthand;
  if (
    !/\b(?:forwards|both|infinite)\b/.test(`${fill} ${style.get("animation-iteration-count")?.value ?? ""}`)
  )
    return style;
  if (/\bpaused\b/.test(`${shorthand} ${style.get("animation-play-state")?.value ?? ""}`)) return style;
  const end = names
    .split(/[\s,]+/)
    .map((name) => keyframes.get(name))
    .find((one) => one !== undefined);
  return end === undefined ? style : cascade([style, end]);
}
