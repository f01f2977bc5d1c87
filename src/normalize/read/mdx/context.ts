import type { Nodes } from "mdast";
import type { Document } from "../../document.ts";
import type { Warnings } from "../../warnings.ts";
import type { Scope } from "./evaluate.ts";
import type { Node } from "./parse.ts";

/** The component around the nodes just being rendered, where it gives them their meaning. */
export type Frame =
  | { readonly as: "steps" }
  | { readonly as: "filetree" }
  | {
      readonly as: "tabs";
      /** Labels by position, for tabs that carry none themselves. */
      readonly labels: readonly string[];
      /** `value` → label. */
      readonly named: ReadonlyMap<string, string>;
      readonly next: { position: number };
    };

/** What a text is rendered with, before it is parsed. */
export interface MdxInput {
  readonly document: Document;
  readonly warnings: Warnings;
  /** Names with a known value; a partial's `props` are among them. */
  readonly scope: Scope;
  /** What a partial's `{props.children}` stands for. */
  readonly children?: string;
  /** Texts being rendered just now, outermost first: a partial among them would never end. */
  readonly open: readonly string[];
  /** Characters that partials may still add. */
  readonly budget: { left: number };
  /** Called with the values that the text's own names have. */
  readonly exported?: (values: Scope) => void;
}

/** What rendering one MDX text (the document or a partial of it) goes by. */
export interface MdxContext extends MdxInput {
  /** The text that the tree's positions point into. */
  readonly source: string;
  /** Component name → the `.md`/`.mdx` file it was imported from, as written. */
  readonly partials: ReadonlyMap<string, string>;
  readonly definitions: ReadonlyMap<string, Node<"definition">>;
  readonly footnotes: ReadonlyMap<string, Node<"footnoteDefinition">>;
  /** Footnotes in the order of their first mark. */
  readonly cited: string[];
  readonly frame?: Frame;
  /** Renders another text: a partial. */
  readonly renderText: (body: string, frontMatter: Record<string, unknown>, input: MdxInput) => string;
}

/** Renders a list of nodes; handed around so that the handlers need not know each other. */
export interface Renderer {
  /** As blocks: phrasing content that stands free gets a paragraph. */
  flow(nodes: readonly Nodes[], context: MdxContext): string;
  /** As part of a line; paragraphs lose their tags. */
  phrasing(nodes: readonly Nodes[], context: MdxContext): string;
}
