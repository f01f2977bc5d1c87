import type { Passage } from "./passages.ts";
import { stemsOf, withParts } from "./words.ts";

/** What of a page is searched. */
export interface Searched {
  readonly title: string;
  readonly path?: string | undefined;
  readonly url?: string | undefined;
  readonly locale: string;
  readonly passages: readonly Passage[];
}

/** The columns of the word index, each as stems with spaces between. */
export interface Fields {
  readonly title: string;
  readonly heads: string;
  /** The body's, passage by passage. */
  readonly bodies: readonly string[];
  readonly slug: string;
}

/** Stems of each part of a page. */
export function fieldsOf(page: Searched): Fields {
  const stems = (text: string) => stemsOf(text, page.locale).join(" ");
  return {
    title: stems(withParts(page.title)),
    heads: stems(withParts(headingsOf(page.passages).join(" "))),
    bodies: page.passages.map(({ text }) => stems(text)),
    slug: stems(slugOf(page)),
  };
}

/** Every heading once, however many passages stand under it. */
export function headingsOf(passages: readonly Passage[]): string[] {
  const paths = new Map(
    passages.flatMap(({ section }) =>
      section.map((words, at): [string, string] => [section.slice(0, at + 1).join("\n"), words]),
    ),
  );
  return [...paths.values()];
}

/** The words that the page's place is named with: its path in the source, else its address's. */
export function slugOf({ path, url }: Pick<Searched, "path" | "url">): string {
  const place = path ?? (url === undefined ? "" : pathOf(url));
  return withParts(place.replace(/\.[a-z]{2,8}$/i, "").replace(/[-_/.]+/g, " "));
}

function pathOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return "";
  }
}
