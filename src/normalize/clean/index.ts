import type { Element, ParentNode } from "domhandler";
import { findFirst } from "../../html/dom.ts";
import { type Parsed, parseHtml } from "../../html/parse.ts";
import { withStatedText } from "../../html/stated/stated-text.ts";
import type { Document } from "../document.ts";
import type { ReadPage } from "../read/reader.ts";
import { findTabs, type Tabs } from "../vocabulary/tabs.ts";
import type { Warnings } from "../warnings.ts";
import { type Links, linksOf } from "./links.ts";
import { saysArticle } from "./main-content/additions.ts";
import { dropBoilerplate, extractMain } from "./main-content/extract.ts";
import { withoutScripts } from "./main-content/noscript.ts";
import { removeExcluded, statedContent } from "./main-content/selectors.ts";
import { placeStreamedParts } from "./main-content/streamed.ts";
import { isForum } from "./main-content/thread/programs.ts";
import { threadOf } from "./main-content/thread/thread.ts";
import { type PageTitles, pageTitles } from "./main-content/title.ts";
import { gatherOfficeLists } from "./office-lists.ts";
import { removeHidden } from "./visibility/index.ts";
import { liftInertPage, liftLoadingGuard } from "./visibility/loading-guard.ts";
import type { Opened } from "./visibility/opened/find.ts";

/** A page's content, as its author wrote it and a reader sees it, with what the next steps need to know of it. */
export interface Content {
  readonly root: ParentNode;
  readonly links: Links;
  readonly tabs: Tabs;
  readonly opened: Opened;
  /** A whole page of a site, not an author's fragment. */
  readonly isPage: boolean;
  /** What such a page states of its title. */
  readonly titles: PageTitles | undefined;
  /** The page asks for a password. */
  readonly asksPassword: boolean;
}

/** Parses a page and drops what no reader sees, what the source's settings exclude, and what is not content. Never throws. */
export function contentOf(
  { html: written, mayBePage = false }: ReadPage,
  document: Document,
  warnings: Warnings,
): Content {
  const { options } = document;
  const isPage = mayBePage && startsAsPage(written);
  const { html, parsed } = isPage
    ? parsedPage(written, warnings)
    : { html: written, parsed: parseHtml(written) };
  const { tree, found } = parsed;
  warnings.countMany("depth-flattened", parsed.flattened);
  gatherOfficeLists(tree, html);
  if (isPage) {
    const body = bodyOf(tree);
    placeStreamedParts(body);
    liftLoadingGuard(body, html);
    liftInertPage(body, html);
  }
  const tabs = findTabs(tree, html);
  const opened = removeHidden(parsed, html, { tabs, warnings, isPage });
  const asksPassword = isPage && passwordField.test(html) && findFirst(tree, isPasswordField) !== undefined;
  if (mayBePage) removeExcluded(tree, options, warnings);
  const stating = isPage ? pageTitles(parsed) : undefined;
  const links = linksOf(document, warnings, isPage ? found.base : undefined);
  const stated = mayBePage ? statedContent(tree, options, warnings) : undefined;
  if (stated) dropBoilerplate(stated, found, warnings, { opened: opened.parts });
  const isDiscussion = isPage && stated === undefined && isForum(html);
  const thread =
    stating && !stated
      ? threadOf(bodyOf(tree), { html, isDiscussion, titles: stating }, warnings)
      : undefined;
  const known = { isDiscussion, isArticle: isPage && saysArticle(html), opened: opened.parts };
  const root = stated ?? thread?.root ?? (isPage ? extractMain(parsed, warnings, known) : tree);
  const titles = stating && thread?.title ? { stated: thread.title, heading: thread.title } : stating;
  return { root, links, tabs, opened, isPage, titles, asksPassword };
}

/** A page, parsed; where scripts would build it, as it is without them, or with what its data has of its text. */
function parsedPage(html: string, warnings: Warnings): { html: string; parsed: Parsed } {
  const parsed = parseHtml(html);
  const plain = html.includes("<noscript") ? withoutScripts(html, bodyOf(parsed.tree)) : undefined;
  if (plain !== undefined) return { html: plain, parsed: parseHtml(plain) };
  const stated = withStatedText(html, parsed.tree);
  if (stated === undefined) return { html, parsed };
  warnings.count("text-from-data");
  return { html: stated, parsed: parseHtml(stated) };
}

const bodyOf = (tree: ParentNode) => findFirst(tree, ({ name }) => name === "body") ?? tree;

const beforePage = /(?:\s+|<\?xml[^>]*>|<!--[\s\S]*?-->)/y;
const pageStart = /<(?:!doctype|html|head|body|title|meta|link)[\s>/]/iy;

/** Whether HTML starts with what only a page has. Anything else is a fragment, all of which is content. */
function startsAsPage(html: string): boolean {
  beforePage.lastIndex = 0;
  let at = 0;
  while (beforePage.test(html)) at = beforePage.lastIndex;
  pageStart.lastIndex = at;
  return pageStart.test(html);
}

/** Bounded, so that the time it takes is linear. Forums keep a form out of sight, which their scripts show. */
const passwordField = /<input\b[^>]{0,400}\btype\s{0,9}=\s{0,9}["']?password\b/i;
const isPasswordField = ({ name, attribs }: Element) =>
  name === "input" && /^password$/i.test(attribs.type ?? "");
