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
