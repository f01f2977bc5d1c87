import type { Element } from "domhandler";
import { isLegibleSize } from "../../legibility/ink.ts";
import { at, attribute, childrenOf, elementsOf, local, textOf } from "../office/xml.ts";

/** A page in points. */
export interface Paper {
  readonly width: number;
  readonly height: number;
}

/** Word's default: US Letter. */
const letter: Paper = { width: 612, height: 792 };
/** The usual margin; places are often counted from it. Points. */
const MARGIN = 72;
const TWIPS = 20;
const EMUS = 12_700;

/** The largest paper of a body's sections. */
export function paperOf(root: Element | undefined): Paper {
  let paper = letter;
  for (const one of root ? elementsOf(root) : []) {
    if (local(one) !== "pgSz") continue;
    const [width, height] = [number(attribute(one, "w")) / TWIPS, number(attribute(one, "h")) / TWIPS];
    paper = { width: Math.max(paper.width, width || 0), height: Math.max(paper.height, height || 0) };
  }
  return paper;
}

function number(text: string | undefined): number {
  return Number.parseFloat(text ?? "NaN");
}

/** Whether a paragraph, a table or a drawing is where no reader gets to see it, or has no extent. */
export function isElsewhere(element: Element, paper: Paper): boolean {
  switch (local(element)) {
    case "p":
      return isFrameElsewhere(at(element, "pPr", "framePr"), paper) || isIndentedAway(element, paper);
    case "tbl":
      return isTableElsewhere(element, paper);
    case "tr":
      return isFlat(at(element, "trPr", "trHeight"));
    case "anchor":
      return isHiddenDrawing(element) || isAnchoredElsewhere(element, paper);
    case "inline":
      return isHiddenDrawing(element);
    case "shape":
    case "rect":
    case "roundrect":
      return isVmlElsewhere(attribute(element, "style") ?? "", paper);
    default:
      return false;
  }
}

function isOutside(start: number, extent: number, page: number): boolean {
  return start >= page - 2 || start + extent <= 2;
}

/** Frames are placed in twentieths of a point. */
function isFrameElsewhere(frame: Element | undefined, paper: Paper): boolean {
  if (!frame) return false;
  const places = [
    ["x", "w", "hAnchor", paper.width],
    ["y", "h", "vAnchor", paper.height],
  ] as const;
  return places.some(([place, extent, anchor, page]) => {
    const start = number(attribute(frame, place)) / TWIPS;
    if (Number.isNaN(start)) return false;
    const from = attribute(frame, anchor) === "page" ? 0 : MARGIN;
    const size = number(attribute(frame, extent)) / TWIPS || MARGIN;
    return place === "y" && attribute(frame, anchor) !== "page"
      ? Math.abs(start) >= page
      : isOutside(from + start, size, page);
  });
}

function isIndentedAway(paragraph: Element, { width }: Paper): boolean {
  const indent = at(paragraph, "pPr", "ind");
  const left = number(attribute(indent, "left") ?? attribute(indent, "start")) / TWIPS;
  const first = number(attribute(indent, "firstLine") ?? "0") / TWIPS;
  return left >= width - 2 || left <= -width || (childrenOf(paragraph).length > 0 && first >= width * 3);
}

function isTableElsewhere(table: Element, paper: Paper): boolean {
  const place = at(table, "tblPr", "tblpPr");
  const x = number(attribute(place, "tblpX")) / TWIPS;
  const y = number(attribute(place, "tblpY")) / TWIPS;
  const indent = number(attribute(at(table, "tblPr", "tblInd"), "w")) / TWIPS;
  return (
    x >= paper.width || x <= -paper.width || Math.abs(y) >= paper.height || Math.abs(indent) >= paper.width
  );
}

function isFlat(height: Element | undefined): boolean {
  if (attribute(height, "hRule") !== "exact") return false;
  return !isLegibleSize(number(attribute(height, "val")) / TWIPS);
}

function isHiddenDrawing(drawing: Element): boolean {
  const hidden = attribute(at(drawing, "docPr"), "hidden");
  if (hidden === "1" || hidden === "true") return true;
  const extent = at(drawing, "extent");
  if (!extent) return false;
  return [attribute(extent, "cx"), attribute(extent, "cy")].some((side) => number(side) / EMUS <= 2);
}

/** Drawings are placed in English metric units, 12,700 to a point. */
function isAnchoredElsewhere(anchor: Element, paper: Paper): boolean {
  const extent = at(anchor, "extent");
  const sides = [
    ["positionH", number(attribute(extent, "cx")), paper.width],
    ["positionV", number(attribute(extent, "cy")), paper.height],
  ] as const;
  return sides.some(([name, size, page]) => {
    const position = at(anchor, name);
    const offset = position && at(position, "posOffset");
    const start = offset ? number(textOf(offset)) / EMUS : Number.NaN;
    if (!position || Number.isNaN(start)) return false;
    const from = attribute(position, "relativeFrom") ?? "page";
    if (/^(?:paragraph|line|character)$/.test(from)) return Math.abs(start) >= page;
    return isOutside((from === "page" ? 0 : MARGIN) + start, (size || 0) / EMUS, page);
  });
}

/** VML places by CSS: `position:absolute;margin-left:-5000pt`. */
function isVmlElsewhere(style: string, paper: Paper): boolean {
  if (/visibility\s*:\s*hidden/i.test(style)) return true;
  const points = (property: string) => {
    const found = new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*(-?[\\d.]+)(pt|in|px)?`, "i").exec(style);
    return number(found?.[1]) * (found?.[2] === "in" ? 72 : found?.[2] === "px" ? 0.75 : 1);
  };
  return (
    points("width") <= 2 ||
    points("height") <= 2 ||
    ["left", "margin-left"].some((one) => points(one) >= paper.width || points(one) <= -paper.width) ||
    ["top", "margin-top"].some((one) => Math.abs(points(one)) >= paper.height)
  );
}

/** Whether a drawing is behind the text and large enough to be its ground: a quarter of the page. */
export function isBackdrop(anchor: Element, paper: Paper): boolean {
  if (local(anchor) !== "anchor" || flagAttribute(anchor, "behindDoc") !== true) return false;
  const extent = at(anchor, "extent");
  const area = (number(attribute(extent, "cx")) / EMUS) * (number(attribute(extent, "cy")) / EMUS);
  if (!(area >= (paper.width * paper.height) / 4)) return false;
  return [...elementsOf(anchor)].some((one) => ["blip", "solidFill", "gradFill"].includes(local(one)));
}

function flagAttribute(element: Element, name: string): boolean {
  return /^(?:1|true|on)$/.test(attribute(element, name) ?? "");
}
