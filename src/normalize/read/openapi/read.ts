import { parse } from "yaml";
import { FinIngestError } from "../../../errors.ts";
import { percentDecoded } from "../../../http/url.ts";
import { jsonNestsTooDeeply, MAX_NESTING, yamlNestsTooDeeply } from "../nesting.ts";

/** A map in the description, with unchecked values. */
export type Node = Readonly<Record<string, unknown>>;

const none: Node = {};

export function nodeOf(value: unknown): Node {
  // Without arrays, an `object` from JSON or YAML is a map with string keys.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : none;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a scalar; empty for anything else. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** A value's own entry, so that `constructor` and the like are not found. */
export function entryOf(node: Node, key: string): unknown {
  return Object.hasOwn(node, key) ? node[key] : undefined;
}

/** More aliases can repeat a part of a text until the memory is full. */
const MAX_ALIASES = 200;

/**
 * Reads YAML or JSON.
 *
 * @throws FinIngestError when it is neither, or not an OpenAPI or Swagger description
 */
export function readDescription(text: string, name: string): Node {
  const root = nodeOf(parsed(text, name));
  const is3 = /^3\./.test(textOf(root.openapi));
  const is2 = /^2(?:\.|$)/.test(textOf(root.swagger));
  if (is3 || is2) return root;
  throw new FinIngestError(
    `${name} is not an OpenAPI description that can be read: it has neither "openapi: 3.x" nor "swagger: 2.0"`,
    {
      hint: "OpenAPI 3.0 and 3.1 and Swagger 2.0 are read. Leave other YAML and JSON files out with a rule (`exclude: true`).",
    },
  );
}

function parsed(text: string, name: string): unknown {
  try {
    return parseData(text);
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]?.slice(0, 200);
    throw new FinIngestError(`the OpenAPI description ${name} cannot be read: ${why}`, {
      hint: "Check the file with a YAML or OpenAPI linter.",
      cause: error,
    });
  }
}

/** YAML or JSON, within limits. @throws Error in the words that follow "cannot be read: " */
export function parseData(text: string): unknown {
  const isJson = /^\s*\{/.test(text);
  if (isJson ? jsonNestsTooDeeply(text) : yamlNestsTooDeeply(text)) throw tooDeep();
  if (isJson) {
    try {
      return JSON.parse(text);
    } catch {
      // YAML may start with a brace, too.
      if (yamlNestsTooDeeply(text)) throw tooDeep();
    }
  }
  // Comparing every key with all others takes quadratic time.
  const value: unknown = parse(text, {
    maxAliasCount: MAX_ALIASES,
    uniqueKeys: false,
    logLevel: "silent",
    merge: true,
  });
  if (writtenOut(value) <= MAX_EXPANDED_LENGTH) return value;
  throw new Error("its aliases (*name) repeat one another without end");
}

function tooDeep(): Error {
  return new Error(`it is nested more than ${MAX_NESTING} deep`);
}

/** Values and characters of values. */
const MAX_EXPANDED_LENGTH = 50_000_000;

/** The length of a value with every alias expanded; infinite for one that contains itself. Shared parts are visited once. */
function writtenOut(value: unknown, known = new Map<object, number>()): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  known.set(value, Number.POSITIVE_INFINITY);
  let length = 1;
  for (const [key, inner] of Object.entries(value)) length += key.length + writtenOut(inner, known);
  known.set(value, length);
  return length;
}

/** What a `$ref` leads to. */
export interface Target {
  readonly node: Node;
  /** The last name on the way: `Pet` of `#/components/schemas/Pet`. */
  readonly name?: string;
  /** Set when it leads out of the document, or nowhere: as written. */
  readonly unresolved?: string;
}

const MAX_CHAIN = 20;

/** Follows `$ref` inside the document. Siblings of a reference override its target's keys (OpenAPI 3.1). */
export function follow(root: Node, value: unknown): Target {
  let node = nodeOf(value);
  let name: string | undefined;
  for (let step = 0; typeof node.$ref === "string"; step += 1) {
    const written = node.$ref;
    const found = step < MAX_CHAIN ? pointed(root, written) : undefined;
    name = nameOf(written);
    if (found === undefined) return { node: none, name, unresolved: written };
    const { $ref: _, ...siblings } = node;
    // Without siblings it stays the same object, by which callers recognise what they have read.
    node = Object.keys(siblings).length === 0 ? nodeOf(found) : { ...nodeOf(found), ...siblings };
  }
  return name === undefined ? { node } : { node, name };
}

/** https://www.rfc-editor.org/rfc/rfc6901 */
function pointed(root: Node, reference: string): unknown {
  if (reference !== "#" && !reference.startsWith("#/")) return undefined;
  let at: unknown = root;
  for (const part of reference.split("/").slice(1)) {
    const key = percentDecoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
    at = Array.isArray(at) ? at[Number(key)] : entryOf(nodeOf(at), key);
  }
  return at;
}

function nameOf(reference: string): string {
  const last = reference.slice(reference.lastIndexOf("/") + 1);
  return percentDecoded(last)
    .replace(/\.(?:ya?ml|json)$/, "")
    .slice(0, 100);
}
