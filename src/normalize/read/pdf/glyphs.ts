import type { Box } from "../../legibility/cover.ts";
import { type Matrix, times } from "./geometry.ts";
import type { State } from "./graphics-state.ts";

/** A letter or a space and where it stands: the box from the baseline to the height of a capital letter. */
export interface Glyph {
  readonly text: string;
  readonly isBlank: boolean;
  readonly box: Box;
}

/** What the place of letters depends on. */
export interface FontFacts {
  /** The width of one unit of its glyphs, as a share of the font size. */
  readonly unit: number;
}

/** The height of capital letters, as a share of the font size. */
const CAP_HEIGHT = 0.7;

/** The letters of one operator, with the distance to the end of the last one, in units of text space. */
export function glyphsOf(
  shown: unknown,
  state: State,
  matrix: Matrix,
  { unit }: FontFacts,
): { glyphs: Glyph[]; width: number } {
  const { size, charSpacing, wordSpacing, scale, rise } = state;
  const glyphs: Glyph[] = [];
  let at = 0;
  for (const one of Array.isArray(shown) ? shown : []) {
    if (typeof one === "number") at -= (one / 1000) * size * scale;
    else if (typeof one === "object" && one !== null) {
      const { width: own, isSpace, unicode } = one as Record<string, unknown>;
      const width = (typeof own === "number" ? own : 0) * unit * size * scale;
      const text = typeof unicode === "string" ? unicode : "";
      const box = letterBox(matrix, at, width, rise, size);
      if (text !== "") glyphs.push({ text, isBlank: text.trim() === "", box });
      at += width + (charSpacing + (isSpace === true ? wordSpacing : 0)) * scale;
    }
  }
  return { glyphs, width: at };
}

function letterBox(matrix: Matrix, at: number, width: number, rise: number, size: number): Box {
  const start = times(matrix, [1, 0, 0, 1, at, rise]);
  const end = times(matrix, [1, 0, 0, 1, at + width, rise + CAP_HEIGHT * size]);
  return [
    Math.min(start[4], end[4]),
    Math.min(start[5], end[5]),
    Math.max(start[4], end[4]),
    Math.max(start[5], end[5]),
  ];
}
