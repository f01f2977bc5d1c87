import { escapeHtml } from "../../../html/characters.ts";
import { htmlNames, voidNames } from "../../vocabulary/components.ts";
import { attributesHtml, unseenNames } from "./attributes.ts";
import { branchOf, displayed, evaluate, isTrue, type Scope, type Value } from "./evaluate.ts";
import type { Expression } from "./parse.ts";

type Of<Type extends Expression["type"]> = Extract<Expression, { type: Type }>;
type Jsx = Of<"JSXElement" | "JSXFragment">;
type Child = Jsx["children"][number];
type Pattern = Of<"ArrowFunctionExpression">["params"][number];

/** Items that all lists of one expression may have together: maps in maps multiply. */
const MAX_ITEMS = 5000;

interface Limit {
  left: number;
}

/**
 * The HTML of an expression that can be determined without running code: a value, elements of HTML, the branch of a known
 * condition, and `list.map((item) => <li>…</li>)` over a known list. Undefined where any part of it is not known.
 */
export function markup(
  node: Expression,
  scope: Scope,
  limit: Limit = { left: MAX_ITEMS },
): string | undefined {
  switch (node.type) {
    case "JSXElement":
    case "JSXFragment":
      return elementMarkup(node, scope, limit);
    case "ConditionalExpression": {
      const branch = branchOf(node, scope);
      return branch && markup(branch, scope, limit);
    }
    case "LogicalExpression":
      return logical(node, scope, limit);
    case "CallExpression":
      return mapped(node, scope, limit) ?? plain(node, scope);
    case "ArrowFunctionExpression":
      // What a component calls for its text: `<BrowserOnly>{() => <b>text</b>}</BrowserOnly>`.
      return node.params.length === 0 && node.body.type !== "BlockStatement"
        ? markup(node.body, scope, limit)
        : undefined;
    default:
      return plain(node, scope);
  }
}

function plain(node: Expression, scope: Scope): string | undefined {
  const text = displayed(evaluate(node, scope));
  return text === undefined ? undefined : escapeHtml(text);
}

function logical(
  { operator, left, right }: Of<"LogicalExpression">,
  scope: Scope,
  limit: Limit,
): string | undefined {
  const value = evaluate(left, scope);
  if (value === undefined) return undefined;
  const isLeft = operator === "&&" ? !isTrue(value) : operator === "||" ? isTrue(value) : value !== null;
  return markup(isLeft ? left : right, scope, limit);
}

function mapped({ callee, arguments: [body, ...more] }: Of<"CallExpression">, scope: Scope, limit: Limit) {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return undefined;
  if (callee.property.name !== "map" || callee.object.type === "Super" || more.length > 0) return undefined;
  const list = evaluate(callee.object, scope);
  if (body?.type !== "ArrowFunctionExpression" || !Array.isArray(list)) return undefined;
  const shown = bodyOf(body);
  if (shown === undefined) return undefined;
  const items: string[] = [];
  for (const [i, item] of (list as readonly Value[]).entries()) {
    const names = limit.left-- > 0 ? bound(body.params, [item, i]) : undefined;
    const html = names && markup(shown, new Map([...scope, ...names]), limit);
    if (html === undefined) return undefined;
    items.push(html);
  }
  return items.join("");
}

/** What a function returns, where that is all that it does. */
function bodyOf({ body }: Of<"ArrowFunctionExpression">): Expression | undefined {
  if (body.type !== "BlockStatement") return body;
  const [only, ...more] = body.body;
  return only?.type === "ReturnStatement" && more.length === 0 ? (only.argument ?? undefined) : undefined;
}

/** The names that a function gives to its arguments; undefined for patterns other than names and members. */
function bound(params: readonly Pattern[], values: readonly Value[]): Map<string, Value> | undefined {
  const names = new Map<string, Value>();
  for (const [i, param] of params.entries()) {
    const value = values[i] ?? null;
    if (param.type === "Identifier") names.set(param.name, value);
    else if (param.type !== "ObjectPattern") return undefined;
    else {
      const members = new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
      for (const one of param.properties) {
        if (one.type !== "Property" || one.key.type !== "Identifier" || one.value.type !== "Identifier")
          return undefined;
        names.set(one.value.name, members.get(one.key.name) ?? null);
      }
    }
  }
  return names;
}

function elementMarkup(node: Jsx, scope: Scope, limit: Limit): string | undefined {
  const inner = node.children.map((child) => childMarkup(child, scope, limit));
  if (!inner.every((part) => part !== undefined)) return undefined;
  if (node.type === "JSXFragment") return inner.join("");
  const { name: tag, attributes } = node.openingElement;
  const name = tag.type === "JSXIdentifier" ? tag.name : "";
  if (!/^[a-z]/.test(name) || !htmlNames.has(name)) return undefined;
  if (unseenNames.has(name) || name === "style") return "";
  const known = new Map<string, Value>();
  for (const attribute of attributes) {
    if (attribute.type !== "JSXAttribute" || attribute.name.type !== "JSXIdentifier") return undefined;
    const value = attributeValue(attribute.value, scope);
    if (value !== undefined) known.set(attribute.name.name, value);
  }
  const open = `<${name}${attributesHtml(known)}>`;
  return voidNames.has(name) ? open : `${open}${inner.join("")}</${name}>`;
}

function attributeValue(
  value: Extract<Of<"JSXElement">["openingElement"]["attributes"][number], { type: "JSXAttribute" }>["value"],
  scope: Scope,
): Value | undefined {
  if (value === null) return true;
  if (value.type === "JSXExpressionContainer")
    return value.expression.type === "JSXEmptyExpression" ? undefined : evaluate(value.expression, scope);
  return evaluate(value, scope);
}

function childMarkup(child: Child, scope: Scope, limit: Limit): string | undefined {
  if (child.type === "JSXText") return escapeHtml(jsxLines(child.value));
  if (child.type === "JSXExpressionContainer")
    return child.expression.type === "JSXEmptyExpression" ? "" : markup(child.expression, scope, limit);
  return child.type === "JSXSpreadChild" ? undefined : elementMarkup(child, scope, limit);
}

/** Text of JSX: line breaks with the blanks around them are none. */
const jsxLines = (text: string): string =>
  text
    .split("\n")
    .map((line, i, all) => {
      const start = i === 0 ? line : line.trimStart();
      return i === all.length - 1 ? start : start.trimEnd();
    })
    .filter((line) => line !== "")
    .join(" ");
