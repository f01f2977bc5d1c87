import type { ChildNode, Element, ParentNode } from "domhandler";
import type { Links } from "../clean/links.ts";
import type { Warnings } from "../warnings.ts";
import type { Flow } from "./flow.ts";

/** What handlers may use; `walk.ts` is the one implementation. */
export interface Builder {
  readonly links: Links;
  readonly warnings: Warnings;
  /** A whole page of a site (its boilerplate is gone), not an author's own fragment. */
  readonly isPage: boolean;
  /** Structures are nested too deeply for another one. */
  readonly isTooDeep: boolean;
  /** Visits the children of a node. */
  walk(node: ParentNode, flow: Flow): void;
  /** The children of a node as blocks of their own, within the inline elements open in `around`. */
  blocks(node: ParentNode, around?: Flow): Element[];
  /** The children of a node as one line. */
  inline(node: ParentNode, around?: Flow): ChildNode[];
  /** Drops a node that a handler has dealt with. */
  skip(node: Element): void;
  isDropped(node: Element): boolean;
  /** Text that describes the images in `node`, so that they need no description of their own. */
  withCaption(caption: string, visit: () => void): void;
  readonly caption: string;
  /** Whether the page has not been given this description of an image before. */
  isNew(description: string): boolean;
}

/** Adds what becomes of `node` to the flow. */
export type Handler = (node: Element, flow: Flow, builder: Builder) => void;

/** The blocks of an item or cell in its normal form: a lone paragraph stands bare, also before nested lists. */
export function tightened(blocks: readonly Element[], listsMayFollow: boolean): ChildNode[] {
  const [first] = blocks;
  if (first?.name !== "p") return [...blocks];
  if (blocks.length === 1) return first.children;
  const bare = listsMayFollow && blocks.every(({ name }, at) => at === 0 || name === "ul" || name === "ol");
  return bare ? [...first.children, ...blocks.slice(1)] : [...blocks];
}
