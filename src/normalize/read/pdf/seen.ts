import { contains, isCovered, isCutOff } from "../../legibility/cover.ts";
import { type Ground, isInkSeen, isLegibleSize } from "../../legibility/ink.ts";
import type { Glyph } from "./glyphs.ts";
import type { PaintedPage, PaintedText } from "./painted.ts";
import type { PaintedArea } from "./painted-areas.ts";

/** A piece of text, and whether each of its letters is seen; spaces are not. */
export interface LookedAt {
  readonly text: PaintedText;
  readonly seen: readonly boolean[];
}

/**
 * Which of a page's letters a reader sees: painted in a colour that differs from the ground below, large enough, in a
 * layer that is on, inside the clip, and with nothing opaque painted over them.
 *
 * @param pageHeight in points
 * @param isRecognised whether the text was recognised in an image that shows it: then it is not itself to be seen
 */
export function lookAt({ texts, areas }: PaintedPage, pageHeight: number, isRecognised = false): LookedAt[] {
  return texts.map((text) => {
    const isReadable = isLegibleSize(text.size, { stretch: text.stretch, pageHeight }) && !text.inHiddenLayer;
    const [bottom, top] = reachOf(text);
    const band = areas.filter(({ box }) => box[1] <= top && box[3] >= bottom);
    const seen = text.glyphs.map(
      (glyph) => isReadable && !glyph.isBlank && (isRecognised || isGlyphSeen(glyph, text, band)),
    );
    return { text, seen };
  });
}

/** How far down and up on the page letters reach. */
function reachOf({ glyphs }: PaintedText): [number, number] {
  let [bottom, top] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { box } of glyphs) {
    bottom = Math.min(bottom, box[1]);
    top = Math.max(top, box[3]);
  }
  return [bottom, top];
}

function isGlyphSeen({ box }: Glyph, text: PaintedText, areas: readonly PaintedArea[]): boolean {
  if (isCutOff(box, text.clip)) return false;
  if (
    areas.some(
      ({ order, opaque, box: cover }) => opaque === true && order > text.order && isCovered(box, cover),
    )
  )
    return false;
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  const ground = groundAt(x, y, text.order, areas);
  return text.inks.some((ink) => ink === "unknown" || isInkSeen(ink, ground));
}

/** What was painted last at a place before something else. */
function groundAt(x: number, y: number, before: number, areas: readonly PaintedArea[]): Ground {
  return areas.findLast(({ order, box }) => order < before && contains(box, x, y))?.color;
}

/** Whether an image that was not decoded may cover text: only then is it worth decoding. */
export function hasDoubtfulCover({ texts, areas }: PaintedPage): boolean {
  const doubtful = areas.filter(({ opaque }) => opaque === undefined);
  return doubtful.some(({ order, box: cover }) =>
    texts.some(
      (text) =>
        text.order < order && text.glyphs.some(({ box, isBlank }) => !isBlank && isCovered(box, cover)),
    ),
  );
}
