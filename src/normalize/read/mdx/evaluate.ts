import type { Expression, Program } from "./parse.ts";

/** The value of an expression that can be determined without running code. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Names with a known value: exported constants, front matter, the props of a partial. */
export type Scope = ReadonlyMap<string, Value>;

/**
 * The value of a literal, a template, an array or object of such, a known name or a member of one, a sum, a comparison;
 * undefined for an expression that would have to be run.
 */
export function evaluate(node: Expression, scope: Scope): Value | undefined {
  switch (node.type) {
    case "Literal":
      return isScalar(node.value) ? node.value : undefined;
    case "TemplateLiteral":
      return template(node, scope);
    case "TaggedTemplateExpression":
      return template(node.quasi, scope);
    case "Identifier":
      if (scope.has(node.name)) return scope.get(node.name);
      return node.name === "Infinity" ? Number.POSITIVE_INFINITY : undefined;
    case "MemberExpression":
      return member(node, scope);
    case "ArrayExpression":
      return array(node.elements, scope);
    case "ObjectExpression":
      return object(node, scope);
    case "BinaryExpression":
      return binary(node, scope);
    case "ConditionalExpression": {
      const branch = branchOf(node, scope);
      return branch && evaluate(branch, scope);
    }
    case "UnaryExpression":
      return negative(node, scope);
    case "CallExpression":
      return trimmed(node, scope);
    case "JSXElement":
    case "JSXFragment":
      return jsxText(node, scope);
    default:
      return undefined;
  }
}

/** A value as the text that React would display; undefined when it is not text. */
export function displayed(value: Value | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (value === null || typeof value === "boolean") return "";
  if (!Array.isArray(value)) return undefined;
  const parts = value.map(displayed);
  return parts.every((part) => part !== undefined) ? parts.join("") : undefined;
}

/** Any data (front matter) as a value; what is not plain data becomes null. */
export function toValue(data: unknown, depth = 0): Value {
  if (isScalar(data)) return data;
  if (depth > 8 || typeof data !== "object" || data === null) return null;
  if (Array.isArray(data)) return data.map((item) => toValue(item, depth + 1));
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, toValue(item, depth + 1)]));
}

/** The constants that a module's exports define. */
export function constants(program: Program, scope: Scope): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const statement of program.body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== "Identifier" || init === null || init === undefined) continue;
      const value = evaluate(init, new Map([...scope, ...found]));
      if (value !== undefined) found.set(id.name, value);
    }
  }
  return found;
}

type Of<Type extends Expression["type"]> = Extract<Expression, { type: Type }>;

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function template({ quasis, expressions }: Of<"TemplateLiteral">, scope: Scope): string | undefined {
  let text = "";
  for (const [i, quasi] of quasis.entries()) {
    text += quasi.value.cooked ?? quasi.value.raw;
    const hole = expressions[i];
    if (hole === undefined) continue;
    const value = displayed(evaluate(hole, scope));
    if (value === undefined) return undefined;
    text += value;
  }
  return text;
}

function member({ object, property, computed }: Of<"MemberExpression">, scope: Scope): Value | undefined {
  if (object.type === "Super") return undefined;
  const owner = evaluate(object, scope);
  const key = !computed && property.type === "Identifier" ? property.name : keyOf(property, scope);
  if (owner === undefined || owner === null || typeof owner !== "object" || key === undefined)
    return undefined;
  const value = Object.hasOwn(owner, key)
    ? Object.entries(owner).find(([name]) => name === key)?.[1]
    : undefined;
  return value;
}

function keyOf(property: Of<"MemberExpression">["property"], scope: Scope): string | undefined {
  return property.type === "PrivateIdentifier" ? undefined : displayed(evaluate(property, scope));
}

function array(elements: Of<"ArrayExpression">["elements"], scope: Scope): Value | undefined {
  const values: Value[] = [];
  for (const element of elements) {
    const value = element === null || element.type === "SpreadElement" ? undefined : evaluate(element, scope);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** Members with an unknown value are dropped: a tab's `{label, icon: <Icon/>}` still has its label. */
function object({ properties }: Of<"ObjectExpression">, scope: Scope): Value {
  const entries: [string, Value][] = [];
  for (const property of properties) {
    if (property.type !== "Property" || property.computed) continue;
    const { key, value } = property;
    const name =
      key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : undefined;
    if (name === undefined || !isExpression(value)) continue;
    const known = evaluate(value, scope);
    if (known !== undefined) entries.push([name, known]);
  }
  return Object.fromEntries(entries);
}

function isExpression(
  node: Extract<Of<"ObjectExpression">["properties"][number], { type: "Property" }>["value"],
): node is Expression {
  return !["AssignmentPattern", "ArrayPattern", "ObjectPattern", "RestElement"].includes(node.type);
}

function binary({ operator, left, right }: Of<"BinaryExpression">, scope: Scope): Value | undefined {
  if (left.type === "PrivateIdentifier") return undefined;
  const [a, b] = [evaluate(left, scope), evaluate(right, scope)];
  if (a === undefined || b === undefined || isObject(a) || isObject(b)) return undefined;
  if (operator === "===" || operator === "!==") return (a === b) === (operator === "===");
  if (typeof a === "string" && (typeof b === "string" || typeof b === "number"))
    return operator === "+" ? `${a}${b}` : undefined;
  return typeof a === "number" && typeof b === "number" ? arithmetic[operator]?.(a, b) : undefined;
}

const arithmetic: Partial<
  Record<Of<"BinaryExpression">["operator"], (a: number, b: number) => number | boolean>
> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

const isObject = (value: Value): boolean => typeof value === "object" && value !== null;

/** The branch of a condition that is known. */
export function branchOf(node: Of<"ConditionalExpression">, scope: Scope): Expression | undefined {
  const test = evaluate(node.test, scope);
  if (test === undefined) return undefined;
  return isTrue(test) ? node.consequent : node.alternate;
}

/** Whether JavaScript takes a value for true. */
export const isTrue = (value: Value): boolean => Boolean(value);

function negative({ operator, argument }: Of<"UnaryExpression">, scope: Scope): Value | undefined {
  const value = evaluate(argument, scope);
  if (operator === "!" && value !== undefined) return !isTrue(value);
  return operator === "-" && typeof value === "number" ? -value : undefined;
}

/** `` `…`.trim() ``, which documents call on their code samples. */
function trimmed({ callee }: Of<"CallExpression">, scope: Scope): Value | undefined {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return undefined;
  if (!/^trim(?:Start|End)?$/.test(callee.property.name) || callee.object.type === "Super") return undefined;
  const value = evaluate(callee.object, scope);
  return typeof value === "string" ? value.trim() : undefined;
}

function jsxText(node: Of<"JSXElement" | "JSXFragment">, scope: Scope): string {
  const parts = node.children.map((child) => {
    if (child.type === "JSXText") return child.value.replaceAll(/\s+/g, " ");
    if (child.type === "JSXElement" || child.type === "JSXFragment") return jsxText(child, scope);
    if (child.type !== "JSXExpressionContainer" || child.expression.type === "JSXEmptyExpression") return "";
    return displayed(evaluate(child.expression, scope)) ?? "";
  });
  return parts.join("").trim();
}
