import { escapeHtml } from "../../../html/characters.ts";
import type { Context } from "./context.ts";
import { listOf, type Node, nodeOf, textOf } from "./read.ts";

export function code(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}

/** A value on one line as JSON; texts without quotes. */
export function valueWords(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return code(text.length > 300 ? `${text.slice(0, 300)}…` : text);
}

const MAX_VALUES = 200;

export function valueList(values: readonly unknown[]): string {
  const more = values.length > MAX_VALUES ? `, and ${values.length - MAX_VALUES} more` : "";
  return values.slice(0, MAX_VALUES).map(valueWords).join(", ") + more;
}

const MAX_WORDS_DEPTH = 2;

/** The type of a schema in words: "string (date-time)", "array of Pet", "Cat or Dog". HTML. */
export function typeWords(value: unknown, context: Context, depth = 0): string {
  if (value === true) return "any";
  if (value === false) return "nothing";
  const { node, name, unresolved } = context.resolve(value);
  if (unresolved !== undefined) return escapeHtml(name ?? unresolved);
  if (depth > MAX_WORDS_DEPTH) return escapeHtml(name ?? "object");
  const nullable = node.nullable === true || node["x-nullable"] === true ? " or null" : "";
  return `${bareType(node, name, context, depth)}${nullable}`;
}

function bareType(node: Node, name: string | undefined, context: Context, depth: number): string {
  for (const [key, joint] of [
    ["oneOf", " or "],
    ["anyOf", " or "],
  ] as const) {
    const variants = listOf(node[key]);
    if (variants.length > 0) {
      const words = variants.slice(0, 10).map((variant) => typeWords(variant, context, depth + 1));
      const more = variants.length > 10 ? [`${variants.length - 10} more`] : [];
      return [...new Set([...words, ...more])].join(joint);
    }
  }
  const types = (Array.isArray(node.type) ? node.type : [node.type])
    .map(textOf)
    .filter((type) => type !== "");
  const tuple = listOf(node.prefixItems);
  if (tuple.length > 0) {
    const first = tuple.map((one) => typeWords(one, context, depth + 1)).join(", ");
    const rest =
      nodeOf(node.items) === node.items ? `, then ${typeWords(node.items, context, depth + 1)}` : "";
    return `array of ${first}${rest}`;
  }
  if (types.includes("array") || node.items !== undefined) {
    const items = node.items === undefined ? "" : ` of ${typeWords(node.items, context, depth + 1)}`;
    return [...types.filter((type) => type !== "array").map(escapeHtml), `array${items}`]
      .reverse()
      .join(" or ");
  }
  const isObject = types.includes("object") || node.properties !== undefined || node.allOf !== undefined;
  if (isObject && name !== undefined) return escapeHtml(name);
  if (
    isObject &&
    node.properties === undefined &&
    nodeOf(node.additionalProperties) === node.additionalProperties
  ) {
    return `map of ${typeWords(node.additionalProperties, context, depth + 1)}`;
  }
  const format = textOf(node.format);
  const word = types.length > 0 ? types.join(" or ") : isObject ? "object" : typeOfValues(node);
  return escapeHtml(format === "" ? word : `${word} (${format})`);
}

/** What a schema without a type allows: the type of its only value. */
function typeOfValues(node: Node): string {
  if (node.const === undefined) return node.enum === undefined ? "any" : "value";
  return node.const === null ? "null" : typeof node.const;
}

const bounds: readonly (readonly [key: string, words: string])[] = [
  ["minimum", "Minimum"],
  ["exclusiveMinimum", "Greater than"],
  ["maximum", "Maximum"],
  ["exclusiveMaximum", "Less than"],
  ["multipleOf", "Multiple of"],
  ["minLength", "Minimum length"],
  ["maxLength", "Maximum length"],
  ["pattern", "Pattern"],
  ["minItems", "Minimum items"],
  ["maxItems", "Maximum items"],
  ["minProperties", "Minimum properties"],
  ["maxProperties", "Maximum properties"],
  ["minContains", "Minimum items of the kind"],
  ["maxContains", "Maximum items of the kind"],
  ["contentMediaType", "Media type"],
  ["contentEncoding", "Encoding"],
];

/** What a schema states besides its type, a sentence each, as HTML. */
export function constraintWords(node: Node, except: readonly string[] = []): string[] {
  const words: string[] = [];
  const add = (key: string, label: string, html: () => string) => {
    if (node[key] !== undefined && node[key] !== null && !except.includes(key))
      words.push(`${label}: ${html()}.`);
  };
  if (node.deprecated === true) words.push("Deprecated.");
  if (node.readOnly === true) words.push("Read-only.");
  if (node.writeOnly === true) words.push("Write-only.");
  add("enum", "Allowed values", () => valueList(listOf(node.enum)));
  add("const", "Always", () => valueWords(node.const));
  add("default", "Default", () => valueWords(node.default));
  for (const [key, label] of bounds) {
    if (typeof node[key] !== "boolean") add(key, label, () => valueWords(node[key]));
  }
  if (node.uniqueItems === true) words.push("Items are unique.");
  words.push(...valuesExplained(node));
  add("example", "Example", () => valueWords(node.example));
  const [first] = listOf(node.examples);
  if (first !== undefined && node.example === undefined && !except.includes("example")) {
    words.push(`Example: ${valueWords(first)}.`);
  }
  return words;
}

/** What single values mean, as Redoc and others show it. https://redocly.com/docs/api-reference-docs/specification-extensions/x-enum-descriptions/ */
function valuesExplained(node: Node): string[] {
  const meanings = Object.entries(nodeOf(node["x-enum-descriptions"] ?? node["x-enumDescriptions"]));
  const words = meanings
    .slice(0, MAX_VALUES)
    .map(([value, meaning]) => `${code(value)}: ${escapeHtml(textOf(meaning))}`);
  return words.length === 0 ? [] : [`Meanings: ${words.join(", ")}.`];
}

/**
 * What the parts of a schema that have no rows of their own must be like, a sentence each, as HTML: the items of a list,
 * the variants of a value, names that follow a pattern, and the property whose value tells a variant.
 */
export function partWords(node: Node, context: Context, except: readonly string[] = []): string[] {
  return [
    ...itemWords(node, context, except),
    ...variantWords(node, context),
    ...patternWords(node, context),
    ...discriminatorWords(node, context),
  ];
}

function itemWords({ items }: Node, context: Context, except: readonly string[]): string[] {
  const { node } = context.resolve(items);
  const words = constraintWords(node, ["example", "default", ...except]);
  return node.properties !== undefined || words.length === 0 ? [] : [`Each item: ${words.join(" ")}`];
}

function variantWords(node: Node, context: Context): string[] {
  return ["oneOf", "anyOf"].flatMap((key) =>
    listOf(node[key])
      .slice(0, MAX_VALUES)
      .flatMap((variant) => {
        const { node: one } = context.resolve(variant);
        const words = one.properties === undefined ? constraintWords(one) : [];
        return words.length === 0 ? [] : [`As ${typeWords(variant, context)}: ${words.join(" ")}`];
      }),
  );
}

function patternWords(node: Node, context: Context): string[] {
  return Object.entries(nodeOf(node.patternProperties))
    .slice(0, MAX_VALUES)
    .map(
      ([pattern, value]) => `Properties whose names match ${code(pattern)}: ${typeWords(value, context)}.`,
    );
}

/** https://spec.openapis.org/oas/v3.1.1.html#discriminator-object */
function discriminatorWords(node: Node, context: Context): string[] {
  const stated = nodeOf(node.discriminator);
  // Swagger 2 names the property alone.
  const property =
    textOf(stated.propertyName) || (typeof node.discriminator === "string" ? node.discriminator : "");
  if (property === "") return [];
  const mapping = Object.entries(nodeOf(stated.mapping)).map(([value, target]) => {
    const name = textOf(target).split("/").at(-1) ?? "";
    return `${code(value)} for ${escapeHtml(name)}`;
  });
  const names = [...listOf(node.oneOf), ...listOf(node.anyOf)].map(
    (variant) => context.resolve(variant).name,
  );
  const unmapped = names.flatMap((name) => (name === undefined ? [] : [code(name)]));
  const values = mapping.length > 0 ? mapping : unmapped;
  return values.length === 0
    ? [`${code(property)} tells which variant it is.`]
    : [`${code(property)} tells which variant it is: ${values.slice(0, MAX_VALUES).join(", ")}.`];
}
