import type { z } from "zod";
import type { Tree } from "../read/tree.ts";
import { alternatives, type BareSchema, type Schema } from "../schema/inspect.ts";

/** What a schema accepts, in a few words: `list of text`, `us | eu | au`, `whole number`. */
export function typeInWords(schema: Schema): string {
  return kindsInWords(alternatives(schema));
}

export function kindsInWords(schemas: readonly BareSchema[]): string {
  return [...new Set(schemas.map(kindInWords))].join(" | ");
}

function kindInWords({ _zod }: BareSchema): string {
  const { def } = _zod;
  switch (def.type) {
    case "string":
      return "text";
    case "number":
      return [def, ...(def.checks ?? []).map((check) => check._zod.def)].some(isWhole)
        ? "whole number"
        : "number";
    case "boolean":
      return "true | false";
    case "enum":
      return Object.values(def.entries).join(" | ");
    case "literal":
      return def.values.join(" | ");
    case "array":
    case "tuple":
    case "set":
      return def.type === "array" ? `list of ${typeInWords(def.element)}` : "list";
    case "record":
      return `mapping of name to ${typeInWords(def.valueType)}`;
    case "object":
      return `mapping (${Object.keys(def.shape).join(", ")})`;
    default:
      return def.type === "any" || def.type === "unknown" ? "anything" : "value";
  }
}

/** zod marks `.int()` as a number format: safeint, int32. */
const isWhole = (def: object): boolean => "format" in def && /int/.test(String(def.format));

const nouns: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
  null: "empty",
};

/** `a list`, `text`: the noun for a type as zod names it. */
export const nounOf = (type: string): string => nouns[type] ?? `a ${type}`;

/** A value of the file as a noun. */
export function nounOfTree(tree: Tree): string {
  if (tree.kind === "list") return "a list";
  if (tree.kind === "map") return "a mapping";
  if (tree.value === null) return "empty";
  return nounOf(typeof tree.value);
}

/** `us, eu or au` */
export function either(values: readonly unknown[]): string {
  const words = values.map(String);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** What a value must be, for issues without a message of the schema's own. */
export function demand(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${nounOf(issue.expected)}`;
    case "invalid_value":
      return `must be ${either(issue.values)}`;
    case "too_small":
      return Number(issue.minimum) === 1 && issue.origin !== "number" && issue.origin !== "int"
        ? "must not be empty"
        : `must be ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}${unit(issue.origin)}`;
    case "too_big":
      return `must be ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}${unit(issue.origin)}`;
    case "invalid_format":
      return issue.format === "url"
        ? "must be an absolute URL (https://…)"
        : `must be a valid ${formatWord(issue)}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    default:
      return "is not valid";
  }
}

function unit(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "number" || origin === "int" ? "" : " entries long";
}

const formatWord = (issue: z.core.$ZodIssueInvalidStringFormat): string =>
  issue.format === "regex" ? `value (it has to match ${issue.pattern})` : issue.format;
