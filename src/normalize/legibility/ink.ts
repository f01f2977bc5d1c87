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

/** Letters up to this height are illegible, in points (1/72 inch): readers take them for a line or for dust. */
export const MAX_ILLEGIBLE_POINTS = 2;
/** Letters narrower than this share of their height are strokes. */
const MIN_WIDTH_SHARE = 0.05;
/** The height of an A4 page: smaller pages are shown larger. */
const USUAL_PAGE_POINTS = 842;

/**
 * Whether letters are large enough to read.
 *
 * @param points their height as the page states it
 * @param options.stretch their width, as a share of the usual one
 * @param options.pageHeight the page's height in points; a smaller page is enlarged on a screen, and its letters with it
 */
export function isLegibleSize(
  points: number,
  options: { readonly stretch?: number; readonly pageHeight?: number } = {},
): boolean {
  const { stretch = 1, pageHeight = USUAL_PAGE_POINTS } = options;
  const enlarged = Math.max(1, USUAL_PAGE_POINTS / Math.max(pageHeight, 1));
  return points * enlarged > MAX_ILLEGIBLE_POINTS && Math.abs(stretch) >= MIN_WIDTH_SHARE;
}
