import { escapeHtml } from "../../html/characters.ts";
import type { Document } from "../document.ts";
import { isAddress, wikiTargetOf } from "../vocabulary/wiki-links.ts";
import type { Warnings } from "../warnings.ts";
import { placeOf } from "./markdown/values.ts";

/** What a text's wiki links may lead to. */
export interface PageLinks {
  readonly warnings: Warnings;
  /** The whole text, in which warnings find their lines. */
  readonly source?: string;
  /** `[[Page]]` of pages with an address. */
  readonly wikiTargets?: ReadonlySet<string>;
  /** What of these may not be named in the page. */
  readonly withheldPages?: ReadonlySet<string>;
}

/** The pages that a document's wiki links lead to, as its connector found them. */
export function pagesOf({ links = {}, withheld = {} }: Document) {
  const named = (targets: object) =>
    new Set(Object.keys(targets).filter((target) => target.startsWith("[[")));
  return { wikiTargets: named(links), withheldPages: named(withheld) };
}

/** Whether a wiki link's side leads to a page, as far as the connector knows. */
export const isPage = ({ wikiTargets, withheldPages }: Partial<PageLinks>, side: string): boolean =>
  isAddress(side) || [wikiTargets, withheldPages].some((known) => known?.has(wikiTargetOf(side)) === true);

/**
 * The HTML of a link to a page.
 *
 * @param text phrasing HTML of the link's own words; undefined: the page's name
 * @param written the link as it is written, for the warning where there is no such page
 */
export function pageLink(
  page: string,
  text: string | undefined,
  written: string,
  context: PageLinks,
): string {
  const name = text ?? escapeHtml(nameOf(page));
  const target = wikiTargetOf(page);
  if (isAddress(page)) return anchor(page, text ?? escapeHtml(page));
  if (context.wikiTargets?.has(target)) return anchor(target, name);
  if (context.withheldPages?.has(target)) {
    // Without words of its own it names the page.
    if (text === undefined) context.warnings.explain(nameOf(page));
    return text === undefined ? "" : anchor(target, text);
  }
  context.warnings.add(
    "link-unresolved",
    `There is no page for ${written.replace(/^!/, "")}${placeOf(context, written)}: it is kept as text.`,
  );
  return name;
}

const anchor = (target: string, html: string): string => `<a href="${escapeHtml(target)}">${html}</a>`;

/** `Folder/Page.md#Heading` → "Page › Heading". */
export const nameOf = (page: string): string =>
  page
    .replace(/#\^.*$/, "")
    .replace(/^[^#]*\//, "")
    .replace(/\.(?:md|markdown)(?=#|$)/, "")
    .replaceAll("#", " › ")
    .replace(/^ › /, "");

/** What a wiki's text that shows other pages shares with these. */
export interface PageIncludes extends PageLinks {
  /** The texts of included pages by their targets, as the connector found them. */
  readonly includes: Readonly<Record<string, string>>;
  /** Texts that are being included. */
  readonly open: readonly string[];
}

const MAX_INCLUDES = 8;

/**
 * The text of a page that is shown within another; undefined, with a warning, where it is missing or included already.
 * @param shown its name in the warning that it is missing
 */
export function includedText(page: string, context: PageIncludes, shown = page): string | undefined {
  const { includes, open, warnings } = context;
  const target = wikiTargetOf(page);
  const text = Object.hasOwn(includes, target) ? includes[target] : undefined;
  if (text === undefined) {
    warnings.add("include-missing", `The included page ${shown} was not found; its text is missing.`);
    return undefined;
  }
  if (!open.includes(text) && open.length < MAX_INCLUDES) return text;
  warnings.add("include-cycle", `${page} is included within itself or too deeply; it is left out there.`);
  return undefined;
}
