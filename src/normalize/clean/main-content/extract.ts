import { type Document, type Element, isTag, type ParentNode } from "domhandler";
import { findFirst, lineOf, noAttributes, relink } from "../../../html/dom.ts";
import type { Found, Parsed } from "../../../html/parse.ts";
import { calloutOf } from "../../vocabulary/html-callouts.ts";
import { isSetInLines } from "../../vocabulary/html-code.ts";
import type { Warnings } from "../../warnings.ts";
import { dropAdditions, type PageKind } from "./additions.ts";
import { anchorsOf } from "./anchors.ts";
import {
  isAsideInText,
  isAttribution,
  isAuthorsAside,
  isCardsBeside,
  isPlainAside,
} from "./authors-asides.ts";
import { isAuthorsSection } from "./authors-section.ts";
import { dropLeading } from "./before-title.ts";
import { boilerplateElements, furtherReading, landmarkOf } from "./boilerplate.ts";
import { isCodeLabel, MAX_LABEL_LENGTH } from "./code-label.ts";
import { dropComments } from "./comments.ts";
import { chooseRoot } from "./content-root.ts";
import { dropContentsLists } from "./contents-list.ts";
import { dropGeneratedLines } from "./generated-lines.ts";
import { takeLeadIn } from "./lead-outside.ts";
import { dropLinkColumns } from "./link-columns.ts";
import { hasOwnText, type Measure, measure, measureOf, subtract } from "./measure.ts";
import { isContents, isWritten, leadsToOthers } from "./named-contents.ts";
import { RootFinder } from "./named-roots.ts";
import { takeNotesIn } from "./notes-outside.ts";
import { dropPageNumbers } from "./page-numbers.ts";
import {
  holdsH1,
  holdsMain,
  holdsPage,
  holdsSentences,
  isByline,
  isCallSignature,
  isHeadOfSection,
  isHeadWithByline,
  isInArticle,
  isInMenu,
  isOwnPart,
  isSiteFooter,
  isSiteForm,
  isTitleOfSection,
} from "./part-kinds.ts";
import { inviting, isBoilerplateClass, kebab, sureWords, words } from "./part-names.ts";
import { dropRepeats } from "./repeats.ts";
import { pageTitles } from "./title.ts";
import { isShareLink } from "./tool-links.ts";
import { isInSentence, isToolText } from "./tool-texts.ts";

/** A part with more of the page's text than this is content, whatever its name. */
const MAX_SHARE = 0.35;
/** The same within main or article, for a part of written text, not links. */
const MAX_SHARE_IN_CONTENT = 0.1;
const MIN_WRITTEN_TEXT = 300;
/** Longer blocks are not the text of a page's tools. */
const MAX_TOOL_TEXT = 140;

/** What is known of a page before its content is looked for. */
export interface Known extends PageKind {
  /** What readers open on demand is read as text, however it is named. */
  readonly opened: ReadonlySet<Element>;
}

/**
 * The part of a whole page that an author wrote. Removes the boilerplate from the tree, then chooses the element with the
 * content.
 */
export function extractMain(parsed: Parsed, warnings: Warnings, known: Known): ParentNode {
  const { tree, found } = parsed;
  const body = findFirst(tree, ({ name }) => name === "body") ?? tree;
  const generated = dropGeneratedLines(body);
  const roots = new RootFinder();
  if (isTag(body)) roots.show(body);
  const around = {
    ...totalsOf(measure(body)),
    inContent: false,
    hasCode: found.hasCode,
    opened: known.opened,
    isAnchor: anchorsOf(body),
    roots,
    passed: { title: false },
  };
  const removed = removeBoilerplate(body, around);
  const comments = known.isDiscussion ? 0 : dropComments(body);
  const root = chooseRoot(body, roots.found);
  takeNotesIn(body, root);
  const { stated } = pageTitles(parsed);
  takeLeadIn(body, root, { stated, description: found.description });
  const others =
    generated +
    comments +
    dropLinkColumns(root) +
    dropAdditions(root, known) +
    dropContentsLists(root) +
    dropPageNumbers(root) +
    dropLeading(root, { h1s: found.h1s, stated }) +
    dropRepeats(root);
  warnings.countMany("boilerplate-dropped", (removed?.parts ?? 0) + others);
  return root;
}

/** Removes the boilerplate within elements that are known to be content; the elements themselves stay. */
export function dropBoilerplate(
  content: Document,
  { hasCode }: Found,
  warnings: Warnings,
  { opened }: Pick<Known, "opened">,
): void {
  const around = {
    ...totalsOf(measure(content)),
    inContent: true,
    hasCode,
    opened,
    isAnchor: anchorsOf(content),
    passed: { title: false },
  };
  for (const child of content.children)
    if (isTag(child)) warnings.countMany("boilerplate-dropped", removeBoilerplate(child, around)?.parts ?? 0);
}

/** Elements and class names that are used for content only. */
function isContentNamed({ name, attribs }: Element): boolean {
  return (
    name === "main" ||
    name === "article" ||
    (attribs !== noAttributes &&
      (attribs.role === "main" ||
        attribs.role === "article" ||
        (attribs.class !== undefined && docbookParts.has(attribs.class))))
  );
}

const docbookParts = new Set("chapter refentry sect1 appendix preface part book".split(" "));

interface Surrounding {
  /** Text of the whole page. */
  readonly total: number;
  /** The part of it that is not in links. */
  readonly written: number;
  /** Within main or article, where an aside or header may be the author's. */
  readonly inContent: boolean;
  /** The page has blocks of code. */
  readonly hasCode: boolean;
  readonly opened: ReadonlySet<Element>;
  /** Whether an element of the page has this id. */
  readonly isAnchor: (id: string) => boolean;
  /** Is given each element that stays. */
  readonly roots?: RootFinder;
  /** What the walk has come by, in the order of the page. */
  readonly passed: { title: boolean };
}

function totalsOf({ text, linked }: Readonly<Measure>): Pick<Surrounding, "total" | "written"> {
  return { total: text, written: text - linked };
}

interface Removed extends Measure {
  /** How many of the removed parts had visible text. */
  parts: number;
}

/** Undefined where nothing was removed. */
function removeBoilerplate(node: ParentNode, around: Surrounding): Removed | undefined {
  let removed: Removed | undefined;
  const { children } = node;
  let kept: ParentNode["children"] | undefined;
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index];
    if (!child) continue;
    if (isTag(child)) {
      if (isBoilerplate(child, around)) {
        const { text, linked } = measureOf(child);
        removed = sum(removed, { parts: text > 0 ? 1 : 0, text, linked });
        kept ??= children.slice(0, index);
        continue;
      }
      around.roots?.show(child);
      if (child.name === "h1") around.passed.title = true;
      if (child.children.length > 0 && !isCode(child))
        removed = sum(removed, removeBoilerplate(child, within(child, around)));
    }
    kept?.push(child);
  }
  if (kept) relink(node, kept);
  if (removed) subtract(node, removed);
  return removed;
}

/** In code, words such as "print", "top" or "Copyright 2021" are not those of the page's tools. */
const isCode = (node: Element) => verbatim.has(node.name) || isSetInLines(node);
const verbatim = new Set("pre code samp kbd tt".split(" "));

function within(child: Element, around: Surrounding): Surrounding {
  return around.inContent || !isContentNamed(child) ? around : { ...around, inContent: true };
}

function sum(one: Removed | undefined, other: Removed | undefined): Removed | undefined {
  if (!one || !other) return one ?? other;
  one.parts += other.parts;
  one.text += other.text;
  one.linked += other.linked;
  return one;
}

/** What an element's name tells about it; other names tell nothing. */
type Role = "boilerplate" | "header" | "aside" | "content";

const roles: ReadonlyMap<string, Role> = new Map<string, Role>([
  ...[
    ..."html body main article pre code math mjx-container table tbody thead tr td th p a span em strong b i dt dd img br".split(
      " ",
    ),
    ..."h1 h2 h3 h4 h5 h6".split(" "),
  ].map((name): [string, Role] => [name, "content"]),
  ...[...boilerplateElements].map((name): [string, Role] => [name, "boilerplate"]),
  ["header", "header"],
  ["aside", "aside"],
]);

function isBoilerplate(node: Element, around: Surrounding): boolean {
  const { text, linked } = measureOf(node);
  if (isSiteForm(node)) return text <= around.total * MAX_SHARE;
  if (isNamedBoilerplate(node, around)) {
    const share = text / Math.max(around.total, 1);
    const isWritten = around.inContent && text > MIN_WRITTEN_TEXT && linked / text < 0.3;
    const most = isWritten ? MAX_SHARE_IN_CONTENT : MAX_SHARE;
    if (share <= most || isSiteFooter(node) || isCardsBeside(node, around.written)) return true;
    return linked > text * 0.8 && text - linked <= around.written * MAX_SHARE;
  }
  if (isShareLink(node)) return text <= MAX_TOOL_TEXT && !isInSentence(node);
  if (text === 0 || text > MAX_TOOL_TEXT || !(node.name === "a" || hasOwnText(node))) return false;
  const line = lineOf(node);
  if (linked > text * 0.4 && furtherReading.test(line) && !isInSentence(node)) return true;
  if (isToolText(node, line, around.inContent)) return true;
  return around.hasCode && text <= MAX_LABEL_LENGTH && mayBeLabel(node) && isCodeLabel(node);
}

function isNamedBoilerplate(node: Element, around: Surrounding): boolean {
  const { name, attribs } = node;
  const role = roles.get(name);
  if (role === "boilerplate") return !holdsPage(node, around.written) && !isAttribution(node);
  const landmark = attribs === noAttributes ? undefined : landmarkOf(attribs);
  if (landmark === "complementary") return calloutOf(node) === undefined;
  if (landmark !== undefined) return !holdsPage(node, around.written);
  if (role === "header")
    return around.inContent
      ? isHeadWithByline(node)
      : !holdsH1(node) && !isHeadOfSection(node, around.passed.title);
  if (role === "aside")
    return (
      calloutOf(node) === undefined &&
      !isAuthorsAside(node) &&
      !isPlainAside(node, around.inContent) &&
      !isAsideInText(node)
    );
  if (attribs !== noAttributes && isByline(node)) return true;
  if (attribs === noAttributes || (role === "content" && !isTableOfLinks(node))) return false;
  if (around.opened.has(node)) return false;
  const names = kebab(`${attribs.class ?? ""} ${attribs.id ?? ""}`);
  const isNamed = words.test(kebab(attribs.id ?? "")) || isBoilerplateClass(attribs.class ?? "");
  if (!isNamed || isTitleOfSection(node, names) || isAuthorsSection(node, names, around.inContent))
    return false;
  if (isCallSignature(node, names) || (around.inContent && isOwnPart(node, names))) return false;
  if (isContents(names) && (isWritten(node) || (around.inContent && leadsToOthers(node, around.isAnchor))))
    return false;
  if (!sureWords.test(names) && holdsSentences(node) && !(inviting.test(names) && isInArticle(node)))
    return false;
  if (isInMenu(node) ? holdsPage(node, around.written) : holdsMain(node)) return false;
  return !holdsH1(node) && calloutOf(node) === undefined && !isAuthorsAside(node);
}

/** Older pages have their navigation in a table. */
function isTableOfLinks(node: Element): boolean {
  if (node.name !== "table") return false;
  const { attribs } = node;
  const { text, linked } = measureOf(node);
  return (
    linked > text * 0.6 && /nav|footer|bread-?crumb|pager/i.test(`${attribs.class ?? ""} ${attribs.id ?? ""}`)
  );
}

/** Of the elements that are content by their name, only these two may be a label. */
const mayBeLabel = ({ name }: Element) => roles.get(name) !== "content" || name === "span" || name === "p";
