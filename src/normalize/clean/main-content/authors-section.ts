import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { findFirst, isBlank, lineOf } from "../../../html/dom.ts";
import { measureOf } from "./measure.ts";

/** A part whose links are more of its text leads elsewhere, whatever its heading says. */
const MAX_LINKED = 0.5;
/** An author's table or list of further pages under a heading may consist of links. */
const MAX_LINKED_IN_SECTION = 0.9;
const headingName = /^h[1-6]$/;

/**
 * Whether a part with a name such as `search` or `cookies` is a section that an author wrote about that subject. Its id
 * or class then comes from its heading, and says nothing of what the part is. A site's own search box or cookie notice
 * has controls or leads elsewhere, and stands alone.
 * @param names of the part, in kebab case
 */
export function isAuthorsSection(node: Element, names: string, inContent: boolean): boolean {
  if (holdsControls(node)) return false;
  if (inContent && lists.has(node.name)) return !factsOfPage.test(names) && !leads(node, MAX_LINKED);
  const isGenerated =
    node.name === "section" || /(?:^|\s)(?:section|sect[1-5]|level[1-6])(?:\s|$)/.test(names);
  const heading = leadingHeading(node);
  if (leads(node, isGenerated ? MAX_LINKED_IN_SECTION : MAX_LINKED, heading)) return false;
  if (inContent && holdsData(node)) return true;
  if (!heading) return false;
  if (repeats(lineOf(heading), node.attribs.id)) return inContent || hasSiblings(node);
  return inContent && hasSiblings(node);
}

const lists = new Set("ul ol dl".split(" "));
/** Lists of these are mostly without links: who wrote a page and when. */
const factsOfPage =
  /(?:^|[\s_-])(?:meta|byline|info|authors?|contributors?|bread-?crumbs?|crumbs?|share|social)(?=$|[\s_-])/;

/** Whether a part consists of links, besides its heading, or is empty. */
function leads(node: Element, share: number, heading?: Element): boolean {
  const { text, linked } = measureOf(node);
  const written = text - measureOf(heading).text;
  return written <= 0 || linked > written * share;
}

/** `id="search-results"` under "Search results", also with a tool's prefix or a number behind it. */
function repeats(heading: string, id: string | undefined): boolean {
  if (id === undefined) return false;
  const spoken = new Set(heading.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const parts = id.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.length > 0 && parts.every((part) => spoken.has(part) || /^\d{1,3}$/.test(part));
}

/** The heading that a part begins with, before any other text. */
function leadingHeading(node: ParentNode): Element | undefined {
  for (const child of node.children) {
    if (isText(child) && !isBlank(child.data)) return undefined;
    if (!isTag(child)) continue;
    if (headingName.test(child.name)) return child;
    if (measureOf(child).text > 0) return child.name === "p" ? undefined : leadingHeading(child);
  }
  return undefined;
}

/**
 * Whether it is one of the sections of a text: beside it are parts made alike, which begin with a heading of its level, or
 * such a heading follows.
 */
function hasSiblings(node: Element): boolean {
  const level = leadingHeading(node)?.name;
  if (level === undefined) return false;
  const isAlike = (one: Element) => {
    const heading = one.name === node.name ? leadingHeading(one) : undefined;
    return heading?.name === level && !leads(one, MAX_LINKED, heading);
  };
  const after = nextTo(node, "next");
  return after.some((one) => one.name === level || isAlike(one)) || nextTo(node, "prev").some(isAlike);
}

/** A bounded number of elements, so that the time it takes is linear. */
function nextTo(node: Element, direction: "prev" | "next"): Element[] {
  const found: Element[] = [];
  for (let at = node[direction]; at && found.length < 6; at = at[direction]) if (isTag(at)) found.push(at);
  return found;
}

const controls = new Set("form input select textarea button".split(" "));

/** Boxes in a list of tasks, and buttons that only copy code, are the author's or the generator's. */
function holdsControls(node: Element): boolean {
  const control = findFirst(
    node,
    ({ name, attribs }) =>
      controls.has(name) && attribs.type !== "checkbox" && !/copy|clipboard/i.test(attribs.class ?? ""),
  );
  return control !== undefined;
}

/** Code, or a table that is not a list of links: the boxes of a site have neither. */
function holdsData(node: Element): boolean {
  const found = findFirst(node, (one) => {
    if (one.name === "pre") return true;
    const hasHead = one.name === "table" && findFirst(one, ({ name }) => name === "th") !== undefined;
    return hasHead && !leads(one, MAX_LINKED);
  });
  return found !== undefined;
}
