import { type Element, isTag } from "domhandler";
import { elementChildren } from "../../../../html/dom.ts";
import { isBlackedOut, isBlankedOut, isBlurred } from "../blur.ts";
import { colorOf, colorsIn } from "../color.ts";
import { pixels } from "../css-length.ts";
import type { Declarations } from "../declarations.ts";

/** What lets less than this through leaves text with a contrast of 1.2 : 1. */
const MIN_OPACITY = 0.9;

/** What a cover is made of. */
export type Material = "color" | "picture";

/** What a box lays over that below it, if nobody can read text through it. */
export function materialOf(style: Declarations, node: Element | undefined): Material | undefined {
  const value = (name: string) => style.get(name)?.value ?? "";
  const opacity = shareOf(value("opacity"));
  if (opacity < MIN_OPACITY || isMixed(value) || isRound(value("border-radius"))) return undefined;
  if (isBackdropUnreadable(value("backdrop-filter") || value("-webkit-backdrop-filter"))) return "color";
  if (groundOpacity(value) * opacity >= MIN_OPACITY) return "color";
  if (node?.name === "img") return isPictureOpaque(node, value) ? "picture" : undefined;
  if (node?.name === "svg")
    return node.children.some((one) => isTag(one) && isFullRect(one)) ? "color" : undefined;
  return undefined;
}

const shareOf = (opacity: string) => (opacity === "" ? 1 : pixels(opacity, { "%": 0.01 }));

type Value = (name: string) => string;

/** Blended with what is below, or cut by a mask or a clip. */
function isMixed(value: Value): boolean {
  const blend = value("mix-blend-mode");
  const cut = ["mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "clip", "clip-path"];
  return (blend !== "" && blend !== "normal") || cut.some((name) => !/^(?:none|auto)?$/.test(value(name)));
}

const isRound = (radius: string) => radius.includes("50%") || radius.includes("100%");

const isBackdropUnreadable = (filter: string) =>
  filter !== "" && (isBlurred(filter) || isBlankedOut(filter) || isBlackedOut(filter));

/** The opacity of a background: 0 where it states none that is known. */
function groundOpacity(value: Value): number {
  if (/\btext\b/.test(value("background-clip") || value("-webkit-background-clip"))) return 0;
  const all = `${value("background")} ${value("background-image")}`;
  const color = colorOpacity(value("background-color")) || colorOpacity(withoutImages(value("background")));
  return Math.max(color, ...gradients(all).map(gradientOpacity));
}

function colorOpacity(text: string): number {
  const whole = colorOf(text);
  if (whole) return whole[3];
  const colors = text
    .split(/\s+(?![^(]*\))/)
    .map(colorOf)
    .filter((one) => one !== undefined);
  return Math.max(0, ...colors.map(([, , , alpha]) => alpha));
}

const image =
  /(?:url|(?:repeating-)?(?:linear|radial|conic)-gradient)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g;
const withoutImages = (text: string) => text.replaceAll(image, " ");
const gradients = (text: string) => (text.match(image) ?? []).filter((one) => one.includes("gradient("));

/** The opacity of a gradient where it is least: what fades covers nothing for certain. */
function gradientOpacity(gradient: string): number {
  const colors = colorsIn(gradient.slice(gradient.indexOf("(")));
  return colors.length === 0 ? 0 : Math.min(...colors.map(([, , , alpha]) => alpha));
}

/** Watermarks and ornaments let clicks through and are drawings; photographs and bars are not. */
function isPictureOpaque({ attribs }: Element, value: Value): boolean {
  const source = attribs.src ?? "";
  if (source === "" || value("pointer-events") === "none") return false;
  return !/\.(?:svg|gif)(?:$|[?#])|^data:image\/(?:svg|gif)|watermark|pattern|decor|ornament|texture/i.test(
    source,
  );
}

/** A drawing of nothing but a filled box. */
function isFullRect(node: Element): boolean {
  const { name, attribs } = node;
  if (name === "g") return elementChildren(node).some(isFullRect);
  const fill = attribs.fill ?? "black";
  const isFull = (size = "") => size === "100%" || Number(size) >= 300;
  return (
    name === "rect" &&
    isFull(attribs.width) &&
    isFull(attribs.height) &&
    colorOpacity(fill) >= MIN_OPACITY &&
    shareOf(attribs.opacity ?? attribs["fill-opacity"] ?? "") >= MIN_OPACITY
  );
}
