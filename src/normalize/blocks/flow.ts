import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { type Attributes, append, element, isBlank, text } from "../../html/dom.ts";
import { paragraphsOf } from "./inline.ts";

/** Readers cannot tell more nested inline elements apart. */
const MAX_OPEN = 12;

const startsInWord = /^[\p{L}\p{N}]/u;

function endsInWord(nodes: readonly ChildNode[]): boolean {
  const last = nodes.at(-1);
  if (last === undefined) return false;
  if (isTag(last)) return endsInWord(last.children);
  return isText(last) && /[\p{L}\p{N}]$/u.test(last.data);
}

/**
 * Collects content in document order and brings it into the normal form. Inline content is collected in a run. A block
 * ends the run, which becomes a paragraph; inline elements that were open around the block are opened again behind it
 * (and inside it, by the handler that builds it, from `openElements`). With `inlineOnly` there are no blocks, and their
 * boundaries become spaces.
 */
export class Flow {
  readonly blocks: Element[] = [];
  readonly inlineOnly: boolean;
  #run: ChildNode[] = [];
  #open: Element[] = [];
  #isApart = false;

  constructor(inlineOnly: boolean, outer: readonly Element[] = []) {
    this.inlineOnly = inlineOnly;
    for (const one of outer) this.open(one.name, one.attribs);
  }

  text(data: string): void {
    // White space at the start of a run is mostly the source's indentation.
    if (this.#run.length === 0 && isBlank(data)) return;
    const isGlued = this.#isApart && startsInWord.test(data) && endsInWord(this.#run);
    this.#isApart = false;
    this.#add(text(isGlued ? ` ${data}` : data));
  }

  /** Words that stand for a picture: what was beside the picture would otherwise run into them. */
  standIn(words: string, name?: string): void {
    if (startsInWord.test(words) && endsInWord(this.#run)) this.text(" ");
    const opened = name !== undefined && this.open(name);
    this.text(words);
    if (opened) this.close();
    this.#isApart = true;
  }

  lineBreak(): void {
    this.#add(this.inlineOnly ? text(" ") : element("br"));
  }

  /** False when nothing was opened, because such an element or code is open already: then do not close it. */
  open(name: string, attributes: Attributes = {}): boolean {
    if (this.#open.length >= MAX_OPEN || this.isOpen(name) || this.isOpen("code")) return false;
    const made = element(name, attributes);
    this.#add(made);
    this.#open.push(made);
    return true;
  }

  close(): void {
    this.#open.pop();
  }

  isOpen(name: string): boolean {
    for (const one of this.#open) if (one.name === name) return true;
    return false;
  }

  /** The inline elements open here, outermost first: a block that is built here continues them. */
  openElements(): readonly Element[] {
    return this.#open;
  }

  /** Where a block starts or ends. */
  boundary(): void {
    if (this.#run.length === 0) return;
    if (this.inlineOnly) {
      this.text(" ");
      return;
    }
    for (const paragraph of paragraphsOf(this.#run)) this.blocks.push(element("p", {}, paragraph));
    this.#run = [];
    const open = this.#open;
    this.#open = [];
    for (const one of open) this.open(one.name, one.attribs);
  }

  push(...blocks: readonly Element[]): void {
    this.boundary();
    for (const block of blocks) {
      if (block.name !== "hr" || this.blocks.at(-1)?.name !== "hr") this.blocks.push(block);
    }
  }

  /** The blocks; the current run becomes the last paragraph. */
  finishBlocks(): Element[] {
    this.boundary();
    return this.blocks;
  }

  /** All of it as one line of inline content. */
  finishInline(): ChildNode[] {
    return this.#run.length === 0 ? [] : (paragraphsOf(this.#run)[0] ?? []);
  }

  #add(node: ChildNode): void {
    const parent = this.#open.at(-1);
    if (parent) append(parent, node);
    else this.#run.push(node);
  }
}
