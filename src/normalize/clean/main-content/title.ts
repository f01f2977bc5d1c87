import { type Element, isTag, isText } from "domhandler";
import { findFirst, oneLine } from "../../../html/dom.ts";
import { isIn, type Parsed } from "../../../html/parse.ts";
import { visibleLine } from "../../vocabulary/dropped.ts";

const separators = /\s+[|–—·•»:\-‹›]\s+|\s*[|–—•»]\s*/;

/** What a page states about its title, also outside its content. */
export interface PageTitles {
  /** `<title>` as it is; empty when there is none. */
  readonly stated: string;
  /** The same without the name of the site. */
  readonly short?: string;
  /** The only h1, wherever it is. */
  readonly heading?: string;
  /** It is within the content, where the name of a site or book is not. */
  readonly isInContent?: boolean;
  /** Of several h1, the one that `<title>` begins with and no site's header holds. */
  readonly confirmed?: string;
}

export function pageTitles(parsed: Parsed): PageTitles {
  const { tree, found } = parsed;
  const isOfPage = ({ parent }: Element) => parent !== null && isTag(parent) && parent.name === "head";
  const title = found.titles.find(isOfPage);
  const h1s = found.h1s.filter((h1) => isIn(tree, h1));
  const space = spaceOf(h1s);
  const stated = withoutSpace(title ? visibleLine(title) : "", space);
  const heading = onlyHeading(h1s, space);
  const confirmed = h1s.length > 1 ? confirmedOf(h1s, stated) : undefined;
  return {
    stated,
    ...(confirmed === undefined ? {} : { confirmed }),
    ...(stated === "" ? {} : { short: shortTitle(parsed, h1s, stated) }),
    ...(heading === undefined ? {} : { heading: heading.words, isInContent: heading.isInContent }),
  };
}

/** The h1 that `<title>` confirms, where it stands outside the content and the content's only h1 is that of a section. */
export function titleOverSection(
  { stated, confirmed }: PageTitles,
  onlyH1: string | undefined,
): string | undefined {
  return onlyH1 !== undefined && positionIn(stated, onlyH1) < 0 ? confirmed : undefined;
}

function confirmedOf(h1s: readonly Element[], stated: string): string | undefined {
  const words = h1s.filter(isInContent).map(visibleLine);
  return words.find((one) => one !== "" && positionIn(stated, one) === 0);
}

/** Between the name of a space and a title. */
const ofSpace = " : ";

/** The name that an export of Confluence puts before each title, as its first link above the title has it. */
function spaceOf(h1s: readonly Element[]): string {
  const [only] = h1s;
  const at = only ? visibleLine(only).indexOf(ofSpace) : -1;
  if (!only || at < 1) return "";
  const space = visibleLine(only).slice(0, at);
  for (let before = only.prev; before; before = before.prev) {
    const link = isTag(before) ? findFirst(before, ({ name }) => name === "a") : undefined;
    if (link) return visibleLine(link) === space ? space : "";
  }
  return "";
}

const withoutSpace = (line: string, space: string): string =>
  space !== "" && line.startsWith(space + ofSpace) ? line.slice(space.length + ofSpace.length) : line;

/**
 * The title of a page whose content does not have a single h1. A heading counts when `<title>` contains it: first an h1
 * outside the content, then the first heading of the content.
 */
export function titleOf(
  { stated, short, heading, isInContent = false }: PageTitles,
  topHeadings: readonly string[],
): string | undefined {
  const firstHeading = topHeadings[0];
  const confirmed = [heading, ...topHeadings].find((words) => words && isAtStart(stated, words));
  const mentioned = [firstHeading, heading].find((words) => words && positionIn(stated, words) >= 0);
  if (confirmed === undefined && heading !== undefined && isInContent && positionIn(stated, heading) >= 0)
    return heading;
  return confirmed ?? (mentioned === heading ? (short ?? heading) : mentioned) ?? short ?? heading;
}

/** Texinfo numbers the headings of its chapters, and not the titles of their pages. */
const isAtStart = (stated: string, heading: string): boolean =>
  positionIn(stated, heading) === 0 ||
  positionIn(stated, heading.replace(/^\d+(?:\.\d+)*\.?\s+(?=\S{3})/, "")) === 0;

/** The position of whole words in a line; -1 when they are not in it. */
export function positionIn(line: string, words: string): number {
  const at = line.toLowerCase().indexOf(words.toLowerCase());
  const around = [line[at - 1] ?? " ", line[at + words.length] ?? " "];
  return around.some((character) => /[\p{L}\p{N}]/u.test(character)) ? -1 : at;
}

/** Behind a colon, what the page prints as a line of its own, as Doxygen does with a title that is no heading. */
function shortTitle({ tree, found }: Parsed, h1s: readonly Element[], stated: string): string {
  const isNamed = h1s.some((h1) => positionIn(stated, visibleLine(h1)) >= 0);
  const behind = isNamed ? undefined : /^[^:]{1,80}: (.+)$/.exec(stated)?.[1];
  const isPrinted = (node: Element) =>
    titled.has(node.name) &&
    node.children.some((child) => isText(child) && behind?.startsWith(oneLine(child.data).slice(0, 8))) &&
    visibleLine(node) === behind;
  if (behind !== undefined && findFirst(tree, isPrinted)) return behind;
  return withoutSite(stated, oneLine(found.siteName ?? ""));
}

const titled = new Set(["div", "p", "td"]);

/** "Install | Guide | Example" → "Install": the first part, unless that is the site's name. */
function withoutSite(line: string, site: string): string {
  const parts = line.split(separators).filter((part) => part !== "");
  const [first, second] = parts;
  if (first === undefined) return line;
  return second !== undefined && site !== "" && first.toLowerCase() === site.toLowerCase() ? second : first;
}

function onlyHeading(
  h1s: readonly Element[],
  space: string,
): { words: string; isInContent: boolean } | undefined {
  const [only] = h1s;
  const words = only && h1s.length === 1 ? withoutSpace(visibleLine(only), space) : "";
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
