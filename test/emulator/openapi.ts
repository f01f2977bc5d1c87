import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import type { LogEntry } from "../../src/emulator/index.ts";
import { aiContentOf } from "./openapi-parts.ts";

/**
 * Holds logged traffic against Intercom's official OpenAPI descriptions, where they lie beside the project.
 * The AI Content schemas are read strictly: a field that is not described is a problem.
 */
const folder = path.resolve(import.meta.dirname, "../../../shared/intercom");
const fileOf = (version: string) => path.join(folder, `openapi-${version.toLowerCase()}.yaml`);

/** The versions whose description is present; none on a machine without them. */
export const describedVersions: readonly string[] = ["2.14", "2.15", "2.16", "Preview"].filter((version) =>
  existsSync(fileOf(version)),
);

/**
 * What is wrong with a logged request and its answer, in sentences; empty when nothing is, or when there is no
 * description of its version. Needs an entry that still has its bodies.
 */
export function validateExchange(entry: LogEntry): string[] {
  return [...requestProblems(entry), ...answerProblems(entry)];
}

/** Only the request; an operation without a described body takes any. */
export function requestProblems(entry: LogEntry): string[] {
  const described = descriptionOf(entry);
  if (!described) return [];
  const operation = operationOf(described, entry);
  if (!operation) return [`${nameOf(entry)} is not described in ${entry.version}`];
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  return schema ? check(described, schema, entry.body, `${nameOf(entry)} sent`) : [];
}

/** Only the answer; statuses that are not described are held to the error schema. */
export function answerProblems(entry: LogEntry): string[] {
  const described = descriptionOf(entry);
  if (!described || entry.status === null) return [];
  const responses = operationOf(described, entry)?.responses;
  const what = `${nameOf(entry)} answered ${entry.status}`;
  if (entry.status >= 400) return check(described, errorSchema, entry.answer, what);
  const response = responses?.[String(entry.status)];
  if (!response) return [`${what}, which is not described in ${entry.version}`];
  const schema = response.content?.["application/json"]?.schema;
  if (schema) return check(described, schema, entry.answer, what);
  return entry.answer === undefined ? [] : [`${what} with a body where none is described`];
}

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}
interface Operation {
  readonly requestBody?: Media;
  readonly responses?: Readonly<Record<string, Media>>;
}
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly ajv: Ajv;
  readonly validators: Map<object, ValidateFunction>;
}

const errorSchema = { $ref: "#/components/schemas/error" };
const loaded = new Map<string, Described>();

function descriptionOf({ version }: LogEntry): Described | undefined {
  if (version === undefined || !describedVersions.includes(version)) return undefined;
  const known = loaded.get(version);
  if (known) return known;
  const { paths, schemas } = aiContentOf(readFileSync(fileOf(version), "utf8"));
  const ajv = new Ajv({ allErrors: true, strict: false, formats });
  // One schema that all references resolve in; only what is reached from an operation is compiled.
  ajv.addSchema({ $id: "intercom", components: convert({ schemas }) });
  // The shape of a path item is OpenAPI's own; what is looked up in it is checked at each step.
  const described = { paths: paths as Described["paths"], ajv, validators: new Map() };
  loaded.set(version, described);
  return described;
}

/** The descriptions give integers the format `date-time`, so it says nothing. */
const formats = {
  uri: (value: string) => URL.canParse(value),
  uuid: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  "date-time": true,
  email: /^\S+@\S+$/,
  byte: /^[\w+/]*={0,2}$/,
} as const;

/** OpenAPI 3.0 → JSON Schema: `nullable`, and nothing beyond the described properties. */
function convert(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(convert);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, example, examples, ...rest } = schema as Record<string, unknown>;
  const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, convert(value)]));
  const closed =
    plain.type === "object" && isObject(plain.properties) && !("additionalProperties" in plain)
      ? { ...plain, additionalProperties: false }
      : plain;
  return nullable === true ? { anyOf: [closed, { type: "null" }] } : closed;
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

function operationOf(described: Described, entry: LogEntry): Operation | undefined {
  const wanted = entry.path.split("/");
  for (const [template, operations] of Object.entries(described.paths)) {
    const parts = template.split("/");
    const fits =
      parts.length === wanted.length &&
      parts.every((part, index) => part === wanted[index] || /^\{.*\}$/.test(part));
    if (fits) return operations[entry.method.toLowerCase()];
  }
  return undefined;
}

function check(described: Described, schema: object, value: unknown, what: string): string[] {
  let validate = described.validators.get(schema);
  if (!validate) {
    const absolute = JSON.stringify(convert(schema)).replaceAll('"#/', '"intercom#/');
    validate = described.ajv.compile(JSON.parse(absolute));
    described.validators.set(schema, validate);
  }
  if (value === undefined) return [`${what} without a JSON body`];
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${what}: ${instancePath || "the body"} ${message} ${JSON.stringify(params)}`,
  );
}

const nameOf = (entry: LogEntry): string => `#${entry.seq} ${entry.method} ${entry.path}`;
