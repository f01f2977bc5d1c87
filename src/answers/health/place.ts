import type { Draftable } from "../questions/suggest.ts";

/** A place in the pages that somebody should look at. */
export interface Place {
  readonly source: string;
  /** The document to edit. */
  readonly externalId: string;
  readonly section: string | null;
}

/** A passage where it stands. */
export interface Placed {
  readonly place: Place;
  /** The title of its page. */
  readonly title: string;
  readonly text: string;
  readonly bareTable: boolean;
}

/** The passages of pages, each with its place. */
export function placed(pages: readonly Draftable[]): Placed[] {
  return pages.flatMap(({ source, externalId, title, passages }) =>
    passages.map(({ section, text, bareTable = false }) => ({
      place: { source, externalId, section: section.join(" › ") || null },
      title,
      text,
      bareTable,
    })),
  );
}

/** Names a page among those of all sources. */
export const pageKey = ({ source, externalId }: Pick<Place, "source" | "externalId">): string =>
  `${source} ${externalId}`;
