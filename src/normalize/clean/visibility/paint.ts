import { type Element, isTag } from "domhandler";
import { MAX_UNSEEN_OPACITY } from "../../legibility/ink.ts";
import { type Color, colorOf, sameColor, white } from "./color.ts";
import { pixels } from "./css-length.ts";
import { fontSizeOf, hasNoInk, isUnreadableSize, visibilityOf } from "./css-visibility.ts";
import type { Declarations } from "./declarations.ts";

/** What an element's text inherits: a descendant may state it anew and be seen again. */
export interface Paint {
  /** Undefined: not known. */
  readonly ink: Color | undefined;
  /** Undefined: nothing was painted yet; "unknown": an image or a gradient. */
  readonly ground: Color | "unknown" | undefined;
  /** Text has the colour of its background, until a descendant states another. */
  readonly inkless: boolean;
  /** `visibility: hidden`. */
  readonly invisible: boolean;
  /** Something opaque lies on it. */
  readonly covered: boolean;
  /** Of all around it together; nothing within can undo it. */
  readonly opacity: number;
  /** The size of letters in pixels. */
  readonly size: number;
}

export const plainPaint: Paint = {
  ink: undefined,
  ground: undefined,
  inkless: false,
  invisible: false,
  covered: false,
  opacity: 1,
  size: 16,
};

/** Whether text that is painted like this cannot be read. */
export const isUnseen = (paint: Paint): boolean =>
  paint.inkless ||
  paint.invisible ||
  paint.covered ||
  paint.opacity <= MAX_UNSEEN_OPACITY ||
  isUnreadableSize(paint.size);

/** The paint of an element's own text, given that of the element around it. */
export function paintOf(node: Element, style: Declarations, outer: Paint): Paint {
  const { attribs, name } = node;
  if (style.size === 0 && !outer.inkless && attribs.bgcolor === undefined && name !== "font") return outer;
  const ink = style.get("color")?.value ?? (name === "font" ? attribs.color : undefined);
  const background =
    style.get("background-color")?.value ?? style.get("background")?.value ?? attribs.bgcolor ?? undefined;
  const hasImage =
    style.get("background-image") !== undefined && style.get("background-image")?.value !== "none";
  const statesPaint = ink !== undefined || background !== undefined || hasImage;
  const colors = {
    ink: ink === undefined ? outer.ink : colorOf(ink),
    ground: hasImage ? "unknown" : groundOf(background, outer.ground),
  } as const;
  const inkless =
    hasNoInk(style) ||
    (statesPaint && isInkOnItself(node, ink !== undefined, colors)) ||
    (outer.inkless && !shows(colors));
  const invisible = visibilityOf(style) ?? outer.invisible;
  const opacity = outer.opacity * opacityOf(style);
  return {
    ...colors,
    inkless,
    invisible,
    covered: outer.covered,
    opacity,
    size: fontSizeOf(style, outer.size),
  };
}

/** What makes an element transparent alone hides it with everything in it, or waits for a script; it is not counted. */
function opacityOf(style: Declarations): number {
  const stated = style.get("opacity");
  const opacity = stated === undefined ? 1 : pixels(stated.value, { "%": 0.01 });
  return opacity > MAX_UNSEEN_OPACITY && opacity < 1 ? opacity : 1;
}

/** Invisible text becomes visible again only with a known, different colour. */
function shows({ ink, ground = white }: Pick<Paint, "ink" | "ground">): boolean {
  return ink !== undefined && ink[3] > 0.05 && ground !== "unknown" && !sameColor(ink, ground);
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
