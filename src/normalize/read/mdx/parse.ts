import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { mdxjs } from "micromark-extension-mdxjs";
import { limitedAcorn } from "./acorn.ts";
import { refuseDeepText } from "./depth.ts";
import { syntaxesIn, treeExtensions } from "./syntax.ts";

/**
 * Parses MDX without its front matter. Nothing in it is run.
 * @throws when it is not MDX (ordinary `<`, `{`, comments), or nests too deeply to be read safely
 */
export function parseMdx(text: string): Root {
  refuseDeepText(text);
  return fromMarkdown(text, {
    extensions: [...syntaxesIn(text), mdxjs({ acorn: limitedAcorn() })],
    mdastExtensions: treeExtensions,
  });
}

export type Node<Type extends Nodes["type"]> = Extract<Nodes, { type: Type }>;
export type JsxElement = Node<"mdxJsxFlowElement" | "mdxJsxTextElement">;

type Statement = NonNullable<NonNullable<Node<"mdxFlowExpression">["data"]>["estree"]>["body"][number];
export type Expression = Extract<Statement, { type: "ExpressionStatement" }>["expression"];
export type Program = NonNullable<NonNullable<Node<"mdxjsEsm">["data"]>["estree"]>;

/** The single expression of a `{…}`; undefined for a comment. */
export function expressionOf(program: Program | null | undefined): Expression | undefined {
  const statement = program?.body[0];
  return statement?.type === "ExpressionStatement" ? statement.expression : undefined;
}
