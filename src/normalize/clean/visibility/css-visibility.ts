import { colorOf } from "./color.ts";
import type { Declarations, Declared } from "./declarations.ts";

/** So far outside a page that nobody scrolls there, in pixels. */
const FAR_AWAY = 400;
/** Letters up to this size are illegible, in pixels. */
const MAX_UNREADABLE_SIZE = 2;
const replaced = new Set(["img", "iframe", "video", "audio", "embed", "object", "svg", "canvas"]);

/** Whether these declarations hide an element with everything in it. Colours are not considered. */
export function conceals(style: Declarations, name: string): boolean {
  if (style.size === 0) return false;
  const value = (property: string) => style.get(property)?.value ?? "";
  return (
    value("display") === "none" ||
    /^(?:hidden|collapse)$/.test(value("visibility")) ||
    value("content-visibility") === "hidden" ||
    isNothing(value("opacity"), 0.05) ||
    /opacity\(\s*0*(?:\.0+)?%?\s*\)/.test(value("filter")) ||
    isUnreadable(value, name) ||
    isElsewhere(value) ||
    isClipped(value) ||
    isWithoutSize(value, name)
  );
}

/**
 * Whether a declaration can neither hide anything, alone or with others, nor change what hides. A sheet of only such rules
 * does not have to be applied; most that generators write into their pages are of this kind.
 */
export function isHarmless(property: string, { value, important }: Declared): boolean {
  if (important) return false;
  if (/^(?:max-|min-)?(?:width|height)$/.test(property)) return !(pixels(value) <= 1);
  if (/^(?:margin|padding|border|line-height)/.test(property)) return !value.includes("-");
  if (property === "display") return value !== "none";
  return /^(?:font-(?:family|weight|style)|text-(?:align|decoration)|float|clear|vertical-align|cursor|list-style)/.test(
    property,
  );
}

type Value = (property: string) => string;

function isUnreadable(value: Value, name: string): boolean {
  if (replaced.has(name)) return false;
  const shorthand = /(?:^|\s)(-?[\d.]+(?:px|pt|em|rem|%)?)\s*(?:\/|\s|$)/.exec(value("font"))?.[1];
  const size = value("font-size") || (shorthand ?? "");
  return size !== "" && Math.abs(pixels(size)) <= MAX_UNREADABLE_SIZE;
}

function isElsewhere(value: Value): boolean {
  const isPlaced = /^(?:absolute|fixed)$/.test(value("position"));
  const edges = isPlaced ? ["left", "top", "right", "bottom", "inset-inline-start"] : [];
  if (isPlaced && pixels(value("left")) >= FAR_AWAY * 10) return true;
  if (value("position") === "relative") edges.push("left", "top");
  edges.push("text-indent", "margin-left", "margin-top", "margin-inline-start");
  if (edges.some((edge) => pixels(value(edge)) <= -FAR_AWAY)) return true;
  if (/^-1\d\d+%$/.test(value("text-indent")) || value("text-indent") === "100%") return true;
  const moved = `${value("transform")} translate(${value("translate")})`;
  return (
    /scale(?:3d|x|y)?\(\s*0*(?:\.0+)?\s*[,)]/.test(moved) ||
    isNothing(value("scale"), 0) ||
    [...moved.matchAll(/-[\d.]{1,12}(?:px|em|rem|vw|vh|%)?/g)].some(([length]) => pixels(length) <= -FAR_AWAY)
  );
}

/** Whether everything is clipped away. */
function isClipped(value: Value): boolean {
  const clip = value("clip");
  if (clip.startsWith("rect(")) {
    const [top = 0, right = 0, bottom = 0, left = 0] = clip
      .slice(5)
      .split(/[\s,)]+/)
      .map(pixels);
    if (right - left <= 2 || bottom - top <= 2) return true;
  }
  const path = value("clip-path") || value("-webkit-clip-path");
  const inset = /^inset\(\s*([\d.]{1,12})%/.exec(path)?.[1];
  return (
    Number(inset ?? 0) >= 50 ||
    /^(?:circle|ellipse)\(\s*0/.test(path) ||
    (path.startsWith("polygon(") && !/[1-9]/.test(path))
  );
}

function isWithoutSize(value: Value, name: string): boolean {
  const isTiny = (property: string) =>
    [property, `max-${property}`].some((one) => pixels(value(one)) <= 1 && pixels(value(one)) >= 0);
  if (replaced.has(name)) return isTiny("width") && isTiny("height");
  const cuts = ["overflow", "overflow-x", "overflow-y"].some((one) => /hidden|clip/.test(value(one)));
  return cuts && (isTiny("width") || isTiny("height"));
}

/** Whether letters are transparent, and not filled by a background instead. */
export function hasNoInk(style: Declarations): boolean {
  const clip = style.get("background-clip")?.value ?? style.get("-webkit-background-clip")?.value;
  if (clip === "text") return false;
  const ink = style.get("-webkit-text-fill-color")?.value ?? style.get("color")?.value;
  const color = ink === undefined ? undefined : colorOf(ink);
  return color !== undefined && color[3] <= 0.05;
}

function isNothing(value: string, most: number): boolean {
  if (!/^[\d.+]/.test(value)) return false;
  const number = Number.parseFloat(value) / (value.endsWith("%") ? 100 : 1);
  return number <= most;
}

const units: Readonly<Record<string, number>> = {
  em: 16,
  rem: 16,
  ex: 8,
  ch: 8,
  pt: 1.33,
  vw: 12,
  vh: 8,
  cm: 37,
  in: 96,
  "%": 12,
};

/** A length in pixels, roughly; NaN for anything that is not a length. */
function pixels(length: string): number {
  const unit = /[a-z%]+$/.exec(length)?.[0] ?? "";
  return Number.parseFloat(length) * (units[unit] ?? 1);
}
