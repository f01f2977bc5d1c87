import type { PageIncludes } from "../page-links.ts";

/** What the parts of one wikitext share. */
export interface WikitextContext extends PageIncludes {
  readonly pageName: string;
  /** HTML that is ready, by the number in its place mark: what `<nowiki>` and others hold is not wikitext. */
  readonly kept: { readonly html: string; readonly isBlock: boolean }[];
  /** Footnotes in order, as HTML. */
  readonly notes: string[];
  /** `<ref name="x">` → index of its note. */
  readonly noteNames: Map<string, number>;
  /** An included page's wikitext as HTML. */
  readonly render: (text: string, context: WikitextContext) => string;
}

/** Marks that no text contains, around the number of a kept piece. */
const [opening, closing] = ["\uE000", "\uE001"];
const place = /\uE000(\d{1,9})\uE001/g;
const onlyPlace = /^\s*\uE000(\d{1,9})\uE001\s*$/;

/** A place mark for HTML that is ready. */
export function keep(html: string, context: Pick<WikitextContext, "kept">, isBlock = false): string {
  context.kept.push({ html, isBlock });
  return `${opening}${context.kept.length - 1}${closing}`;
}

/** The text without marks of its own. */
export const withoutPlaces = (text: string): string => text.replaceAll(/[\uE000-\uE002]/g, "");

/** HTML with what was kept in its places. */
export function restored(html: string, { kept }: Pick<WikitextContext, "kept">): string {
  return html.replaceAll(place, (_, index: string) => kept[Number(index)]?.html ?? "");
}

/** The HTML of a line that is one kept block. */
export function keptBlock(line: string, { kept }: Pick<WikitextContext, "kept">): string | undefined {
  const index = onlyPlace.exec(line)?.[1];
  const found = index === undefined ? undefined : kept[Number(index)];
  return found?.isBlock ? found.html : undefined;
}
