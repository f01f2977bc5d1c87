import type { Box } from "../../legibility/cover.ts";
import type { Color } from "../../legibility/ink.ts";
import type { Font } from "./fonts.ts";
import {
  boxOf,
  boxOfNumbers,
  identity,
  type Matrix,
  matrixOf,
  numbers,
  shapesOf,
  type Turn,
  times,
  turnOf,
  unturned,
} from "./geometry.ts";
import { type Glyph, glyphsOf } from "./glyphs.ts";
import { applyOperator, clipTo, initialState, inksOf, type State } from "./graphics-state.ts";
import { type Brush, isWholeBox, type PaintedArea, PaintedAreas, type Rule } from "./painted-areas.ts";

/** One piece of text as the page paints it. */
export interface PaintedText {
  /** The number of the operator: what has a higher one is painted over it. */
  readonly order: number;
  readonly font: Font;
  /** Undefined where it is slanted. */
  readonly turn: Turn | undefined;
  /** Where its letters stand: the baseline, in the coordinates of its turn. */
  readonly y: number;
  /** The space that is added behind each letter, in points. */
  readonly spacing: number;
  /** Height and width of the letters: points, and a share of the usual width. */
  readonly size: number;
  readonly stretch: number;
  readonly inks: readonly (Color | "unknown")[];
  readonly clip: Box;
  readonly inHiddenLayer: boolean;
  readonly glyphs: readonly Glyph[];
}

export interface PaintedPage {
  readonly texts: readonly PaintedText[];
  readonly areas: readonly PaintedArea[];
  readonly rules: readonly Rule[];
  /** Small shapes that may be the bullets of lists. */
  readonly marks: readonly Box[];
  /** Pieces of text whose characters are not known. */
  readonly unreadable: number;
  /** Pieces of text with signs whose characters the file does not state. */
  readonly unmapped: number;
}

/** The operators of pdf.js by name: https://github.com/mozilla/pdf.js/blob/master/src/shared/util.js (`OPS`). */
export type OperatorNames = Readonly<Record<string, number>>;
export interface OperatorList {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

export interface PaintOptions {
  /** Whether an optional-content group or membership is shown. */
  readonly isLayerShown: (layer: unknown) => boolean;
  /** Whether an image hides what is below it; undefined where it was not decoded. */
  readonly isImageOpaque: (name: unknown) => boolean | undefined;
  readonly fontNamed: (name: unknown) => Font;
  /** From the page's own coordinates to those of the page as it is shown. */
  readonly upright: Matrix;
}

const filling = ["fill", "eoFill", "fillStroke", "eoFillStroke", "closeFillStroke", "closeEOFillStroke"];
const stroking = ["stroke", "closeStroke"];

const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

/** Follows what a page paints, in order: text, areas, images and lines. */
export function paintedPage(list: OperatorList, ops: OperatorNames, options: PaintOptions): PaintedPage {
  const names = new Map(Object.entries(ops).map(([name, code]) => [code, name]));
  const painter = new Painter(ops, options);
  list.fnArray.forEach((code, order) => {
    painter.paint(names.get(code) ?? "", list.argsArray[order], order);
  });
  return painter;
}

class Painter implements PaintedPage {
  readonly texts: PaintedText[] = [];
  readonly #painted = new PaintedAreas();
  readonly areas = this.#painted.areas;
  readonly rules = this.#painted.rules;
  readonly marks = this.#painted.marks;
  readonly #ops: OperatorNames;
  readonly #options: PaintOptions;
  readonly #stack: State[] = [];
  readonly #layers: boolean[] = [];
  #now: State;
  #text: Matrix = identity;
  #line: Matrix = identity;
  #clips = false;
  #last = "";
  #font: Font;
  unreadable = 0;
  unmapped = 0;

  constructor(ops: OperatorNames, options: PaintOptions) {
    this.#ops = ops;
    this.#options = options;
    this.#now = initialState(options.upright);
    this.#font = options.fontNamed(undefined);
  }

  paint(name: string, args: unknown, order: number): void {
    if (name === "restore" && this.#last === "transform") this.#painted.leftOutImage(this.#brush(order));
    this.#last = name;
    if (this.#state(name, args) || this.#place(name, args)) return;
    if (name === "showText") this.#show(Array.isArray(args) ? args[0] : [], order);
    else if (name === "constructPath") this.#path(args, order);
    else if (name === "clip" || name === "eoClip") this.#clips = true;
    else if (name === "shadingFill") this.#painted.shade(this.#brush(order));
    else if (name.startsWith("paint")) this.#image(name, args, order);
  }

  /** Operators that only change the state. */
  #state(name: string, args: unknown): boolean {
    const now = this.#now;
    switch (name) {
      case "save":
        this.#save();
        return true;
      case "restore":
      case "paintFormXObjectEnd":
      case "endGroup":
      case "endAnnotation":
        this.#now = this.#stack.pop() ?? now;
        return true;
      case "transform":
        now.matrix = times(now.matrix, matrixOf(args));
        return true;
      case "paintFormXObjectBegin":
        this.#save();
        if (Array.isArray(args) && args[0]) now.matrix = times(now.matrix, matrixOf(args[0]));
        if (Array.isArray(args) && args[1]) clipTo(now, boxOf(now.matrix, boxOfNumbers(args[1])));
        return true;
      case "beginGroup":
        this.#save();
        Object.assign(now, { groupAlpha: now.groupAlpha * now.fillAlpha, fillAlpha: 1, strokeAlpha: 1 });
        return true;
      case "beginAnnotation":
        this.#save();
        Object.assign(now, initialState(this.#options.upright));
        if (Array.isArray(args)) now.matrix = times(now.matrix, times(matrixOf(args[2]), matrixOf(args[3])));
        return true;
      case "beginMarkedContent":
        this.#layers.push(true);
        return true;
      case "beginMarkedContentProps":
        this.#layers.push(this.#isShown(args));
        return true;
      case "endMarkedContent":
        this.#layers.pop();
        return true;
      case "setFont":
        this.#font = this.#options.fontNamed(Array.isArray(args) ? args[0] : undefined);
        return applyOperator(now, name, args);
      default:
        return applyOperator(now, name, args);
    }
  }

  /** Operators that move the place of the next text. */
  #place(name: string, args: unknown): boolean {
    const [first, second] = Array.isArray(args) ? [numberOf(args[0]), numberOf(args[1])] : [0, 0];
    switch (name) {
      case "setLeading":
        this.#now.leading = first;
        return true;
      case "beginText":
        this.#startLine(identity);
        return true;
      case "setTextMatrix":
        this.#startLine(matrixOf(args));
        return true;
      case "moveText":
        this.#startLine(times(this.#line, [1, 0, 0, 1, first, second]));
        return true;
      case "setLeadingMoveText":
        this.#now.leading = -second;
        this.#startLine(times(this.#line, [1, 0, 0, 1, first, second]));
        return true;
      case "nextLine":
        this.#startLine(times(this.#line, [1, 0, 0, 1, 0, -this.#now.leading]));
        return true;
      default:
        return false;
    }
  }

  #save(): void {
    if (this.#stack.length < 1_000) this.#stack.push({ ...this.#now });
  }

  #startLine(matrix: Matrix): void {
    this.#line = matrix;
    this.#text = matrix;
  }

  #brush(order: number): Brush {
    return { state: this.#now, inHiddenLayer: this.#layers.includes(false), order };
  }

  #isShown(args: unknown): boolean {
    const [tag, layer]: readonly unknown[] = Array.isArray(args) ? args : [];
    return tag !== "OC" || this.#options.isLayerShown(layer);
  }

  #show(shown: unknown, order: number): void {
    const now = this.#now;
    const font = this.#font;
    if (!font.isReadable) this.unreadable += 1;
    const matrix = times(now.matrix, this.#text);
    const { glyphs, width, unknown } = glyphsOf(shown, now, matrix, font);
    if (unknown > 0) this.unmapped += 1;
    const at = times(matrix, [1, 0, 0, 1, 0, now.rise]);
    const size = Math.hypot(at[2], at[3]) * Math.abs(now.size);
    const along = Math.hypot(at[0], at[1]);
    const turn = turnOf(at);
    this.texts.push({
      order,
      font,
      turn,
      y: unturned([at[4], at[5], at[4], at[5]], turn ?? 0)[1],
      spacing: now.charSpacing * now.scale * along,
      size: size * font.height,
      stretch: size > 0 ? (along * Math.abs(now.size * now.scale)) / size : 0,
      inks: inksOf(now),
      clip: now.clip,
      inHiddenLayer: this.#layers.includes(false),
      glyphs,
    });
    this.#text = times(this.#text, [1, 0, 0, 1, width, 0]);
  }

  #path(args: unknown, order: number): void {
    const [operator, data, bounds]: readonly unknown[] = Array.isArray(args) ? args : [];
    const shapes = shapesOf(numbers(data), this.#now.matrix);
    const [only] = shapes.length === 1 ? shapes : [];
    const brush = this.#brush(order);
    const code = typeof operator === "number" ? operator : -1;
    const is = (names: readonly string[]) => names.some((name) => this.#ops[name] === code);
    if (only && !is(["endPath"])) this.#painted.mark(only, brush);
    if (is(filling)) for (const shape of shapes) this.#painted.fill(shape, brush);
    else if (is(stroking)) for (const shape of shapes) this.#painted.stroke(shape);
    if (this.#clips) {
      const corners = numbers(bounds);
      const box =
        corners.length === 4 ? boxOf(this.#now.matrix, boxOfNumbers(corners)) : ([0, 0, 0, 0] as const);
      clipTo(this.#now, box, only !== undefined && isWholeBox(only));
      this.#clips = false;
    }
  }

  #image(name: string, args: unknown, order: number): void {
    if (!/^paint.*Image/.test(name)) return;
    const brush = this.#brush(order);
    if (name === "paintSolidColorImageMask") {
      this.#painted.solidMask(brush);
      return;
    }
    const image = Array.isArray(args) ? args[0] : undefined;
    this.#painted.image(name.includes("Mask") ? false : this.#options.isImageOpaque(image), brush);
  }
}
