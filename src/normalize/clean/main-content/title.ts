import { type Element, isTag } from "domhandler";
import { oneLine } from "../../../html/dom.ts";
import { isIn, type Parsed } from "../../../html/parse.ts";
import { visibleLine } from "../../vocabulary/dropped.ts";

const separators = /\s+[|–—·•»:\-‹›]\s+|\s*[|–—•»]\s*/;

/** What a page states of its title, outside its content too. */
export interface PageTitles {
  /** `<title>` as it is; empty when there is none. */
  readonly stated: string;
  /** The same without the name of the site. */
  readonly short?: string;
  /** The only h1, wherever it stands. */
  readonly heading?: string;
  /** It stands with the content, where no site's or book's name does. */
  readonly isInContent?: boolean;
}

export function pageTitles({ tree, found }: Parsed): PageTitles {
  const isOfPage = ({ parent }: Element) => parent !== null && isTag(parent) && parent.name === "head";
  const title = found.titles.find(isOfPage);
  const stated = title ? visibleLine(title) : "";
  const heading = onlyHeading(found.h1s.filter((h1) => isIn(tree, h1)));
  return {
    stated,
    ...(stated === "" ? {} : { short: withoutSite(stated, oneLine(found.siteName ?? "")) }),
    ...(heading === undefined ? {} : { heading: heading.words, isInContent: heading.isInContent }),
  };
}

/**
 * The title of a page whose content has no single h1. A heading is believed when `<title>` has it too: an h1 outside
 * the content, such as the name of a book, first; then the first heading of the content.
 */
export function titleOf(
  { stated, short, heading, isInContent = false }: PageTitles,
  topHeadings: readonly string[],
): string | undefined {
  const firstHeading = topHeadings[0];
  const confirmed = [heading, ...topHeadings].find((words) => words && position(stated, words) === 0);
  const mentioned = [firstHeading, heading].find((words) => words && position(stated, words) >= 0);
  if (confirmed === undefined && heading !== undefined && isInContent && position(stated, heading) >= 0)
    return heading;
  return confirmed ?? (mentioned === heading ? (short ?? heading) : mentioned) ?? short ?? heading;
}

/** Where whole words stand in a line; -1 when they do not. */
function position(line: string, words: string): number {
  const at = line.toLowerCase().indexOf(words.toLowerCase());
  const around = [line[at - 1] ?? " ", line[at + words.length] ?? " "];
  return around.some((character) => /[\p{L}\p{N}]/u.test(character)) ? -1 : at;
}

/** "Install | Guide | Example" → "Install": the first part, unless the site's name stands first. */
function withoutSite(line: string, site: string): string {
  const parts = line.split(separators).filter((part) => part !== "");
  const [first, second] = parts;
  if (first === undefined) return line;
  return second !== undefined && site !== "" && first.toLowerCase() === site.toLowerCase() ? second : first;
}

function onlyHeading(h1s: readonly Element[]): { words: string; isInContent: boolean } | undefined {
  const [only] = h1s;
  const words = only && h1s.length === 1 ? visibleLine(only) : "";
  return only && words !== "" ? { words, isInContent: isInContent(only) } : undefined;
}

function isInContent({ parent }: Element): boolean {
  for (let up = parent; up && isTag(up); up = up.parent) {
    if (up.name === "header" || up.name === "nav" || up.attribs.role === "banner") return false;
    if (up.name === "main" || up.name === "article" || /^(?:main|article)$/.test(up.attribs.role ?? ""))
      return true;
  }
  return false;
}
