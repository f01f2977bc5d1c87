import type { Document } from "domhandler";
import { visibleLine } from "../build/left-out.ts";
import { findFirst, oneLine } from "../html/dom.ts";

const separators = /\s+[|–—·•»:\-‹›]\s+|\s*[|–—•»]\s*/;

/** What a page states of its title, outside its content too. */
export interface PageTitles {
  /** `<title>` as it is; empty when there is none. */
  readonly stated: string;
  /** The same without the name of the site. */
  readonly short?: string;
  /** The only h1, wherever it stands. */
  readonly heading?: string;
}

export function pageTitles(tree: Document): PageTitles {
  const title = findFirst(
    tree,
    ({ name, parent }) => name === "title" && parent !== null && "name" in parent && parent.name === "head",
  );
  const stated = title ? visibleLine(title) : "";
  const heading = onlyHeading(tree);
  return {
    stated,
    ...(stated === "" ? {} : { short: withoutSite(stated, siteName(tree)) }),
    ...(heading === undefined ? {} : { heading }),
  };
}

/**
 * The title of a page whose content has no single h1. A heading is believed when `<title>` has it too: an h1 outside
 * the content, such as the name of a book, first; then the first heading of the content.
 */
export function titleOf(
  { stated, short, heading }: PageTitles,
  firstHeading: string | undefined,
): string | undefined {
  const confirmed = [heading, firstHeading].find((words) => words && position(stated, words) === 0);
  const mentioned = [firstHeading, heading].find((words) => words && position(stated, words) >= 0);
  return confirmed ?? (mentioned === heading ? (short ?? heading) : mentioned) ?? short ?? heading;
}

/** Where whole words stand in a line; -1 when they do not. */
function position(line: string, words: string): number {
  const at = line.toLowerCase().indexOf(words.toLowerCase());
  const around = [line[at - 1] ?? " ", line[at + words.length] ?? " "];
  return around.some((character) => /[\p{L}\p{N}]/u.test(character)) ? -1 : at;
}

function siteName(tree: Document): string {
  const named = findFirst(
    tree,
    ({ name, attribs }) =>
      name === "meta" && (attribs.property === "og:site_name" || attribs.name === "application-name"),
  );
  return oneLine(named?.attribs.content ?? "");
}

/** "Install | Guide | Example" → "Install": the first part, unless the site's name stands first. */
function withoutSite(line: string, site: string): string {
  const parts = line.split(separators).filter((part) => part !== "");
  const [first, second] = parts;
  if (first === undefined) return line;
  return second !== undefined && site !== "" && first.toLowerCase() === site.toLowerCase() ? second : first;
}

function onlyHeading(tree: Document): string | undefined {
  let count = 0;
  let words: string | undefined;
  findFirst(tree, (node) => {
    if (node.name === "h1") {
      count += 1;
      words = visibleLine(node);
    }
    return count > 1;
  });
  return count === 1 && words ? words : undefined;
}
