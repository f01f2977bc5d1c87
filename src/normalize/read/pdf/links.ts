import type { PdfPage } from "./page.ts";

export interface Link {
  readonly url: string;
  readonly rect: readonly number[];
}

/** Links to addresses; a page has no targets for those inside the document. */
export async function linksOf(page: PdfPage): Promise<Link[]> {
  const found: Link[] = [];
  const annotations: unknown[] = await page.getAnnotations();
  for (const annotation of annotations) {
    const { subtype, url, rect } = annotation as Record<string, unknown>;
    if (subtype !== "Link" || typeof url !== "string" || !/^(?:https?|mailto):/i.test(url)) continue;
    if (Array.isArray(rect) && found.length < 5_000) found.push({ url, rect: rect.map(Number) });
  }
  return found;
}

/** pdf.js joins text across the ends of links; a word belongs to the link that contains its middle. */
export function splitAtLinks(
  text: string,
  at: { x: number; y: number; width: number },
  links: readonly Link[],
) {
  const step = at.width / Math.max(1, text.length);
  const near = links.filter(({ rect: [, bottom = 0, , top = 0] }) => at.y + 2 >= bottom - 2 && at.y <= top);
  const pieces: { text: string; url: string | undefined; x: number; width: number }[] = [];
  let offset = 0;
  for (const part of near.length === 0 ? [text] : (text.match(/\s+|[^\s\p{P}]+|\p{P}/gu) ?? [])) {
    const x = at.x + offset * step;
    const width = part.length * step;
    const url = near.find(({ rect }) => inside(rect, x + width / 2, at.y + 2))?.url;
    const last = pieces.at(-1);
    if (last && last.url === url)
      pieces[pieces.length - 1] = { ...last, text: last.text + part, width: last.width + width };
    else pieces.push({ text: part, url, x, width });
    offset += part.length;
  }
  return pieces;
}

function inside(
  [left = 0, bottom = 0, right = 0, top = 0]: readonly number[],
  x: number,
  y: number,
): boolean {
  return x >= left && x <= right && y >= bottom - 2 && y <= top + 2;
}
