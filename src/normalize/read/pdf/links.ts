import { type Box, contains } from "../../legibility/cover.ts";
import { boxOf, boxOfNumbers, type Matrix } from "./geometry.ts";

export interface Link {
  readonly url: string;
  readonly box: Box;
}

const MAX_LINKS = 5_000;
/** Links are drawn narrowly around their text. Points. */
const MARGIN = 2;

/**
 * Links to addresses; a page has no targets for those inside the document.
 * @param annotations of the page, as pdf.js tells them
 */
export function linksOf(annotations: readonly unknown[], upright: Matrix): Link[] {
  const found: Link[] = [];
  for (const annotation of annotations) {
    const { subtype, url, rect } = annotation as Record<string, unknown>;
    if (subtype !== "Link" || typeof url !== "string" || !/^(?:https?|mailto):/i.test(url)) continue;
    if (Array.isArray(rect) && found.length < MAX_LINKS)
      found.push({ url, box: boxOf(upright, boxOfNumbers(rect)) });
  }
  return found;
}

/** Where the letter in a box leads to: a letter belongs to the link that contains its middle. */
export function linkAt([left, bottom, right, top]: Box, links: readonly Link[]): string | undefined {
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  return links.find(({ box }) => x >= box[0] && x <= box[2] && contains(box, x, y, MARGIN))?.url;
}
