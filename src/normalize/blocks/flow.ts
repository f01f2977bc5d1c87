import type { ChildNode, Element } from "domhandler";
import { type Attributes, append, element, isBlank, text } from "../../html/dom.ts";
import { paragraphsOf } from "./inline.ts";

/** More open inline elements than this say nothing to a reader. */
const MAX_OPEN = 12;

/**
 * Collects content in document order and gives it the shape of the normal form. Inline content gathers in a run; a
 * block ends the run, which becomes a paragraph, and inline elements that were open around the block are opened again
 * behind it (and inside it, by whoever builds the block from `openElements`). With `inlineOnly` there are no blocks:
 * their boundaries are spaces.
 */
export class Flow {
  readonly blocks: Element[] = [];
  readonly inlineOnly: boolean;
  #run: ChildNode[] = [];
  #open: Element[] = [];

  constructor(inlineOnly: boolean, outer: readonly Element[] = []) {
    this.inlineOnly = inlineOnly;
    for (const one of outer) this.open(one.name, one.attribs);
  }

  text(data: string): void {
    // White space at the start of a run says nothing: most of it only sets the source's elements on lines of their own.
    if (this.#run.length === 0 && isBlank(data)) return;
    this.#add(text(data));
  }

  lineBreak(): void {
    this.#add(this.inlineOnly ? text(" ") : element("br"));
  }

  /** False when an element of this kind is open already, or code is: then nothing was opened, and nothing is to be closed. */
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

  /** The inline elements open here, outermost first: what a block built here continues. */
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

  /** The blocks, with what is still gathering as the last paragraph. */
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
