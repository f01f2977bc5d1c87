import { isBlackedOut, isBlankedOut, isBlurred } from "./blur.ts";
import { clipPathHidesAll, clipsAll } from "./clip.ts";
import { colorOf, colorsIn } from "./color.ts";
import { FAR_AWAY, pixels } from "./css-length.ts";
import type { Declarations, Declared } from "./declarations.ts";
import { isReplacedName } from "./text-length.ts";
import { movesOutOfSight } from "./transforms.ts";

/** Letters up to this size are illegible, in pixels. */
const MAX_UNREADABLE_SIZE = 2;

type Value = (property: string) => string;

/** Whether these declarations hide an element's text, which something in it may undo. Colours are not considered. */
export function conceals(style: Declarations, name: string): boolean {
  return (
    concealsAll(style, name) ||
    visibilityOf(style) === true ||
    (!isReplacedName(name) && isUnreadableSize(fontSizeOf(style, 16)))
  );
}

/** Whether these declarations hide an element with everything in it, whatever that states. */
export function concealsAll(style: Declarations, name: string): boolean {
  if (style.size === 0) return false;
  const value = (property: string) => style.get(property)?.value ?? "";
  return (
    value("display") === "none" ||
    value("content-visibility") === "hidden" ||
    isNothing(value("opacity"), 0.05) ||
    isFilteredAway(value("filter") || value("-webkit-filter"), style, name) ||
    isElsewhere(value) ||
    isClipped(value) ||
    isMasked(value) ||
    isIllegible(value) ||
    isWithoutSize(value, name)
  );
}

/** Whether text is invisible by `visibility`; undefined where that is inherited. */
export function visibilityOf(style: Declarations): boolean | undefined {
  const value = style.get("visibility")?.value;
  if (value === undefined || /^(?:inherit|unset|revert(?:-layer)?)$/.test(value)) return undefined;
  return /^(?:hidden|collapse)$/.test(value);
}

const sizes: Readonly<Record<string, number>> = {
  smaller: 0.83,
  larger: 1.2,
};

/** The size of an element's letters in pixels, given that of the text around it. */
export function fontSizeOf(style: Declarations, outer: number): number {
  const font = style.get("font");
  const own = style.get("font-size");
  const shorthand =
    /(?:^|\s)((?:calc|min|max|clamp)\(.*?\)(?=\s|\/)|-?(?:\d+\.?\d*|\.\d+)(?:px|pt|r?em|ex|ch|v[whi]|%|cm|mm|in)?)\s*(?:\/|\s|$)/.exec(
      font?.value ?? "",
    )?.[1];
  const stated = own !== undefined && !(font?.important && !own.important) ? own.value : shorthand;
  if (stated === undefined) return outer;
  if (Object.hasOwn(sizes, stated)) return outer * (sizes[stated] ?? 1);
  const size = pixels(stated, { em: outer, "%": outer / 100, ex: outer / 2, ch: outer / 2 });
  return Number.isNaN(size) ? (/^(?:inherit|unset)$/.test(stated) ? outer : 16) : Math.abs(size);
}

export const isUnreadableSize = (size: number): boolean => size <= MAX_UNREADABLE_SIZE;

/**
 * Whether a declaration can neither hide anything, alone or with others, nor change what hides. A sheet of only such rules
 * does not have to be applied; most that generators write into their pages are of this kind.
 */
export function isHarmless(property: string, { value, important }: Declared): boolean {
  if (property.startsWith("--")) return true;
  if (important || value.includes("var(") || value.includes("if(")) return false;
  if (/^(?:max-|min-)?(?:width|height|inline-size|block-size)$/.test(property))
    return !(pixels(value) <= 1) && !value.includes("(");
  if (/^(?:margin|padding|border)/.test(property)) return !/-|\(/.test(value);
  if (property === "line-height") return pixels(value) > 0.1;
  if (property === "display") return value !== "none";
  return /^(?:font-(?:family|weight|style)|text-(?:align|decoration)|float|clear|vertical-align|cursor|list-style)/.test(
    property,
  );
}

function isFilteredAway(filter: string, style: Declarations, name: string): boolean {
  if (filter === "") return false;
  if (isBlankedOut(filter)) return true;
  // Pictures are blurred until they are loaded, and what they show is told by their description.
  if (isReplacedName(name)) return false;
  const hasGround = style.has("background") || style.has("background-color");
  return (hasGround && isBlackedOut(filter)) || isBlurred(filter, fontSizeOf(style, 16));
}

function isElsewhere(value: Value): boolean {
  const isPlaced = /^(?:absolute|fixed)$/.test(value("position"));
  const isShifted = isPlaced || value("position") === "relative";
  const [top = "", right = top, bottom = top, left = right] = value("inset").split(/\s+/);
  const edges = isShifted ? [value("left") || left, value("top") || top] : [];
  if (isPlaced) {
    edges.push(value("right") || right, value("bottom") || bottom);
    edges.push(value("inset-inline-start"), value("inset-inline-end"), value("inset-block-start"));
    if (edges.slice(0, 1).some((edge) => pixels(edge) >= FAR_AWAY * 10)) return true;
  }
  for (const side of ["left", "top", "inline-start", "block-start"]) edges.push(value(`margin-${side}`));
  const margins = value("margin").split(/\s+/);
  edges.push(margins[0] ?? "", margins[3] ?? margins[1] ?? margins[0] ?? "");
  if (edges.some((edge) => pixels(edge) <= -FAR_AWAY)) return true;
  const scale = value("scale");
  const moved = `${value("transform")} translate(${value("translate").replaceAll(/\s+/g, ",")})`;
  return isIndented(value) || movesOutOfSight(moved) || (scale !== "" && isScaledAway(scale));
}

const isScaledAway = (scale: string) => scale.split(/\s+/).some((one) => isNothing(one, 0.01));

function isIndented(value: Value): boolean {
  const indent = pixels(value("text-indent").split(/\s/)[0] ?? "");
  const isCut = /hidden|clip/.test(value("overflow") + value("overflow-x"));
  return indent <= -FAR_AWAY || indent >= FAR_AWAY * 10 || (isCut && indent >= 1200);
}

/** Whether everything is clipped away. */
function isClipped(value: Value): boolean {
  return clipsAll(value("clip")) || clipPathHidesAll(value("clip-path") || value("-webkit-clip-path"));
}

/** Whether a mask of one transparent colour lies on it. */
function isMasked(value: Value): boolean {
  const masks = ["mask", "mask-image", "-webkit-mask", "-webkit-mask-image"].map(value);
  return masks.some((mask) => {
    if (!mask.includes("gradient(")) return false;
    const colors = colorsIn(mask);
    return colors.length > 0 && colors.every(([, , , alpha]) => alpha <= 0.05);
  });
}

/** Letters on top of each other, or dots in their place. */
function isIllegible(value: Value): boolean {
  const security = value("-webkit-text-security");
  return (
    pixels(value("letter-spacing"), { em: 16 }) <= -9 ||
    (security !== "" && security !== "none") ||
    (isNothing(value("zoom"), 0.1) && Number.parseFloat(value("zoom")) > 0)
  );
}

function isWithoutSize(value: Value, name: string): boolean {
  const isTiny = (...properties: readonly string[]) =>
    properties
      .flatMap((one) => [one, `max-${one}`])
      .some((one) => pixels(value(one)) <= 1 && pixels(value(one)) >= 0);
  const isLow = isTiny("height", "block-size");
  const isNarrow = isTiny("width", "inline-size");
  if (isReplacedName(name)) return isLow && isNarrow;
  const cuts = ["overflow", "overflow-x", "overflow-y"].some((one) => /hidden|clip/.test(value(one)));
  const isFlat = pixels(value("line-height")) === 0 && value("height") === "";
  return cuts && (isLow || isNarrow || isFlat);
}

/** Whether letters are transparent, and neither filled by a background nor drawn by their shadow. */
export function hasNoInk(style: Declarations): boolean {
  const clip = style.get("background-clip")?.value ?? style.get("-webkit-background-clip")?.value;
  const background = style.get("background")?.value ?? "";
  if (clip === "text" || /\btext\b/.test(background)) return false;
  const ink = style.get("-webkit-text-fill-color")?.value ?? style.get("color")?.value;
  const color = ink === undefined ? undefined : colorOf(ink);
  return color !== undefined && color[3] <= 0.05 && !drawsLetters(style.get("text-shadow")?.value ?? "");
}

/** A shadow that is not blurred has the form of the letters. */
function drawsLetters(shadow: string): boolean {
  const [x, y, blur = 0] = [...shadow.matchAll(/(?:^|\s)(-?[\d.]+)(?:px)?(?=\s|,|$)/g)].map(([, one]) =>
    Number(one),
  );
  return x !== undefined && y !== undefined && blur <= 3 && !shadow.includes("transparent");
}

function isNothing(value: string, most: number): boolean {
  const number = pixels(value, { "%": 0.01 });
  return number <= most;
}
