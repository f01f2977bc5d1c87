import type { Element } from "domhandler";
import { pixels } from "../css-length.ts";
import type { Declarations } from "../declarations.ts";
import { isReplacedName } from "../text-length.ts";

/** An edge this near counts as the edge itself, in pixels: a cover may leave a border free. */
const MAX_MARGIN = 6;
/** A box of this share of another one covers it. */
const MIN_SHARE = 0.95;
/** Shorter texts stand on one line. */
const MAX_LINE_LENGTH = 60;
/** The height of a line and the width of its letters, in pixels: more than they have in text of the usual size. */
const LINE = { height: 16, letter: 8 };

/** A box, on one axis: where it starts and ends, and how large it is, as written. */
interface Axis {
  readonly start: string;
  readonly end: string;
  readonly size: string;
}

/**
 * Whether a box that is placed absolutely lies on all of the box that it is placed in, as far as the declarations of both
 * tell.
 *
 * @param length characters of text in the box around: one line of text is covered by what is as large as one line
 */
export function fills(
  style: Declarations,
  outer: Declarations,
  options: { readonly node: Element | undefined; readonly length: number },
): boolean {
  const [across, down] = axesOf(style, options.node);
  const [outerAcross, outerDown] = axesOf(outer, undefined);
  const isLine = options.length <= MAX_LINE_LENGTH;
  return (
    spans(across, outerAcross.size, isLine ? options.length * LINE.letter : Number.NaN) &&
    spans(down, outerDown.size, isLine ? LINE.height : Number.NaN)
  );
}

function axesOf(style: Declarations, node: Element | undefined): [across: Axis, down: Axis] {
  const value = (name: string) => style.get(name)?.value ?? "";
  const [top = "", right = top, bottom = top, left = right] = value("inset").split(/\s+/);
  const [block = "", blockEnd = block] = value("inset-block").split(/\s+/);
  const [inline = "", inlineEnd = inline] = value("inset-inline").split(/\s+/);
  // A picture keeps its own size where none is stated.
  const stretches = node === undefined || !isReplacedName(node.name);
  const end = (edge: string) => (stretches ? edge : "");
  const attribute = (name: string) => (stretches ? "" : (node.attribs[name] ?? ""));
  return [
    {
      start: value("left") || left || value("inset-inline-start") || inline,
      end: end(value("right") || right || value("inset-inline-end") || inlineEnd),
      size: value("width") || value("inline-size") || value("min-width") || attribute("width"),
    },
    {
      start: value("top") || top || value("inset-block-start") || block,
      end: end(value("bottom") || bottom || value("inset-block-end") || blockEnd),
      size: value("height") || value("block-size") || value("min-height") || attribute("height"),
    },
  ];
}

function spans({ start, end, size }: Axis, outerSize: string, line: number): boolean {
  const isAuto = size === "" || size === "auto";
  if (isAuto) return isAtEdge(start) && isAtEdge(end);
  const from = start === "" || start === "auto" ? end : start;
  return isAtEdge(from) && isLarge(size, outerSize, line);
}

/** At the edge or beyond it. */
function isAtEdge(edge: string): boolean {
  return pixels(edge, { "%": 3 }) <= MAX_MARGIN;
}

function isLarge(size: string, outerSize: string, line: number): boolean {
  if (/^100[dls]?v[wh]$/.test(size)) return true;
  if (size.includes("%")) return pixels(size, { "%": 10 }) >= MIN_SHARE * 1_000;
  const own = pixels(size);
  const outer = /%|v[wh]/.test(outerSize) ? Number.NaN : pixels(outerSize);
  return own >= outer * MIN_SHARE || own >= line;
}
