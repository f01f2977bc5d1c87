import { type Document, type Element, isTag, isText, type ParentNode } from "domhandler";
import { calloutOf } from "../build/callouts.ts";
import { isSetInLines, languageOf } from "../build/code.ts";
import { visibleLine } from "../build/left-out.ts";
import { findFirst, hasClass, lineOf } from "../html/dom.ts";
import type { Notes } from "../html/notes.ts";
import { remembered } from "../memo.ts";
import { chooseRoot } from "./content-root.ts";
import { furnitureElements, furnitureRoles, furnitureWords, furtherReading } from "./furniture.ts";
import { dropLinkColumns } from "./link-columns.ts";
import { type Measure, measure, nothing } from "./measure.ts";
import { isInSentence, isToolText } from "./tool-texts.ts";

const words = new RegExp(`(?:^|[\\s_-])(?:${furnitureWords.join("|")})(?=$|[\\s_-])`);
const contentsWords =
  /(^|[\s_-])(?:toc|table-?of-?contents?|toctree(?:-wrapper)?|contents-?list)(?=$|[\s_-])/g;
/** A part with more of the page's text than this is content whatever it is called. */
const maxShare = 0.35;
/** The same within main or article, of a part that is written text and not links. */
const maxShareInContent = 0.1;
const minWrittenText = 300;
/** Longer blocks are not asked whether a page's tools print them. */
const maxToolText = 140;
/** Written text, in characters, from which a section is the author's though its anchor is named like furniture. */
const minSectionText = 150;

/**
 * The part of a whole page that an author wrote. Removes the furniture from the tree, then chooses the element that
 * holds the content.
 */
export function extractMain(tree: Document, notes: Notes): ParentNode {
  const body = findFirst(tree, ({ name }) => name === "body") ?? tree;
  const measures = measure(body);
  const { parts } = removeFurniture(body, { measures, ...totalsOf(body, measures), inContent: false });
  const root = chooseRoot(tree, body, measures);
  notes.addMany("boilerplate-dropped", parts + dropLinkColumns(root, measures));
  return root;
}

/** Removes the furniture within elements that are known to be content; they themselves stay. */
export function dropFurniture(content: Document, notes: Notes): void {
  const measures = measure(content);
  const around = { measures, ...totalsOf(content, measures), inContent: true };
  for (const child of content.children)
    if (isTag(child)) notes.addMany("boilerplate-dropped", removeFurniture(child, around).parts);
}

/** Elements and class names that say content and nothing else. */
function isContentNamed({ name, attribs }: Element): boolean {
  return (
    name === "main" ||
    name === "article" ||
    attribs.role === "main" ||
    attribs.role === "article" ||
    (attribs.class !== undefined && docbookParts.has(attribs.class))
  );
}

const docbookParts = new Set("chapter refentry sect1 appendix preface part book".split(" "));

interface Around {
  /** Kept true of the tree while parts of it are removed. */
  readonly measures: Map<ParentNode, Measure>;
  readonly total: number;
  /** The part of it that is no link. */
  readonly written: number;
  /** Within main or article, where an aside or header may be the author's. */
  readonly inContent: boolean;
}

function totalsOf(node: ParentNode, measures: Map<ParentNode, Measure>): Pick<Around, "total" | "written"> {
  const { text, linked } = measures.get(node) ?? nothing;
  return { total: text, written: text - linked };
}

interface Removed extends Measure {
  /** Those that a reader would have seen. */
  parts: number;
}

function removeFurniture(node: ParentNode, around: Around): Removed {
  const removed: Removed = { parts: 0, text: 0, linked: 0 };
  const { children } = node;
  let kept: ParentNode["children"] | undefined;
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index];
    if (!child) continue;
    if (isTag(child)) {
      const size = around.measures.get(child) ?? nothing;
      if (isFurniture(child, around)) {
        add(removed, { parts: size.text > 0 ? 1 : 0, ...size });
        kept ??= children.slice(0, index);
        continue;
      }
      if (child.children.length > 0 && !isCode(child))
        add(removed, removeFurniture(child, within(child, around)));
    }
    kept?.push(child);
  }
  if (kept) relink(node, kept);
  const own = around.measures.get(node);
  if (own) {
    own.text -= removed.text;
    own.linked -= removed.linked;
  }
  return removed;
}

/** Its words are code, and none of the page's tools': "print", "top", "Copyright 2021". */
const isCode = (node: Element) => node.name === "pre" || node.name === "code" || isSetInLines(node);

function within(child: Element, around: Around): Around {
  return around.inContent || !isContentNamed(child) ? around : { ...around, inContent: true };
}

function add(sum: Removed, { parts, text, linked }: Readonly<Removed>): void {
  sum.parts += parts;
  sum.text += text;
  sum.linked += linked;
}

function relink(node: ParentNode, kept: ParentNode["children"]): void {
  node.children = kept;
  kept.forEach((child, index) => {
    child.prev = kept[index - 1] ?? null;
    child.next = kept[index + 1] ?? null;
  });
}

const never = new Set(
  "html body main article pre code math mjx-container table tbody thead tr td th p a h1 h2 h3 h4 h5 h6 span em strong b i dt dd img br".split(
    " ",
  ),
);

function isFurniture(node: Element, around: Around): boolean {
  const { text, linked } = around.measures.get(node) ?? nothing;
  const share = around.total === 0 ? 0 : text / around.total;
  if (isNamedFurniture(node, around)) {
    const isWritten = around.inContent && text > minWrittenText && linked / text < 0.3;
    const most = isWritten ? maxShareInContent : maxShare;
    return share <= most || (linked > text * 0.8 && text - linked <= around.written * maxShare);
  }
  if (text === 0 || text > maxToolText || !hasOwnText(node)) return false;
  if (linked > text * 0.4 && furtherReading.test(lineOf(node)) && !isInSentence(node)) return true;
  return isToolText(node, around.inContent) || isCodeLabel(node);
}

function isNamedFurniture(node: Element, around: Around): boolean {
  const { name, attribs } = node;
  if (furnitureElements.has(name)) return !holdsMain(node);
  if (attribs.role !== undefined && furnitureRoles.has(attribs.role))
    return (
      (!holdsMain(node) && attribs.role !== "complementary") ||
      (attribs.role === "complementary" && calloutOf(node) === undefined)
    );
  if (name === "header") return !around.inContent && !holdsH1(node);
  if (name === "aside")
    return calloutOf(node) === undefined && !isAuthorsAside(node) && !isPlainAside(node, around);
  if (never.has(name) && !isTableOfLinks(node, around.measures.get(node) ?? nothing)) return false;
  const id = attribs.id ?? "";
  const hasFurnitureId = id !== "" && words.test(kebab(id)) && !isAnchorOfHeading(node, around);
  if (!hasFurnitureId && (attribs.class === undefined || !isFurnitureClass(attribs.class))) return false;
  const names = kebab(`${attribs.class ?? ""} ${isAnchorOfHeading(node, around) ? "" : id}`);
  if (around.inContent && isContentsOfOthers(node, names)) return false;
  return !holdsMain(node) && !holdsH1(node) && calloutOf(node) === undefined && !isAuthorsAside(node);
}

/** Written by hand beside a text, as a note is; those of a site have names. */
function isPlainAside({ attribs, parent }: Element, { inContent }: Around): boolean {
  return (
    inContent &&
    Object.keys(attribs).length === 0 &&
    parent !== null &&
    isTag(parent) &&
    parent.name !== "main"
  );
}

/** A footnote, a topic or a sidebar of the text, as the tools of DocBook and reStructuredText set them. */
function isAuthorsAside(node: Element): boolean {
  const { class: classes = "", role = "" } = node.attribs;
  if (/^(?:note|doc-(?:footnote|endnotes?|tip|notice|pullquote|example))$/.test(role)) return true;
  if (/(?:^|\s)(?:footnotes?|footnote-list|citation|topic)(?:\s|$)/.test(classes))
    return node.name === "aside";
  if (!hasClass(node, "sidebar")) return false;
  const first = node.children.find(isTag);
  return first !== undefined && (hasClass(first, "sidebar-title") || hasClass(first, "titlepage"));
}

/** Before there was a <nav>, a row of links was a table. */
function isTableOfLinks({ name, attribs }: Element, size: Readonly<Measure>): boolean {
  return (
    name === "table" &&
    size.linked > size.text * 0.6 &&
    /nav|footer|bread-?crumb|pager/i.test(`${attribs.class ?? ""} ${attribs.id ?? ""}`)
  );
}

const isFurnitureClass = remembered((names) => words.test(kebab(names)));

/** `<section id="cookies">` with a heading "Cookies" and text: the id is the heading's, and says nothing of the part. */
function isAnchorOfHeading(node: Element, { inContent, measures }: Around): boolean {
  const { id } = node.attribs;
  if (id === undefined || !inContent || !(node.name === "section" || hasClass(node, "section"))) return false;
  const { text, linked } = measures.get(node) ?? nothing;
  if (text - linked < minSectionText) return false;
  const heading = findFirst(node, ({ name }) => /^h[1-6]$/.test(name));
  const spoken = heading ? lineOf(heading).toLowerCase() : "";
  const parts = kebab(id).split(/[^\p{L}\p{N}]+/u);
  return parts.filter((part) => spoken.includes(part)).length * 2 >= parts.length;
}

/** A table of contents that leads to other pages is what a chapter's first page has to say. */
function isContentsOfOthers(node: Element, names: string): boolean {
  if (words.test(names.replace(contentsWords, "$1"))) return false;
  let away = 0;
  let within = 0;
  findFirst(node, ({ attribs: { href } }) => {
    if (href !== undefined && /^[^#]/.test(href)) away += 1;
    else if (href !== undefined) within += 1;
    return false;
  });
  return away > within;
}

/** "bash" above a block of Bash: the block says so itself. */
function isCodeLabel(node: Element): boolean {
  if (never.has(node.name) && node.name !== "span" && node.name !== "p") return false;
  let line: string | undefined;
  let at: Element = node;
  for (let level = 0; level < 3; level += 1) {
    let next = at.next;
    while (next && isText(next) && next.data.trim() === "") next = next.next;
    if (next && isTag(next)) {
      const block = startingBlock(next);
      if (!block && next.name !== "button") return false;
      line ??= visibleLine(node).toLowerCase();
      if (line.length > 20) return false;
      if (block) return languageOf(block) === line;
    } else if (next || followsText(at)) return false;
    if (!at.parent || !isTag(at.parent)) return false;
    line ??= visibleLine(node).toLowerCase();
    if (line.length > 20 || visibleLine(at.parent).toLowerCase() !== line) return false;
    at = at.parent;
  }
  return false;
}

/** Then what is around an element says more than it. */
function followsText({ prev }: Element): boolean {
  for (let before = prev; before; before = before.prev)
    if (isText(before) && /[!-~]/.test(before.data)) return true;
  return false;
}

/** The block of code that an element is, or starts with. */
function startingBlock(node: Element): Element | undefined {
  let at: Element | undefined = node;
  for (let level = 0; at && at.name !== "pre" && level < 5; level += 1) at = at.children.find(isTag);
  return at?.name === "pre" ? at : undefined;
}

/** An element around one other says what that one says, which is asked itself. */
function hasOwnText(node: Element): boolean {
  const parts = node.children.filter((child) => !isText(child) || child.data.trim() !== "");
  return parts.length !== 1 || (parts[0] !== undefined && isText(parts[0]));
}

/** Style sheet tools end class names in a hash, in which any short word may turn up. */
const hash = /_(?=[\w+-]*[A-Z0-9])[\w+-]{4,5}(?=\s|$)/g;

function kebab(names: string): string {
  return names
    .replace(hash, "")
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase();
}

function holdsMain(node: Element): boolean {
  return (
    findFirst(
      node,
      ({ name, attribs }) => name === "main" || name === "article" || attribs.role === "main",
    ) !== undefined
  );
}

function holdsH1(node: Element): boolean {
  return findFirst(node, ({ name }) => name === "h1") !== undefined;
}
