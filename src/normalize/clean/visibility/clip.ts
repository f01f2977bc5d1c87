import { pixels } from "./css-length.ts";
import { splitOutside } from "./declarations.ts";

/** A box in percent, on which shapes are laid; lengths count as parts of one this wide, in pixels. */
const BOX = 100;
const relative = { "%": 1, em: 0.16, rem: 0.16, px: 0.01, "": 0.01 };

/** Whether the old `clip` leaves at most a strip of two pixels: https://www.w3.org/TR/css-masking-1/#clip-property */
export function clipsAll(clip: string): boolean {
  if (!clip.startsWith("rect(")) return false;
  const [top, right, bottom, left] = clip
    .slice(5)
    .replace(/\)\s*$/, "")
    .split(/[\s,]+/)
    .filter((one) => one !== "")
    .map((one) => pixels(one));
  // `auto` is the edge of the box, which is not known.
  const isNarrow = (from = Number.NaN, to = Number.NaN) => to - from <= 2;
  return isNarrow(left, right) || isNarrow(top, bottom);
}

/** Whether a `clip-path` leaves nothing: https://www.w3.org/TR/css-shapes-1/#basic-shape-functions */
export function clipPathHidesAll(path: string): boolean {
  const [, shape = "", inner = ""] =
    /^(inset|circle|ellipse|polygon|rect|xywh|path)\((.*)\)/s.exec(path) ?? [];
  if (shape === "circle" || shape === "ellipse")
    return (
      inner
        .split(/\bat\b/)[0]
        ?.trim()
        .split(/\s+/)
        .some((radius) => radius !== "" && pixels(radius) <= 1) === true
    );
  if (shape === "inset") return insetHidesAll(inner.split(/\bround\b/)[0] ?? "");
  if (shape === "polygon") return areaOf(inner) <= 0.05;
  if (shape === "path") return !/\d/.test(inner) || !/[lhvcsqtaz]/i.test(inner);
  const [first = 0, second = 0, third = 0, fourth = 0] = words(inner).map((one) => pixels(one));
  if (shape === "xywh") return third <= 2 || fourth <= 2;
  return shape === "rect" && (second - fourth <= 2 || third - first <= 2);
}

const words = (text: string) => splitOutside(text.trim().replace(/\s+/g, " "), " ");

function insetHidesAll(edges: string): boolean {
  const [top = 0, right = top, bottom = top, left = right] = words(edges)
    .filter((one) => one !== "")
    .map((one) => pixels(one, relative));
  return top + bottom >= BOX || left + right >= BOX;
}

/** The area of a polygon in a box of 100 × 100. */
function areaOf(inner: string): number {
  const points = splitOutside(inner.replace(/^\s*(?:nonzero|evenodd)\s*,/, ""), ",").map((point) =>
    words(point).map((one) => pixels(one, relative)),
  );
  const area = points.reduce((sum, [x = 0, y = 0], index) => {
    const [nextX = 0, nextY = 0] = points[(index + 1) % points.length] ?? [];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(area) / 2;
}
