import { load } from "cheerio/slim";
import { type Document, type Element, isTag, type ParentNode } from "domhandler";
import { html, Parser, type ParserOptions, type Token } from "parse5";
import type { Htmlparser2TreeAdapterMap } from "parse5-htmlparser2-tree-adapter";
import { CappedTokenizer } from "./tokenizer.ts";
import { treeAdapter } from "./tree-adapter.ts";

/** Real pages stay below 60; the walkers recurse, so deeper nesting is flattened while the tree is built. */
export const maxDepth = 500;
/** Open `<b>`, `<font>` … are created again in every block that follows: uncapped, a small page grows without bound. */
const maxFormatting = 12;
const maxRecreated = 300_000;

/**
 * The one query function of the whole program. A `cheerio.load` for each document costs more than twice the parse,
 * because its closures keep the tree alive; nodes are handed to this one instead: `$(node).find(…)`.
 */
export const $ = load("", { xml: { xmlMode: false, encodeEntities: "utf8" } });

export interface Parsed {
  readonly tree: Document;
  /** Start tags dropped because they were nested too deep; their text is kept. */
  readonly flattened: number;
  /** The `<style>` elements, in document order: most pages have few, and later steps need not look everywhere. */
  readonly styles: readonly Element[];
}

/** Parses a page or a fragment as browsers do, with nesting, open formatting and attributes capped. Never throws. */
export function parseHtml(text: string): Parsed {
  const parser = new CappedParser({ treeAdapter });
  parser.tokenizer.write(text, true);
  return { tree: parser.document, flattened: parser.flattened, styles: parser.styles.filter(isRendered) };
}

/** Content of a `<template>` hangs below a document of its own. */
function isRendered(node: Element): boolean {
  let up = node.parent;
  while (up && isTag(up)) up = up.parent;
  return up?.parent === null;
}

const voidTags = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** Their content is not markup, so the parser has to see them; nothing can nest in them. */
const textTags = new Set(
  "script style textarea title xmp iframe noembed noframes noscript plaintext".split(" "),
);
const formattingTags = new Set("a b big code em font i nobr s small strike strong tt u".split(" "));

class CappedParser extends Parser<Htmlparser2TreeAdapterMap> {
  flattened = 0;
  readonly styles: Element[] = [];
  /** End tags whose start tag was dropped, by name: without this they would close an outer element. */
  #owed = new Map<string, number>();
  #recreated = 0;

  constructor(options: ParserOptions<Htmlparser2TreeAdapterMap>) {
    super(options);
    this.tokenizer = new CappedTokenizer(this.options, this);
  }

  override onStartTag(token: Token.TagToken): void {
    this.#boundRecreation();
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
    if (tag === html.TAG_ID.STYLE && isTag(node)) this.styles.push(node);
  }

  override onEndTag(token: Token.TagToken): void {
    const owed = this.#owed.get(token.tagName) ?? 0;
    if (owed === 0) super.onEndTag(token);
    else this.#owed.set(token.tagName, owed - 1);
  }

  /** Elements left open for good stop being carried on once they have been carried far enough. */
  #boundRecreation(): void {
    const { entries } = this.activeFormattingElements;
    if (entries.length === 0) return;
    this.#recreated += entries.length;
    if (this.#recreated > maxRecreated) entries.length = 0;
  }

  #tooDeep(token: Token.TagToken): boolean {
    const name = token.tagName;
    if (voidTags.has(name) || textTags.has(name)) return false;
    if (this.openElements.stackTop >= maxDepth) return true;
    return formattingTags.has(name) && this.activeFormattingElements.entries.length >= maxFormatting;
  }
}
