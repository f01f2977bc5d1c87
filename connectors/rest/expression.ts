import { FinIngestError } from "../../src/errors.ts";
import { pathFault, valueAt } from "./jsonpath.ts";

/** A record lacks a value that an option needs; only this record fails. */
export class MissingValueError extends FinIngestError {}

/** How a template's values are encoded: `url` percent-encodes them as https://www.rfc-editor.org/rfc/rfc6570 does. */
export type Encoding = "plain" | "url";

interface Placeholder {
  readonly path: string;
  /** Written `{+…}`: the value's slashes, colons and commas are kept. */
  readonly reserved: boolean;
}
type Piece = string | Placeholder;

const PLACEHOLDER = /\{(\+?)(\$[^{}]*|[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)\}/g;

/** `{title.rendered}` is short for `{$.title.rendered}`. */
function pathOf(name: string): string {
  if (name.startsWith("$")) return name;
  return `$${name
    .split(".")
    .map((part) => `['${part}']`)
    .join("")}`;
}

function piecesOf(template: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: whole, 1: plus, 2: name = "", index } of template.matchAll(PLACEHOLDER)) {
    pieces.push(template.slice(end, index), { path: pathOf(name), reserved: plus === "+" });
    end = index + whole.length;
  }
  return [...pieces, template.slice(end)];
}

const isPlaceholder = (piece: Piece): piece is Placeholder => typeof piece !== "string";

/** The paths in a template's placeholders, as written. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, , name = ""]) => name);
}

/** What is wrong with a template; undefined if nothing is. */
export function templateFault(template: string): string | undefined {
  for (const piece of piecesOf(template)) {
    if (isPlaceholder(piece)) {
      const fault = pathFault(piece.path);
      if (fault !== undefined) return fault;
    } else if (/[{}]/.test(piece)) {
      return 'has a brace that belongs to no placeholder such as "{id}" or "{$.meta.slug}"';
    }
  }
  return undefined;
}

/** What is wrong with a JSONPath or template that must depend on the record; undefined if nothing is. */
export function expressionFault(expression: string): string | undefined {
  if (expression.startsWith("$")) return pathFault(expression);
  if (placeholdersIn(expression).length === 0 && !/[{}]/.test(expression))
    return `says the same for every record: write a JSONPath ("$.${expression}") or a template ("{${expression}}")`;
  return templateFault(expression);
}

/**
 * An expression's text for a record; undefined where a value it needs is missing, null or empty.
 * @throws MissingValueError for a list or a mapping where a text or a number is wanted
 */
export function expand(
  expression: string,
  record: unknown,
  encoding: Encoding = "plain",
): string | undefined {
  if (expression.startsWith("$")) return textOf(expression, record);
  let text = "";
  for (const piece of piecesOf(expression)) {
    if (!isPlaceholder(piece)) {
      text += piece;
      continue;
    }
    const value = textOf(piece.path, record);
    if (value === undefined) return undefined;
    // A value at the start is an address of the system's own; encoding would break it.
    text += encoding === "plain" || (piece.reserved && text === "") ? value : encoded(value, piece.reserved);
  }
  return text;
}

/** A request's JSON in which each string that is one placeholder (`"{id}"`) is replaced by that value. */
export function expandJson(json: unknown, record: unknown, option: string): unknown {
  if (typeof json === "string") {
    const pieces = piecesOf(json).filter((piece) => piece !== "");
    const [only] = pieces;
    if (pieces.length !== 1 || only === undefined || !isPlaceholder(only)) return json;
    const value = valueAt(only.path, record);
    if (value === undefined) throw new MissingValueError(`${option}: ${json} leads to nothing`);
    return value;
  }
  if (Array.isArray(json)) return json.map((item) => expandJson(item, record, option));
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, expandJson(value, record, option)]),
  );
}

function textOf(path: string, record: unknown): string | undefined {
  const value = valueAt(path, record);
  if (value === undefined || value === null || value === "") return undefined;
  const text = scalarText(value);
  if (text === undefined) throw new MissingValueError(`${path} leads to a list or a mapping, not to a text`);
  return text;
}

/** Strings, numbers and booleans as text; undefined for anything else. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function encoded(value: string, reserved: boolean): string {
  const all = encodable(value);
  return reserved ? all.replace(/%(?:2F|3A|2C|40)/g, decodeURIComponent) : all;
}

function encodable(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    throw new MissingValueError("a value contains half a character, which a URL cannot");
  }
}
