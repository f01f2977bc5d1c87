import { z } from "zod";
import { isOpenField, isSecret } from "./secret.ts";

/** Any zod schema, and the same as zod's own union of kinds, which can be told apart by `_zod.def.type`. */
export type Schema = z.core.$ZodType;
export type BareSchema = z.core.$ZodTypes;

/**
 * The schemas that a value of the file may have to satisfy: without optional, default, pipe and the like, and with the
 * options of a union instead of the union.
 */
export function alternatives(schema: Schema): BareSchema[] {
  // zod documents `$ZodTypes` as the way to look into a schema by its kind.
  const bare = schema as BareSchema;
  const { def } = bare._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "catch":
    case "readonly":
    case "nonoptional":
      return alternatives(def.innerType);
    case "pipe":
      return alternatives(kindOf(def.in) === "transform" ? def.out : def.in);
    case "lazy":
      return alternatives(def.getter());
    case "union":
      return def.options.flatMap(alternatives);
    case "intersection":
      return [...alternatives(def.left), ...alternatives(def.right)];
    default:
      return [bare];
  }
}

/** The schemas that a member of a mapping or list may have to satisfy; empty for an unknown member. */
export function memberSchemas(schemas: readonly BareSchema[], step: string | number): BareSchema[] {
  return schemas.flatMap((schema) => {
    const { def } = schema._zod;
    switch (def.type) {
      case "object": {
        const member = Object.hasOwn(def.shape, step) ? def.shape[step] : def.catchall;
        return member ? alternatives(member) : [];
      }
      case "record":
        return alternatives(def.valueType).filter((one) => !(isOpenField(schema, step) && isSecret(one)));
      case "array":
        return /^\d+$/.test(String(step)) ? alternatives(def.element) : [];
      case "tuple": {
        const member = def.items[Number(step)] ?? def.rest;
        return member ? alternatives(member) : [];
      }
      default:
        return [];
    }
  });
}

/** The schemas at a path below `schema`. */
export function schemasAt(schema: Schema, path: readonly (string | number)[]): BareSchema[] {
  return path.reduce<BareSchema[]>(memberSchemas, alternatives(schema));
}

/** The keys that mappings of these schemas may have. */
export function knownKeys(schemas: readonly BareSchema[]): string[] {
  return [
    ...new Set(schemas.flatMap(({ _zod: { def } }) => (def.type === "object" ? Object.keys(def.shape) : []))),
  ];
}

/** The values that these schemas let one choose from. */
export function choices(schemas: readonly BareSchema[]): string[] {
  return schemas.flatMap(({ _zod: { def } }) => {
    if (def.type === "enum") return Object.values(def.entries).map(String);
    return def.type === "literal" ? def.values.map(String) : [];
  });
}

/** What `.describe()` says about a schema or what it wraps. */
export function descriptionOf(schema: Schema): string | undefined {
  const own = z.globalRegistry.get(schema)?.description;
  if (own !== undefined) return own;
  const { def } = (schema as BareSchema)._zod;
  return "innerType" in def ? descriptionOf(def.innerType) : undefined;
}

/** The schema of one key of an object schema, wrappers and all. */
export function memberOf(schemas: readonly BareSchema[], key: string): Schema | undefined {
  for (const { _zod } of schemas) {
    if (_zod.def.type === "object" && Object.hasOwn(_zod.def.shape, key)) return _zod.def.shape[key];
  }
  return undefined;
}

const kindOf = (schema: Schema): string => schema._zod.def.type;
