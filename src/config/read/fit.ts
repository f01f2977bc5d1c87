import { type BareSchema, memberSchemas } from "../schema/inspect.ts";
import type { ScalarTree, Tree } from "./tree.ts";

/**
 * The tree as a plain value for these schemas. Where they want a number or a boolean, text from a variable or a file is
 * read as one; where they want text, a number becomes the text in the file (`2.10`, not 2.1).
 *
 * @param isSkipped whether a key of the top mapping is skipped
 */
export function fit(
  tree: Tree,
  schemas: readonly BareSchema[],
  isSkipped?: (key: string) => boolean,
): unknown {
  if (tree.kind === "scalar") return fitScalar(tree, schemas);
  if (tree.kind === "list") {
    return tree.items.map((item, index) => fit(item, memberSchemas(schemas, index)));
  }
  const entries = [...tree.entries].filter(([key]) => !isSkipped?.(key));
  return Object.fromEntries(
    entries.map(([key, entry]) => [key, fit(entry.tree, memberSchemas(schemas, key))]),
  );
}

function fitScalar({ value, source, from }: ScalarTree, schemas: readonly BareSchema[]): unknown {
  const wanted = new Set(schemas.flatMap(acceptedTypes));
  if (typeof value === "string" && from.length > 0 && !wanted.has("string")) {
    const text = value.trim();
    if (wanted.has("number") && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
    if (wanted.has("boolean") && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  }
  if (typeof value === "number" && wanted.has("string") && !wanted.has("number")) return source;
  return value;
}

/** The JavaScript types of scalars that a schema accepts. */
function acceptedTypes({ _zod: { def } }: BareSchema): string[] {
  switch (def.type) {
    case "string":
    case "template_literal":
      return ["string"];
    case "number":
    case "boolean":
      return [def.type];
    case "enum":
      return Object.values(def.entries).map((entry) => typeof entry);
    case "literal":
      return def.values.map((value) => typeof value);
    case "any":
    case "unknown":
    case "custom":
      return ["string", "number", "boolean"];
    default:
      return [];
  }
}
