import { type Element, isTag, isText } from "domhandler";
import { findFirst, isBlank, lineOf } from "../../../html/dom.ts";
import { measureOf } from "./measure.ts";
import { words } from "./part-names.ts";
import { writtenDay } from "./thread/programs.ts";
import { isInSentence } from "./tool-texts.ts";

/** Characters of a line that says something; a link's title or a label is shorter. */
const MIN_SENTENCE = 70;
/** Of the part's text. */
const MIN_SENTENCES = 0.4;
/** Elements within a line. */
const inline = new Set("a span strong b em i u small code kbd sup sub br img svg abbr time mark".split(" "));

/** Whether most of a part is sentences, as in a text, and not titles and labels, as in lists of links. */
export function holdsSentences(node: Element): boolean {
  const { text } = measureOf(node);
  return text >= MIN_SENTENCE && lettersInSentences(node) >= text * MIN_SENTENCES;
}

function lettersInSentences(node: Element): number {
  const hasOwnText = node.children.some((child) => isText(child) && !isBlank(child.data));
  const isLine = node.children.every((child) => !isTag(child) || inline.has(child.name));
  if (hasOwnText && isLine) return lineOf(node).length >= MIN_SENTENCE ? measureOf(node).text : 0;
  return node.children.filter(isTag).reduce((sum, child) => sum + lettersInSentences(child), 0);
}

export const holdsH1 = (node: Element): boolean => findFirst(node, ({ name }) => name === "h1") !== undefined;

const isMain = ({ name, attribs }: Element) => name === "main" || attribs.role === "main";

/** Whether a part holds what a program marks as the content. */
export const holdsMain = (node: Element): boolean =>
  findFirst(node, (one) => one.name === "article" || isMain(one)) !== undefined;

/**
 * Whether a header is that of a section, which says what the section is about, and not the site's: HTML gives it the role
 * of a banner only where the body is the nearest section. It does so in sentences, or in a few words below the title.
 * https://www.w3.org/TR/html-aam-1.0/#el-header
 * @param isBelowTitle the page's title stands before it
 */
export const isHeadOfSection = (node: Element, isBelowTitle = false): boolean =>
  (isInSection(node) &&
    measureOf(node).linked < measureOf(node).text * 0.3 &&
    (holdsSentences(node) || isBelowTitle)) ||
  findFirst(node, isTitleOfPost) !== undefined;

/** A heading that leads to the page itself: https://html.spec.whatwg.org/#link-type-bookmark */
const isTitleOfPost = (node: Element): boolean =>
  /^h[1-3]$/.test(node.name) &&
  findFirst(node, ({ attribs }) => /(?:^|\s)bookmark(?:$|\s)/.test(attribs.rel ?? "")) !== undefined;

const isInSection = ({ parent }: Element): boolean =>
  parent !== null && isTag(parent) && (parent.name === "section" || isInSection(parent));

/** Doxygen calls the head of its site a title area, builders of pages the heading of a section. */
export const isTitleOfSection = (node: Element, names: string): boolean =>
  /(?:^|[\s_-])title-?area(?=$|[\s_-])/.test(names) &&
  findFirst(node, ({ name }) => /^h[2-6]$/.test(name)) !== undefined;

/** How a function is called: readers sign their posts in words, with spaces before brackets. */
export const isCallSignature = (node: Element, names: string): boolean =>
  /(?:^|[\s_-])signature(?=$|[\s_-])/.test(names) && /[\p{L}\p{N}_>\]]\(|[-=]>/u.test(lineOf(node));

/** Whether a part is in a menu that is too large to be left out as a whole. */
export const isInMenu = ({ parent }: Element): boolean =>
  parent !== null &&
  isTag(parent) &&
  (parent.name === "nav" || parent.attribs.role === "navigation" || isInMenu(parent));

/** Of the page's written text. */
const MIN_SHARE_OF_PAGE = 0.1;

/**
 * The same for what is boilerplate by its element or role, such as the menu of a site. Cards in a menu are articles as
 * well, but short ones.
 * @param written characters of the page that are not in links
 */
export function holdsPage(node: Element, written: number): boolean {
  if (findFirst(node, isMain)) return true;
  let inArticles = 0;
  findFirst(node, (one) => {
    const { text, linked } = measureOf(one);
    if (one.name === "article") inArticles = Math.max(inArticles, text - linked);
    return false;
  });
  return inArticles > 0 && inArticles >= written * MIN_SHARE_OF_PAGE;
}

/** Scripts send some forms for comments, which are no forms then. */
const commentForm = /(?:^|[\s_-])comment-?form(?=$|\s)/i;
const filled = new Set("text email tel url number password date search".split(" "));
/** A form with one field searches, or takes an address. */
const MIN_FIELDS = 2;

/**
 * Whether an element is a form of a site to fill in: a contact or an order, whose labels and hints tell nothing. A form
 * around a text, as some programs put it around the whole page, has headings, tables or code.
 */
export function isSiteForm(node: Element): boolean {
  if (node.name !== "form" && !commentForm.test(node.attribs.class ?? "")) return false;
  let fields = 0;
  const text = findFirst(node, ({ name, attribs }) => {
    const type = (attribs.type ?? "text").toLowerCase();
    if (name === "textarea" || name === "select" || (name === "input" && filled.has(type))) fields += 1;
    return /^(?:h1|h2|pre|table|article|main)$/.test(name);
  });
  return text === undefined && fields >= MIN_FIELDS;
}

/** Whether an element is in what a program marks as an article. */
export const isInArticle = (node: Element): boolean =>
  isTag(node) &&
  (node.name === "article" ||
    /(?:^|[\s_-])(?:entry|post|article|blog)-?(?:content|body|text|main)(?=$|[\s_-])/i.test(
      node.attribs.class ?? "",
    ) ||
    (node.parent !== null && isTag(node.parent) && isInArticle(node.parent)));

/** Names that builders of pages give to a part of a text as well: a card's last line, a note to readers, a checker's verdict. */
const partName =
  /(?:^|\s)(?:page-?info|rating|(?:card|panel|box|block|quote|callout|alert|accordion|table|list)-?footer)(?=$|[\s_-])/g;

/** Whether what is named so has no day, no link and nothing to press, as what a program adds there has. */
export function isOwnPart(node: Element, names: string): boolean {
  if (words.test(names.replace(partName, " "))) return false;
  if (/(?:^|\s)rating(?=$|[\s_-])/.test(names) && !isVerdict(lineOf(node))) return false;
  const { text, linked } = measureOf(node);
  if (text === 0 || linked > text * 0.5 || writtenDay.test(lineOf(node))) return false;
  return findFirst(node, ({ name }) => /^(?:time|button|form|input|nav)$/.test(name)) === undefined;
}

/** A word such as "False", and not how many readers gave how many stars. */
const isVerdict = (line: string): boolean =>
  /\p{L}{3}/u.test(line) && !/\d|\b(?:rate|rated|votes?|stars?|reviews?|ratings)\b/i.test(line);

const MAX_FOOTER = 300;

/** The last line of a site, which may be longer than the text of a short page. */
export const isSiteFooter = (node: Element): boolean =>
  node.name === "footer" &&
  node.parent !== null &&
  isTag(node.parent) &&
  node.parent.name === "body" &&
  measureOf(node).text <= MAX_FOOTER &&
  /\bpowered by\b|©|\bcopyright\b/i.test(lineOf(node));

const bylineName =
  /(?:^|[\s_-])(?:(?:post|entry|article|blog)-?(?:meta|date|info|author)|byline|posted-on|dateline|read(?:ing)?-?time)(?=$|[\s_-])/;
const MAX_BYLINE = 160;

/** A paragraph that is named so and says who wrote the page or when. */
export function isByline(node: Element): boolean {
  if (node.name !== "p" && node.name !== "span") return false;
  if (!bylineName.test((node.attribs.class ?? "").toLowerCase()) || isInSentence(node)) return false;
  const line = lineOf(node);
  return (
    line.length <= MAX_BYLINE &&
    (/^by\s/i.test(line) || writtenDay.test(line) || /\bmin(?:ute)?s?\b/i.test(line))
  );
}

const byAuthor = /^(?:(?:submitted|posted|published|written|created) )?by\s/i;

/** The head of an article that has no heading, but who wrote it and when: Drupal prints the title above. */
export function isHeadWithByline(node: Element): boolean {
  const line = lineOf(node);
  return (
    line.length <= MAX_BYLINE &&
    byAuthor.test(line) &&
    writtenDay.test(line) &&
    findFirst(node, ({ name }) => /^h[1-6]$/.test(name)) === undefined
  );
}
