import type { Box } from "../../legibility/cover.ts";
import type { Characters } from "./characters.ts";
import { type Matrix, moved } from "./geometry.ts";
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
  readonly characters: Characters;
}

/** The height of capital letters, as a share of the font size. */
const CAP_HEIGHT = 0.7;

/**
 * The letters of one operator, with the distance to the end of the last one, in units of text space, and how many are not
 * known.
 */
export function glyphsOf(
  shown: unknown,
  state: State,
  matrix: Matrix,
  { unit, characters }: FontFacts,
): { glyphs: Glyph[]; width: number; unknown: number } {
  const { size, charSpacing, wordSpacing, scale, rise } = state;
  const glyphs: Glyph[] = [];
  let [at, unknown] = [0, 0];
  for (const one of Array.isArray(shown) ? shown : []) {
    if (typeof one === "number") at -= (one / 1000) * size * scale;
    else if (typeof one === "object" && one !== null) {
      const { width: own, isSpace, unicode, originalCharCode: code } = one as Record<string, unknown>;
      const width = (typeof own === "number" ? own : 0) * unit * size * scale;
      const given = typeof unicode === "string" ? unicode : "";
      const text = typeof code === "number" ? characters(code, given) : given;
      const box = letterBox(matrix, at, width, rise, size);
      // One sign is not several words: the file says this of signs that it uses for others, too.
      if (text === undefined || (text.length > 2 && /\S\s+\S/.test(text))) unknown += 1;
      const last = glyphs.at(-1);
      if (text === "" && last) glyphs[glyphs.length - 1] = { ...last, box: around(last.box, box) };
      else if (text !== undefined && text !== "") glyphs.push({ text, isBlank: text.trim() === "", box });
      at += width + (charSpacing + (isSpace === true ? wordSpacing : 0)) * scale;
    }
  }
  return { glyphs, width: at, unknown };
}

/** A sign without a text of its own is a part of the one beside it. */
const around = (one: Box, other: Box): Box => [
  Math.min(one[0], other[0]),
  Math.min(one[1], other[1]),
  Math.max(one[2], other[2]),
  Math.max(one[3], other[3]),
];

function letterBox(matrix: Matrix, at: number, width: number, rise: number, size: number): Box {
  const [startX, startY] = moved(matrix, at, rise);
  const [endX, endY] = moved(matrix, at + width, rise + CAP_HEIGHT * size);
  return [Math.min(startX, endX), Math.min(startY, endY), Math.max(startX, endX), Math.max(startY, endY)];
}
