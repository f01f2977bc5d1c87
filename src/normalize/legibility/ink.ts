/** A colour's red, green, blue from 0 to 255 and its opacity from 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number, alpha: number];

/** What text is painted on. "unknown": an image, a gradient, a pattern; undefined: nothing that states a colour. */
export type Ground = Color | "unknown" | undefined;

export const white: Color = [255, 255, 255, 1];

/** Colours whose channels differ by no more look alike: #F0F0F0 on white has a contrast of 1.14 : 1. */
const MAX_UNSEEN_DIFFERENCE = 16;
/** Text with less opacity leaves no trace that anybody reads. */
export const MAX_UNSEEN_OPACITY = 0.05;

/** Too similar for one to be legible on the other. */
export function sameColor(one: Color, other: Color): boolean {
  return [0, 1, 2].every(
    (index) => Math.abs((one[index] ?? 0) - (other[index] ?? 0)) <= MAX_UNSEEN_DIFFERENCE,
  );
}

/**
 * Whether text of this colour can be seen on its ground. On an unknown ground every colour but a transparent one can:
 * white text on a photograph is text. `page` is the colour where nothing states one.
 */
export function isInkSeen(ink: Color, ground: Ground, page: Color = white): boolean {
  if (ink[3] <= MAX_UNSEEN_OPACITY) return false;
  return ground === "unknown" || !sameColor(ink, ground ?? page);
}

/** The warning's message, whatever the format. */
export function unseenText(count: number): string {
  return `${count === 1 ? "1 piece" : `${count} pieces`} of text that a reader does not see left out`;
}
