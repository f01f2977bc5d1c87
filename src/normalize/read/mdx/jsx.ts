import type { Nodes } from "mdast";
import { escapeHtml } from "../../../html/characters.ts";
import { componentRule, htmlNames, phrasingNames, voidNames } from "../../vocabulary/components.ts";
import { isBlock, leadIn } from "../../vocabulary/html-text.ts";
import { namedAt } from "../../warnings.ts";
import { lineOf } from "../markdown/nest.ts";
import { attributesHtml, unseenNames } from "./attributes.ts";
import { componentHtml, type Use } from "./component-html.ts";
import type { MdxContext, Renderer } from "./context.ts";
import { displayed, evaluate, type Value } from "./evaluate.ts";
import { fileTree } from "./file-tree.ts";
import { expressionOf, type JsxElement, parseMdx } from "./parse.ts";
import { partialHtml } from "./partial.ts";

interface Props {
  readonly known: ReadonlyMap<string, Value>;
  readonly unknown: readonly string[];
}

/** A JSX element: a partial, an HTML element that passes through, or a component by its rule. */
export function elementHtml(node: JsxElement, context: MdxContext, render: Renderer): string {
  const { name } = node;
  if (name === null) return inside(node, context, render);
  const props = propsOf(node, context);
  const slot = context.frame?.as === "tabs" ? displayed(props.known.get("slot")) : undefined;
  if (slot !== undefined && name !== "Fragment") {
    const { frame: _, ...rest } = context;
    return leadIn(escapeHtml(slot)) + elementHtml(node, rest, render);
  }
  const partial = context.partials.get(name);
  if (partial !== undefined) {
    return partialHtml(partial, props.known, context, () => render.flow(node.children, context));
  }
  const own = context.document.options?.components;
  const isHtml = htmlNames.has(name.toLowerCase()) && /^[a-z]/.test(name) && own?.[name] === undefined;
  if (isHtml && name !== "details") return htmlElement(node, name, props, context, render);
  const rule = isHtml ? ({ as: "details" } as const) : componentRule(name, own);
  return componentHtml(
    use(node, name, props, context, render),
    rule,
    context.warnings,
    lineOf(context.written, `<${name}`),
  );
}

function inside(node: JsxElement, context: MdxContext, render: Renderer): string {
  return node.type === "mdxJsxTextElement"
    ? render.phrasing(node.children, context)
    : render.flow(node.children, context);
}

function use(node: JsxElement, name: string, props: Props, context: MdxContext, render: Renderer): Use {
  const summary = summaryOf(node.children);
  const children = summary === undefined ? node.children : without(summary, node.children);
  const { frame, ...outside } = context;
  return {
    name,
    props: props.known,
    unknownProps: props.unknown,
    inline: node.type === "mdxJsxTextElement",
    frame,
    summary: summary === undefined ? undefined : render.phrasing(summary.children, outside).trim(),
    isEmpty: node.children.length === 0,
    flow: (inner) => render.flow(children, inner === undefined ? outside : { ...outside, frame: inner }),
    phrasing: () => render.phrasing(children, outside),
    fileTree: () => fileTree(children, outside, render),
    text: () => plainText(children, context),
    prose: (text) => proseHtml(text, outside, render),
  };
}

/** Starlight's `<LinkCard description="Learn <em>how</em>" />` is HTML. https://starlight.astro.build/components/link-cards/ */
const withMarkup = /<(em|strong|b|i|code|kbd|sub|sup|mark|small|span)>[^<>]*<\/\1>/;

/** What Mintlify reads as Markdown in a caption or description. https://mintlify.com/docs/components/frames */
function proseHtml(text: string, context: MdxContext, render: Renderer): string {
  if (withMarkup.test(text)) return text;
  if (!/[*_`]|\]\(/.test(text) || /[<{\n]/.test(text)) return escapeHtml(text);
  try {
    const [only, ...more] = parseMdx(text).children;
    if (only?.type !== "paragraph" || more.length > 0) return escapeHtml(text);
    return render.phrasing(only.children, { ...context, source: text });
  } catch {
    return escapeHtml(text);
  }
}

/** A `<summary>` on the first line is in one paragraph with the text behind it. */
function summaryOf(nodes: readonly Nodes[]): JsxElement | undefined {
  for (const node of nodes) {
    const candidates: readonly Nodes[] = node.type === "paragraph" ? node.children : [node];
    const found = candidates.find(isSummary);
    if (found !== undefined) return found;
  }
  return undefined;
}

function without(element: JsxElement, nodes: readonly Nodes[]): readonly Nodes[] {
  return nodes
    .filter((node) => node !== element)
    .map((node) =>
      node.type === "paragraph"
        ? { ...node, children: node.children.filter((child) => child !== element) }
        : node,
    );
}

function isSummary(node: Nodes): node is JsxElement {
  return (node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement") && node.name === "summary";
}

/** The text of children that are only expressions and text: a code sample. */
function plainText(nodes: readonly Nodes[], context: MdxContext): string | undefined {
  const parts = nodes.map((node): string | undefined => {
    if (node.type === "text") return node.value;
    if (node.type === "paragraph") return plainText(node.children, context);
    if (node.type !== "mdxFlowExpression" && node.type !== "mdxTextExpression") return undefined;
    const expression = expressionOf(node.data?.estree);
    return expression === undefined ? "" : displayed(evaluate(expression, context.scope));
  });
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts.join("") : undefined;
}

function propsOf(node: JsxElement, { scope, warnings }: MdxContext): Props {
  const known = new Map<string, Value>();
  const unknown: string[] = [];
  for (const attribute of node.attributes) {
    if (attribute.type === "mdxJsxExpressionAttribute") {
      warnings.explain(attribute.value);
      warnings.addAt(
        "props-dropped",
        namedAt("<", node.name ?? ""),
        `<${node.name}> takes props from an expression ({…}); they are dropped.`,
      );
      continue;
    }
    const { name, value } = attribute;
    if (value === null || value === undefined) known.set(name, true);
    else if (typeof value === "string") known.set(name, value);
    else {
      warnings.explain(value.value);
      const expression = expressionOf(value.data?.estree);
      const result = expression === undefined ? undefined : evaluate(expression, scope);
      if (result === undefined) unknown.push(name);
      else known.set(name, result);
    }
  }
  return { known, unknown };
}

function htmlElement(
  node: JsxElement,
  name: string,
  props: Props,
  context: MdxContext,
  render: Renderer,
): string {
  if (name === "style") return styleSheet(plainText(node.children, context));
  if (unseenNames.has(name)) return "";
  const tag = `<${name}${attributesHtml(props.known)}>`;
  if (voidNames.has(name)) return tag;
  const inner =
    phrasingNames.has(name) || node.type === "mdxJsxTextElement"
      ? render.phrasing(node.children, context)
      : cellHtml(node.children, context, render);
  const end = isBlock(tag) ? "\n" : "";
  return `${tag}${inner}</${name}>${end}`;
}

/** A single paragraph loses its tags, as in a cell or an item. */
function cellHtml(nodes: readonly Nodes[], context: MdxContext, render: Renderer): string {
  const [only] = nodes;
  if (nodes.length !== 1 || only?.type !== "paragraph") return render.flow(nodes, context);
  const html = render.phrasing(only.children, context);
  return isBlock(html) ? render.flow(nodes, context) : html;
}

/** A style sheet states what is hidden; none of it becomes text. */
function styleSheet(css: string | undefined): string {
  return css === undefined ? "" : `<style>${css.replaceAll("<", "")}</style>`;
}
