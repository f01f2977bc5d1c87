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
  const word =
    types.length > 0 ? types.join(" or ") : isObject ? "object" : node.enum === undefined ? "any" : "value";
  return escapeHtml(format === "" ? word : `${word} (${format})`);
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
  add("example", "Example", () => valueWords(node.example));
  const [first] = listOf(node.examples);
  if (first !== undefined && node.example === undefined && !except.includes("example")) {
    words.push(`Example: ${valueWords(first)}.`);
  }
  return words;
}
