import { load } from "cheerio/slim";
import { type Document, type Element, isTag, type ParentNode } from "domhandler";
import { html, Parser, type ParserOptions, type Token, Tokenizer } from "parse5";
import type { Htmlparser2TreeAdapterMap } from "parse5-htmlparser2-tree-adapter";
import { noAttributes } from "./dom.ts";
import { treeAdapter } from "./tree-adapter.ts";

/** Real pages stay below 60. The steps that walk the tree recurse, so deeper nesting is flattened while it is built. */
export const MAX_DEPTH = 500;
/** Open `<b>`, `<font>` … are created again in every block that follows; without a cap a small page grows without bound. */
const MAX_FORMATTING = 12;
const MAX_RECREATED = 300_000;

/**
 * The one query function of the program: `$(node).find(…)`. A `cheerio.load` for each document costs more than twice
 * the parse, because its closures keep the tree alive.
 */
export const $ = load("", { xml: { xmlMode: false, encodeEntities: "utf8" } });

export interface Parsed {
  readonly tree: Document;
  /** Start tags dropped because they were nested too deep; their text is kept. */
  readonly flattened: number;
  readonly found: Found;
}

/** What later steps need, collected during the parse, so that none of them has to search the tree for it. */
export interface Found {
  /** In document order, like the others. */
  readonly styles: readonly Element[];
  readonly titles: readonly Element[];
  readonly h1s: readonly Element[];
  /** Whether there are blocks of code. */
  readonly hasCode: boolean;
  /** The first `<base href>`, as written. */
  readonly base?: string;
  /** The page's own name for its site. */
  readonly siteName?: string;
  /** What the page says of itself for search engines. */
  readonly description?: string;
}

/** Parses a page or a fragment as browsers do, with nesting, open formatting and attributes capped. Never throws. */
export function parseHtml(text: string): Parsed {
  const parser = new CappedParser({ treeAdapter });
  parser.tokenizer.write(text, true);
  const { document: tree, flattened } = parser;
  parser.nameHeadings();
  return { tree, flattened, found: parser.found() };
}

/** Whether an element is still in the tree that readers see; the content of a `<template>` is in a document of its own. */
export function isIn(tree: Document, node: Element): boolean {
  let up = node.parent;
  while (up && isTag(up)) up = up.parent;
  return up === tree;
}

const voidTags = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** Their content is not markup, so they must not be dropped; nothing can nest in them. */
const textTags = new Set(
  "script style textarea title xmp iframe noembed noframes noscript plaintext".split(" "),
);
const formattingTags = new Set("a b big code em font i nobr s small strike strong tt u".split(" "));

const { BASE, H1, META, PRE, STYLE, TITLE } = html.TAG_ID;

class CappedParser extends Parser<Htmlparser2TreeAdapterMap> {
  flattened = 0;
  readonly #styles: Element[] = [];
  readonly #titles: Element[] = [];
  readonly #h1s: Element[] = [];
  readonly #roleHeadings: Element[] = [];
  #hasCode = false;
  #base: string | undefined;
  #siteName: string | undefined;
  #description: string | undefined;
  /** Name → end tags to ignore because their start tags were dropped: they would close an outer element. */
  #owed = new Map<string, number>();
  #recreated = 0;

  constructor(options: ParserOptions<Htmlparser2TreeAdapterMap>) {
    super(options);
    this.tokenizer = new CappedTokenizer(this.options, this);
    // The whole text is in memory: dropping what has been read would make every further access go through nested slices.
    this.tokenizer.preprocessor.bufferWaterline = Number.POSITIVE_INFINITY;
  }

  found(): Found {
    const rendered = (some: readonly Element[]) => some.filter((node) => isIn(this.document, node));
    return {
      styles: rendered(this.#styles),
      titles: rendered(this.#titles),
      h1s: rendered(this.#h1s),
      hasCode: this.#hasCode,
      ...(this.#base === undefined ? {} : { base: this.#base }),
      ...(this.#siteName === undefined ? {} : { siteName: this.#siteName }),
      ...(this.#description === undefined ? {} : { description: this.#description }),
    };
  }

  /** Elements that only their role or style makes headings get the name of one, so that all later steps see them. */
  nameHeadings(): void {
    for (const node of this.#roleHeadings) node.name = `h${headingLevel(node) ?? 2}`;
  }

  override onStartTag(token: Token.TagToken): void {
    this.#boundRecreation();
    if (token.tagID === BASE) this.#base ??= attributeOf(token, "href");
    else if (token.tagID === META && namesSite(token)) this.#siteName ??= attributeOf(token, "content");
    else if (token.tagID === META && describesPage(token))
      this.#description ??= attributeOf(token, "content");
    if (!this.#tooDeep(token)) {
      super.onStartTag(token);
      return;
    }
    this.flattened += 1;
    this.skipNextNewLine = false;
    if (!token.selfClosing) this.#owed.set(token.tagName, (this.#owed.get(token.tagName) ?? 0) + 1);
  }

  override onItemPush(node: ParentNode, tag: number, isTop: boolean): void {
    super.onItemPush(node, tag, isTop);
    if (!isTag(node)) return;
    if (tag === H1) this.#h1s.push(node);
    else if (tag === PRE) this.#hasCode = true;
    else if (tag === STYLE) this.#styles.push(node);
    else if (tag === TITLE) this.#titles.push(node);
    else this.#pushIfHeading(node);
  }

  #pushIfHeading(node: Element): void {
    if (node.attribs === noAttributes) return;
    const level = headingLevel(node);
    if (level === undefined) return;
    this.#roleHeadings.push(node);
    if (level === 1) this.#h1s.push(node);
  }

  override onEndTag(token: Token.TagToken): void {
    const owed = this.#owed.size === 0 ? 0 : (this.#owed.get(token.tagName) ?? 0);
    if (owed === 0) super.onEndTag(token);
    else this.#owed.set(token.tagName, owed - 1);
  }

  /** Formatting elements that are never closed are no longer created again once a maximum is reached. */
  #boundRecreation(): void {
    const { entries } = this.activeFormattingElements;
    if (entries.length === 0) return;
    this.#recreated += entries.length;
    if (this.#recreated > MAX_RECREATED) entries.length = 0;
  }

  #tooDeep(token: Token.TagToken): boolean {
    const isDeep = this.openElements.stackTop >= MAX_DEPTH;
    const isFormatted = this.activeFormattingElements.entries.length >= MAX_FORMATTING;
    if (!isDeep && !isFormatted) return false;
    const name = token.tagName;
    if (voidTags.has(name) || textTags.has(name)) return false;
    return isDeep || formattingTags.has(name);
  }
}

/** What an element without a level has: https://www.w3.org/TR/wai-aria-1.2/#heading */
const DEFAULT_LEVEL = 2;
/** HTML has no deeper headings. */
const MAX_LEVEL = 6;
/** Elements that mean nothing by themselves; any other keeps what it is. */
const generic = new Set(["div", "p", "span"]);

/** The style that Word calls Title, in what it saves as HTML. */
const officeTitle = "MsoTitle";

/** The level of an element that its role or Word's style alone makes a heading, from 1 to 6; undefined for all others. */
function headingLevel({ name, attribs }: Element): number | undefined {
  if (name === "p" && attribs.class === officeTitle) return 1;
  if (attribs.role !== "heading" || !generic.has(name)) return undefined;
  const level = Number(attribs["aria-level"] ?? DEFAULT_LEVEL);
  return Number.isInteger(level) && level >= 1 ? Math.min(level, MAX_LEVEL) : DEFAULT_LEVEL;
}

const attributeOf = ({ attrs }: Token.TagToken, name: string) =>
  attrs.find((one) => one.name === name)?.value;

const namesSite = (token: Token.TagToken) =>
  attributeOf(token, "property") === "og:site_name" || attributeOf(token, "name") === "application-name";

const describesPage = (token: Token.TagToken) =>
  attributeOf(token, "name") === "description" || attributeOf(token, "property") === "og:description";

/** The tokenizer compares each attribute of a tag with all before it, which is quadratic without a cap. */
const MAX_ATTRIBUTES = 300;

/** parse5's tokenizer, which drops the attributes of a tag beyond a maximum. */
export class CappedTokenizer extends Tokenizer {
  protected override _leaveAttrName(): void {
    const token = this.currentToken;
    if (token && "attrs" in token && token.attrs.length >= MAX_ATTRIBUTES) return;
    super._leaveAttrName();
  }
}
