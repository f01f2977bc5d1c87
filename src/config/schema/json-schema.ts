import { z } from "zod";
import type { Connector } from "../../connector-kit/connector.ts";
import type { Schema } from "./inspect.ts";
import { intercomSchema } from "./intercom.ts";
import { isJson, type Json, withSharedParts } from "./shared-parts.ts";
import { sourceSchema } from "./source.ts";
import { topSchema } from "./top.ts";

/**
 * The configuration file as a JSON Schema (https://json-schema.org/draft/2020-12) for editors: completion,
 * descriptions, and errors while typing. The `connector` of a source decides which of the branches describes it.
 */
export function jsonSchema(connectors: ReadonlyMap<string, Connector>): Json {
  const top = described(topSchema);
  const common = described(sourceSchema);
  return withSharedParts({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "fin-ingest configuration",
    ...withoutRequired(top),
    // What a file extends may have the rest.
    if: { required: ["extends"] },
    else: {
      required: top.required,
      properties: { sources: { additionalProperties: { required: common.required } } },
    },
    properties: {
      ...jsonIn(top, "properties"),
      intercom: described(intercomSchema),
      sources: {
        ...jsonIn(jsonIn(top, "properties"), "sources"),
        minProperties: 1,
        additionalProperties: { $ref: "#/$defs/source" },
      },
    },
    $defs: {
      source: {
        type: "object",
        properties: { connector: { ...connectorKey(common), enum: [...connectors.keys()] } },
        allOf: [...connectors.values()].map((connector) => ({
          if: { properties: { connector: { const: connector.type } }, required: ["connector"] },
          // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
          then: branch(connector, common),
        })),
      },
      reference: {
        description: `A value from the environment or a file: \${VAR}, \${VAR:-default}, \${file:PATH}`,
        type: "string",
        pattern: "\\$\\{",
      },
    },
  });
}

function withoutRequired({ required: _, ...json }: Json): Json {
  return json;
}

/** The keys of a source with one connector: the common ones and its own, no others. */
function branch(connector: Connector, common: Json): Json {
  const own = described(connector.options);
  const options = [own.anyOf, own.oneOf].find(Array.isArray) ?? [own];
  const branches = options.filter(isJson).map((option) => ({
    description: connector.summary,
    properties: {
      ...jsonIn(common, "properties"),
      connector: { ...connectorKey(common), const: connector.type },
      ...jsonIn(option, "properties"),
    },
    ...(Array.isArray(option.required) ? { required: option.required } : {}),
    additionalProperties: false,
  }));
  const whole = branches.length === 1 && branches[0] ? branches[0] : { anyOf: branches };
  return connector.recipes === undefined ? whole : inParts(whole, common);
}

/**
 * With a recipe a source says any of its keys, at any depth, since the recipe has the others; without one the program names
 * what is missing deeper than the first level.
 */
function inParts(branch: Json, common: Json): Json {
  const names = Object.keys(jsonIn(common, "properties"));
  const properties = Object.entries(jsonIn(branch, "properties")).map(([key, value]) => [
    key,
    names.includes(key) || key === "auth" ? value : withoutDemands(value),
  ]);
  return {
    ...withoutRequired(branch),
    properties: Object.fromEntries(properties),
    if: { required: ["recipe"] },
    else: { required: branch.required },
  };
}

function withoutDemands(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutDemands);
  if (!isJson(json)) return json;
  return Object.fromEntries(
    Object.entries(withoutRequired(json)).map(([key, value]) => [key, withoutDemands(value)]),
  );
}

const connectorKey = (common: Json): Json => jsonIn(jsonIn(common, "properties"), "connector");

/** A zod schema as JSON Schema of the file's values, with `${…}` allowed in place of every restricted value. */
function described(schema: Schema): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    cycles: "throw",
    override: ({ jsonSchema }) => {
      delete jsonSchema.remark;
      if (jsonSchema.secret !== true) return;
      delete jsonSchema.secret;
      jsonSchema.writeOnly = true;
    },
  });
  return open(json);
}

const annotations = ["description", "default", "title"];

function open(json: Json): Json {
  if (!isClosed(json)) return mapped(json);
  const entries = Object.entries(json);
  return {
    ...Object.fromEntries(entries.filter(([key]) => annotations.includes(key))),
    anyOf: [
      Object.fromEntries(entries.filter(([key]) => !annotations.includes(key))),
      { $ref: "#/$defs/reference" },
    ],
  };
}

/** Whether a schema would refuse a `${…}`, which is text without a fixed form. */
function isClosed(json: Json): boolean {
  const { type, pattern, format } = json;
  if (json.enum !== undefined || json.const !== undefined) return true;
  if (type === "string") return pattern !== undefined || format !== undefined;
  return type === "number" || type === "integer" || type === "boolean";
}

/** The same schema with every schema inside it opened, except those of keys, which cannot be references. */
function mapped(json: Json): Json {
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      if (key === "properties" && isJson(value)) {
        const members = Object.entries(value).filter((entry): entry is [string, Json] => isJson(entry[1]));
        return [key, Object.fromEntries(members.map(([name, member]) => [name, open(member)]))];
      }
      if ((key === "items" || key === "additionalProperties") && isJson(value)) return [key, open(value)];
      if (["anyOf", "oneOf", "allOf", "prefixItems"].includes(key) && Array.isArray(value)) {
        return [key, value.filter(isJson).map(open)];
      }
      return [key, value];
    }),
  );
}

function jsonIn(json: Json, key: string): Json {
  const value = json[key];
  return isJson(value) ? value : {};
}
