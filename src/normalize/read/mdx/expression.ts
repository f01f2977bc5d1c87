import { excerpt } from "../../warnings.ts";
import type { MdxContext } from "./context.ts";
import { markup } from "./markup.ts";
import { type Expression, expressionOf, type Node } from "./parse.ts";

/** `{…}` in the text: its value where that is known, nothing for a comment; else it is dropped with a warning. */
export function expressionHtml(
  node: Node<"mdxFlowExpression" | "mdxTextExpression">,
  context: MdxContext,
): string {
  context.warnings.explain(node.value);
  const expression = expressionOf(node.data?.estree);
  if (expression === undefined) return "";
  if (context.children !== undefined && isChildren(expression)) return context.children;
  const html = markup(expression, context.scope);
  if (html !== undefined) return html;
  context.warnings.addAt(
    "expression-dropped",
    `{${node.value}`,
    `The expression {${excerpt(node.value)}} was dropped.`,
  );
  return "";
}

function isChildren(expression: Expression): boolean {
  if (expression.type === "Identifier") return expression.name === "children";
  if (expression.type !== "MemberExpression" || expression.object.type !== "Identifier") return false;
  return (
    expression.object.name === "props" &&
    expression.property.type === "Identifier" &&
    expression.property.name === "children"
  );
}
