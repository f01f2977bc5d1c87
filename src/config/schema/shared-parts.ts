/** A JSON Schema, or a part of one. */
export type Json = { readonly [key: string]: unknown };

/** Shorter ones are easier read where they stand. */
const MIN_LENGTH = 200;

/** Keywords whose value is a schema, a list of schemas, or schemas by name: https://json-schema.org/draft/2020-12/json-schema-core#section-10 */
const one = new Set(["items", "additionalProperties", "not", "if", "then", "else"]);
const several = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const byName = new Set(["properties", "$defs"]);

/**
 * The same schema, in which a part that stands in several places is written once, in `$defs`: connectors share most of
 * their options, and whole requests stand in requests.
 */
export function withSharedParts(schema: Json): Json {
  const repeated = repeatedIn(schema);
  const names = new Map<string, string>();
  const shared: Record<string, Json> = {};
  const { $defs: own } = schema;
  const taken = new Set(isJson(own) ? Object.keys(own) : []);
  const rewrite = (part: Json, key: string): Json => {
    const text = JSON.stringify(part);
    if (!repeated.has(text)) return mapParts(part, rewrite, key);
    let name = names.get(text);
    if (name === undefined) {
      name = freeName(key, taken);
      taken.add(name);
      names.set(text, name);
      shared[name] = mapParts(part, rewrite, key);
    }
    return { $ref: `#/$defs/${name}` };
  };
  const { $defs, ...rest } = mapParts(schema, rewrite, "part");
  return { ...rest, $defs: { ...(isJson($defs) && $defs), ...shared } };
}

/** The texts of parts that stand in several places; what stands only in such a part counts once. */
function repeatedIn(schema: Json): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const visit = (part: Json): Json => {
    const text = JSON.stringify(part);
    if (seen.has(text) && text.length >= MIN_LENGTH) {
      repeated.add(text);
      return part;
    }
    seen.add(text);
    return mapParts(part, visit, "");
  };
  visit(schema);
  return repeated;
}

/** A schema with each of the schemas in it changed; `change` gets the nearest key that its author named. */
function mapParts(schema: Json, change: (part: Json, key: string) => Json, key: string): Json {
  const changed = (value: unknown, at: string) => (isJson(value) ? change(value, at) : value);
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      if (one.has(keyword)) return [keyword, changed(value, key)];
      if (several.has(keyword) && Array.isArray(value))
        return [keyword, value.map((each) => changed(each, key))];
      if (byName.has(keyword) && isJson(value))
        return [
          keyword,
          Object.fromEntries(Object.entries(value).map(([name, each]) => [name, changed(each, name)])),
        ];
      return [keyword, value];
    }),
  );
}

function freeName(key: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) return key;
  let number = 2;
  while (taken.has(`${key}-${number}`)) number += 1;
  return `${key}-${number}`;
}

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
