import type { Box } from "../../legibility/cover.ts";
import type { Color } from "../../legibility/ink.ts";
import { mayBeBullet } from "./bullets.ts";
import { boxOf, isRule, type Shape } from "./geometry.ts";
import { replacesGround, type State } from "./graphics-state.ts";

/** An area that the page paints. */
export interface PaintedArea {
  readonly order: number;
  readonly box: Box;
  /** "unknown": an image, a gradient or a mixture. */
  readonly color: Color | "unknown";
  /** Whether nothing of what is below can be seen; undefined for an image that was not decoded. */
  readonly opaque: boolean | undefined;
  readonly isImage: boolean;
}

/** A straight line along an axis. */
export interface Rule {
  readonly box: Box;
}

/** What an operator paints with. */
export interface Brush {
  readonly state: State;
  readonly inHiddenLayer: boolean;
  /** The number of the operator. */
  readonly order: number;
}

const MAX_AREAS = 20_000;
/** Pages with more small shapes than this are drawings. */
const MAX_MARKS = 500;
/** A shape that fills this share of its box is taken for the box: rounded corners are. */
const MIN_FULLNESS = 0.9;
/** An image that was left out must be this large to count: empty groups of operators look the same. Points. */
const MIN_IMAGE_SIDE = 4;

/** Whether a shape counts as the whole of its box. */
export const isWholeBox = ({ fullness }: Shape): boolean => fullness >= MIN_FULLNESS;

/** Where the current matrix puts an image: in PDF it fills the unit square. ISO 32000-1, 8.9.5 */
const imageBox = ({ state }: Brush): Box => boxOf(state.matrix, [0, 0, 1, 1]);

/** Collects what a page paints besides its text. */
export class PaintedAreas {
  readonly areas: PaintedArea[] = [];
  readonly rules: Rule[] = [];
  /** Small shapes that may be the bullets of lists. */
  readonly marks: Box[] = [];

  mark({ box }: Shape, { inHiddenLayer }: Brush): void {
    if (mayBeBullet(box) && this.marks.length < MAX_MARKS && !inHiddenLayer) this.marks.push(box);
  }

  fill(shape: Shape, brush: Brush): void {
    if (isRule(shape.box)) this.rules.push({ box: shape.box });
    this.#cover(shape.box, isWholeBox(shape), brush);
  }

  /** A line is a rule, and a stroked rectangle is four. */
  stroke({ box }: Shape): void {
    const [left, bottom, right, top] = box;
    if (this.rules.length > MAX_AREAS) return;
    if (isRule(box)) this.rules.push({ box });
    else
      this.rules.push(
        { box: [left, bottom, right, bottom] },
        { box: [left, top, right, top] },
        { box: [left, bottom, left, top] },
        { box: [right, bottom, right, top] },
      );
  }

  /** All that the clip leaves, in colours that nobody follows. */
  shade(brush: Brush): void {
    this.#area(brush.state.clip, "unknown", false, brush);
  }

  /** A mask that lets the colour of filling through everywhere. */
  solidMask(brush: Brush): void {
    this.#cover(imageBox(brush), true, brush);
  }

  /** @param opaque whether it hides what is below it; undefined where it was not decoded */
  image(opaque: boolean | undefined, brush: Brush): void {
    this.#area(imageBox(brush), "unknown", replacesGround(brush.state) ? opaque : false, brush, true);
  }

  /** pdf.js leaves large images out, and of their operators only the frame remains: a place, and nothing painted there. */
  leftOutImage(brush: Brush): void {
    const [left, bottom, right, top] = imageBox(brush);
    if (right - left >= MIN_IMAGE_SIDE && top - bottom >= MIN_IMAGE_SIDE) this.image(undefined, brush);
  }

  #cover(box: Box, isWhole: boolean, brush: Brush): void {
    const isSolid = isWhole && replacesGround(brush.state);
    this.#area(box, isSolid ? brush.state.fill : "unknown", isSolid, brush);
  }

  #area(
    [left, bottom, right, top]: Box,
    color: Color | "unknown",
    opaque: boolean | undefined,
    { state, inHiddenLayer, order }: Brush,
    isImage = false,
  ): void {
    const { fillAlpha, groupAlpha, clip, clipIsBox } = state;
    const alpha = fillAlpha * groupAlpha;
    if (alpha <= 0.01 || inHiddenLayer || this.areas.length >= MAX_AREAS) return;
    const isSolid = alpha >= 0.95 && clipIsBox;
    this.areas.push({
      order,
      box: [
        Math.max(left, clip[0]),
        Math.max(bottom, clip[1]),
        Math.min(right, clip[2]),
        Math.min(top, clip[3]),
      ],
      color: isSolid ? color : "unknown",
      opaque: isSolid ? opaque : false,
      isImage,
    });
  }
}
