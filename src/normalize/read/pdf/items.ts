import type { Box } from "../../legibility/cover.ts";
import { asPainted } from "./bidi.ts";
import { tidy } from "./format.ts";
import { type Turn, turned, unturned } from "./geometry.ts";
import { spacedText } from "./letter-spaced.ts";
import { fragmentsOf, SPACE_GAP } from "./lines.ts";
import { type Link, linkAt } from "./links.ts";
import type { PaintedText } from "./painted.ts";
import type { LookedAt } from "./seen.ts";
import type { TextItem } from "./text.ts";

/** Words further apart than this share of their size may belong to different columns. */
const MAX_GAP = 0.45;
/** The same of letters that are set apart one by one. */
const MAX_LETTER_GAP = 0.8;
/** Letters overlap by at most this share of their size where they belong together. */
const MAX_OVERLAP = 0.3;
/** A space that is narrower than this share of the letters' size cannot be seen. */
const NO_GAP = 0.02;
/** Letters painted again so close by, as a share of their size, are a shadow or a false bold. */
const SHADOW = 0.12;

export interface PageFrame {
  readonly width: number;
  readonly height: number;
  readonly links: readonly Link[];
  /** Vertical lines: text does not reach over them. */
  readonly down: readonly Box[];
}

export interface PageItems {
  readonly items: readonly TextItem[];
  /** Lines that run up or down, each as one item at its place. */
  readonly turned: readonly TextItem[];
  /** Pieces of text that a reader does not see. */
  readonly unseen: number;
}

interface Building {
  text: string;
  readonly x: number;
  readonly y: number;
  end: number;
  readonly piece: PaintedText;
  readonly turn: Turn;
  readonly href: string | undefined;
  /** Spaces behind its last letter. */
  spaces: number;
  readonly letters: string[];
  /** How far each letter is from the one before it. */
  readonly gaps: number[];
}

/** Puts letters together as they follow each other in one line, format and link. */
export function itemsOf(pieces: readonly LookedAt[], frame: PageFrame): PageItems {
  const builder = new Builder(frame);
  for (const piece of pieces) builder.add(piece);
  const all = withoutShadows(builder.items);
  const upright = all.filter(({ turn }) => turn === 0).map(itemOf);
  const lines = ([1, 2, 3] as const).flatMap((turn) =>
    linesOf(
      all.filter((one) => one.turn === turn),
      turn,
    ),
  );
  return { items: upright, turned: lines, unseen: builder.unseen };
}

class Builder {
  readonly items: Building[] = [];
  readonly #frame: PageFrame;
  #last: Building | undefined;
  #lastIsUnseen = false;
  unseen = 0;

  constructor(frame: PageFrame) {
    this.#frame = frame;
  }

  add({ text: piece, seen }: LookedAt): void {
    const { turn } = piece;
    if (turn === undefined) return;
    const { links, down } = this.#frame;
    const [first] = piece.glyphs;
    const near = links.length === 0 || !first ? links : links.filter(({ box }) => isBeside(box, first.box));
    piece.glyphs.forEach((glyph, index) => {
      const box = unturned(glyph.box, turn);
      if (glyph.isBlank) {
        if (this.#last) this.#last.spaces += 1;
        return;
      }
      if (!this.#isInside(glyph.box)) return;
      if (!seen[index]) {
        if (!this.#lastIsUnseen) this.unseen += 1;
        this.#lastIsUnseen = true;
        this.#last = undefined;
        return;
      }
      this.#lastIsUnseen = false;
      const href = near.length === 0 ? undefined : linkAt(glyph.box, near);
      const last = this.#last;
      const text = asPainted(glyph.text);
      if (last && isSaidBefore(last.text, text)) return;
      if (last && last.href === href && goesOn(last, piece, box) && !isCut(last.end, box, piece, down)) {
        last.gaps.push((box[0] - last.end) / piece.size);
        last.letters.push(text);
        last.text += this.#space(last, box) + text;
        last.end = Math.max(last.end, box[2]);
        last.spaces = 0;
      } else {
        this.#last = {
          text,
          x: box[0],
          y: piece.y,
          end: box[2],
          piece,
          turn,
          href,
          spaces: 0,
          letters: [text],
          gaps: [],
        };
        this.items.push(this.#last);
      }
    });
  }

  #space({ end, spaces, piece }: Building, box: Box): string {
    const gap = box[0] - end - piece.spacing;
    // A soft hyphen where no line ends is a space without extent.
    if (spaces > 0 && gap < NO_GAP * piece.size) return "";
    if (spaces > 0) return " ".repeat(piece.font.format.code ? spaces : 1);
    return gap > SPACE_GAP * piece.size ? " " : "";
  }

  #isInside([left, bottom, right, top]: Box): boolean {
    const { width, height } = this.#frame;
    return right > -5 && left < width + 5 && top > -5 && bottom < height + 5;
  }
}

/** Some writers give the text of several words to a single sign, wherever it is used. */
function isSaidBefore(before: string, text: string): boolean {
  return text.length > 3 && /\s/.test(text) && before.includes(text);
}

function isBeside(link: Box, letter: Box): boolean {
  return link[1] - 2 <= letter[3] && link[3] + 2 >= letter[1];
}

function goesOn({ piece: last, end, turn, gaps, letters }: Building, piece: PaintedText, box: Box): boolean {
  if (last !== piece) {
    const isAlike =
      last.font === piece.font && Math.abs(last.size - piece.size) < 0.05 && turn === piece.turn;
    if (!isAlike || Math.abs(last.y - piece.y) > 0.05 * piece.size) return false;
  }
  const gap = box[0] - end;
  const isSetApart = letters.length === 1 || (gaps.at(-1) ?? 0) > SPACE_GAP;
  const most = isSetApart || last.font.format.code ? MAX_LETTER_GAP : MAX_GAP;
  return gap < most * piece.size + Math.max(0, piece.spacing) && gap > -MAX_OVERLAP * piece.size;
}

/** Whether a line stands between two letters: they are in cells side by side. */
function isCut(end: number, [x]: Box, { y, size, turn }: PaintedText, down: readonly Box[]): boolean {
  if (turn !== 0 || x - end < 0.5) return false;
  const middle = y + size * 0.3;
  return down.some((box) => box[1] <= middle && box[3] >= middle && box[2] > end - 0.5 && box[0] < x + 0.5);
}

function withoutShadows(items: readonly Building[]): Building[] {
  const places = new Map<string, Building[]>();
  return items.filter((item) => {
    const before = places.get(item.text);
    if (before === undefined) {
      places.set(item.text, [item]);
      return true;
    }
    const reach = Math.max(SHADOW * item.piece.size, 0.3);
    const isShadow = before.some(
      ({ x, y, turn }) => turn === item.turn && Math.abs(x - item.x) < reach && Math.abs(y - item.y) < reach,
    );
    if (!isShadow) before.push(item);
    return !isShadow;
  });
}

function itemOf({ text, x, y, end, piece, href, letters, gaps }: Building): TextItem {
  const { format } = piece.font;
  const spaced = format.code ? undefined : spacedText({ texts: letters, gaps }, SPACE_GAP);
  const size = Math.round(piece.size * 10) / 10;
  return {
    text: tidy(text),
    x,
    y,
    width: end - x,
    size,
    spaced: spaced && { ...spaced, text: tidy(spaced.text) },
    format: href === undefined ? format : { ...format, href },
  };
}

/** The lines of turned text, each as an item whose middle is the line's. */
function linesOf(items: readonly Building[], turn: Turn): TextItem[] {
  return fragmentsOf(items.map(itemOf)).map(({ text, x, end, y, size }) => {
    const [left, bottom, right, top] = turned([x, y, end, y + size * 0.7], turn);
    return { text, x: left, y: (bottom + top) / 2 - size * 0.3, width: right - left, size, format: {} };
  });
}
