import type { Nodes } from "mdast";
import type { Document } from "../../document.ts";
import type { Warnings } from "../../warnings.ts";
import type { Scope } from "./evaluate.ts";
import type { Node } from "./parse.ts";

/** The component around the nodes that are being rendered, where it determines their meaning. */
export type Frame =
  | { readonly as: "steps" }
  | { readonly as: "filetree" }
  | {
      readonly as: "tabs";
      /** Labels by position, for tabs without a label of their own. */
      readonly labels: readonly string[];
      /** `value` → label. */
      readonly named: ReadonlyMap<string, string>;
      readonly next: { position: number };
    };

/** What rendering a text needs, before it is parsed. */
export interface MdxInput {
  readonly document: Document;
  /** The document's own text as it is written, in which warnings find their lines; absent for a partial. */
  readonly written?: string;
  readonly warnings: Warnings;
  /** Names with a known value; a partial's `props` are among them. */
  readonly scope: Scope;
  /** The value of a partial's `{props.children}`. */
  readonly children?: string;
  /** Texts that are being rendered, outermost first: a partial among them would never end. */
  readonly open: readonly string[];
  /** Characters that partials may still add. */
  readonly budget: { left: number };
  /** Called with the values of the names that the text defines. */
  readonly exported?: (values: Scope) => void;
}

/** The context of rendering one MDX text: the document or a partial of it. */
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

/** Renders lists of nodes; passed as a value so that the handlers do not import each other. */
export interface Renderer {
  /** As blocks: phrasing content outside blocks gets a paragraph. */
  flow(nodes: readonly Nodes[], context: MdxContext): string;
  /** As part of a line; paragraphs lose their tags. */
  phrasing(nodes: readonly Nodes[], context: MdxContext): string;
}
