import { typeInWords } from "../errors/words.ts";
import { alternatives, type BareSchema, descriptionOf, memberSchemas, type Schema } from "./inspect.ts";
import { isSecret } from "./secret.ts";

/** One option of a connector as `fin-ingest connectors TYPE` shows it. */
export interface OptionDoc {
  /** The key, with those of the mappings around it: `auth.token`. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default?: string | undefined;
  /** It is, or contains, a value that must never be displayed. */
  readonly secret: boolean;
  readonly description: string;
}

/** The options of a connector, read from its schema. */
export function optionDocs(schema: Schema): OptionDoc[] {
  return alternatives(schema).flatMap((bare) => docsOf(bare, ""));
}

function docsOf({ _zod: { def } }: BareSchema, prefix: string): OptionDoc[] {
  if (def.type !== "object") return [];
  return Object.entries(def.shape).flatMap(([key, member]) => {
    const name = prefix + key;
    const [only, ...others] = new Set(alternatives(member).flatMap(orItsElements));
    const nested = only && others.length === 0 ? docsOf(only, `${name}.`) : [];
    return [docOf(name, member), ...nested];
  });
}

/** A list of mappings is documented like one mapping. */
const orItsElements = (bare: BareSchema): BareSchema[] =>
  bare._zod.def.type === "array" ? alternatives(bare._zod.def.element) : [bare];

function docOf(name: string, schema: Schema): OptionDoc {
  const fallback = defaultOf(schema);
  return {
    name,
    type: typeInWords(schema),
    required: schema._zod.optin === undefined,
    default: fallback,
    secret: holdsSecret(alternatives(schema), 0),
    description: descriptionOf(schema) ?? "",
  };
}

function defaultOf(schema: Schema): string | undefined {
  // zod documents `$ZodTypes` as the way to look into a schema by its kind.
  const { def } = (schema as BareSchema)._zod;
  if (def.type === "default" || def.type === "prefault") {
    const value: unknown = def.defaultValue;
    return typeof value === "string" ? value : JSON.stringify(value);
  }
  return "innerType" in def ? defaultOf(def.innerType) : undefined;
}

// Schemas may be recursive; no option nests its secret deeper than this.
const MAX_DEPTH = 6;

function holdsSecret(schemas: readonly BareSchema[], depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  return schemas.some((schema) => {
    if (isSecret(schema)) return true;
    const { def } = schema._zod;
    const keys = def.type === "object" ? Object.keys(def.shape) : ["0"];
    return keys.some((key) => holdsSecret(memberSchemas([schema], key), depth + 1));
  });
}
