import { contains, isCovered, isCutOff } from "../../legibility/cover.ts";
import { type Ground, isInkSeen } from "../../legibility/ink.ts";
import { isLegibleSize } from "../../legibility/size.ts";
import type { Glyph } from "./glyphs.ts";
import type { PaintedArea, PaintedPage, PaintedText } from "./painted.ts";

/** Letters side by side that are all seen, or all unseen. */
export interface Run {
  readonly text: string;
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly seen: boolean;
}

/**
 * Which of a page's letters a reader sees: painted in a colour that differs from the ground below, large enough, in a
 * layer that is on, inside the clip, and with nothing opaque painted over them.
 *
 * @param pageHeight in points
 * @param isRecognised whether the text was recognised in an image that shows it: then it is not itself to be seen
 */
export function runsOf({ texts, areas }: PaintedPage, pageHeight: number, isRecognised = false): Run[] {
  const runs: Run[] = [];
  for (const text of texts) {
    const isReadable = isLegibleSize(text.size, { stretch: text.stretch, pageHeight }) && !text.inHiddenLayer;
    const band = areas.filter(
      ({ box }) => box[1] <= text.y + text.size && box[3] >= text.y - text.size * 0.3,
    );
    let last: { text: string; x: number; end: number; y: number; seen: boolean } | undefined;
    for (const glyph of text.glyphs) {
      const seen = isReadable && (isRecognised || isGlyphSeen(glyph, text, band));
      const [x, , end] = glyph.box;
      const gap = last ? x - last.end : 0;
      if (last && last.seen === seen && gap < text.size && gap > -text.size) {
        last.text += (gap > text.size * 0.15 ? " " : "") + glyph.text;
        last.end = Math.max(last.end, end);
      } else {
        last = { text: glyph.text, x, end, y: text.y, seen };
        runs.push(last);
      }
    }
  }
  return runs;
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
    texts.some((text) => text.order < order && text.glyphs.some(({ box }) => isCovered(box, cover))),
  );
}
