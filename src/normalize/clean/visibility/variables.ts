import { type Declarations, type Declared, splitOutside } from "./declarations.ts";

/** References within references. */
const MAX_DEPTH = 8;
const MAX_LENGTH = 5_000;

/** What a custom property is on the element in question; undefined where nothing states it. */
export type LookUp = (name: string) => string | undefined;

/** Properties that have no part in hiding, and custom ones, which are read when another one refers to them. */
const irrelevant =
  /^(?:--|padding|border|outline|box-|fill|stroke|grid-(?!area|row|column)|flex|gap|row-|column|align|justify|place-|transition|cursor|list|font-(?!size)|text-(?!indent|shadow)|vertical|white-|word-|min-|order|object|pointer|user-|scroll|caret|accent)/;

/** Whether a property has no part in hiding, whatever its value. */
export const isInert = (property: string): boolean => !property.startsWith("--") && irrelevant.test(property);

const refers = (property: string, value: string) =>
  (value.includes("var(") || value.includes("if(")) && !irrelevant.test(property);

/** Whether any declaration that may hide something refers to a custom property. */
export function refersToVariables(style: Declarations): boolean {
  for (const [property, { value }] of style) if (refers(property, value)) return true;
  return false;
}

/**
 * The declarations with `var()` replaced. One that refers to what is not stated counts as not written, as in a browser;
 * `missing` is told of it. https://www.w3.org/TR/css-variables-1/
 */
export function withVariables(
  style: Declarations,
  lookUp: LookUp,
  missing: (property: string, value: string) => void = () => {},
): Declarations {
  const resolved = new Map<string, Declared>();
  for (const [property, declared] of style) {
    const value = refers(property, declared.value) ? substituted(declared.value, lookUp, 0) : declared.value;
    if (value === undefined) missing(property, declared.value);
    else resolved.set(property, value === declared.value ? declared : { ...declared, value });
  }
  return resolved;
}

function substituted(value: string, lookUp: LookUp, depth: number): string | undefined {
  // Which branch of a condition counts is not known: https://www.w3.org/TR/css-values-5/#if-notation
  if (depth > MAX_DEPTH || value.length > MAX_LENGTH || value.includes("if(")) return undefined;
  let made = "";
  let at = 0;
  for (let start = value.indexOf("var("); start !== -1; start = value.indexOf("var(", at)) {
    const end = closing(value, start + 4);
    const inner = value.slice(start + 4, end);
    const [name = "", ...fallback] = splitOutside(inner, ",");
    const known = lookUp(name.trim());
    const text = known ?? (fallback.length > 0 ? fallback.join(",").trim() : undefined);
    const replaced = text?.includes("var(") ? substituted(text, lookUp, depth + 1) : text;
    if (replaced === undefined) return undefined;
    made += value.slice(at, start) + replaced;
    at = end + 1;
  }
  return (made + value.slice(at)).trim();
}

/** Where the bracket that is open at `from` closes. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    else if (text[at] === ")") depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}
