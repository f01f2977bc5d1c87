import { createRequire } from "node:module";
import type { JSONPathQuery, JSONValue } from "json-p3";

type Library = typeof import("json-p3");

let library: Library | undefined;

/** Loaded with the first path: the options' schema needs it synchronously, and most runs have no rest source. */
function jsonp3(): Library {
  // `require` is untyped; the package's own types describe both of its builds.
  library ??= createRequire(import.meta.url)("json-p3") as Library;
  return library;
}

const compiled = new Map<string, JSONPathQuery>();

/** @throws Error for what is not a JSONPath */
function queryOf(path: string): JSONPathQuery {
  const known = compiled.get(path);
  if (known) return known;
  const query = jsonp3().compile(path);
  compiled.set(path, query);
  return query;
}

/** What is wrong with a JSONPath; undefined if nothing is. https://www.rfc-editor.org/rfc/rfc9535 */
export function pathFault(path: string): string | undefined {
  if (!path.startsWith("$")) return "must be a JSONPath, which begins with $: $.items";
  try {
    queryOf(path);
    return undefined;
  } catch (error) {
    return `is not a JSONPath: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * All values that a path leads to, in order.
 * @param value parsed JSON
 */
export function valuesAt(path: string, value: unknown): unknown[] {
  // Parsed JSON is what `JSONValue` describes.
  return queryOf(path)
    .query(value as JSONValue)
    .values();
}

/** The first value that a path leads to; undefined where there is none. */
export function valueAt(path: string, value: unknown): unknown {
  return valuesAt(path, value)[0];
}

/** Whether a path leads to one place (`$.items`) rather than to all that match (`$.items[*]`, `$.items[?@.public]`). */
export function namesOnePlace(path: string): boolean {
  return queryOf(path).singularQuery();
}

/** Whether a path searches at every depth (`$..items`). */
export function isRecursive(path: string): boolean {
  return queryOf(path).segments.some((segment) => segment.toString().startsWith(".."));
}

/**
 * The records of an answer; undefined where the answer does not have the path's structure. Each step must exist: a
 * missing part of an answer is never treated as an empty one.
 */
export function recordsAt(path: string, answer: unknown): readonly unknown[] | undefined {
  const { JSONPathNode } = jsonp3();
  let values: unknown[] = [answer];
  let onePlace = true;
  for (const segment of queryOf(path).segments) {
    onePlace = namesOne(segment.selectors);
    const next: unknown[] = [];
    for (const value of values) {
      if (typeof value !== "object" || value === null) return undefined;
      // Parsed JSON is what `JSONValue` describes.
      const found = segment.resolve([new JSONPathNode(value as JSONValue, [], value as JSONValue)]);
      if (onePlace && found.length === 0) return undefined;
      for (const node of found) next.push(node.value);
    }
    values = next;
  }
  if (!onePlace) return values;
  return values.every(Array.isArray) ? values.flat() : undefined;
}

function namesOne(selectors: readonly unknown[]): boolean {
  const { NameSelector, IndexSelector } = jsonp3().jsonpath.selectors;
  const [only] = selectors;
  return selectors.length === 1 && (only instanceof NameSelector || only instanceof IndexSelector);
}
