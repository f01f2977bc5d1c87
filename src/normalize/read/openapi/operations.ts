import type { Context } from "./context.ts";
import { isInternal } from "./internal.ts";
import { entryOf, listOf, type Node, nodeOf, textOf } from "./read.ts";

/** One operation, in whatever version of the specification. */
export interface Operation {
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly id?: string;
  readonly title: string;
  readonly tag?: string;
  readonly node: Node;
  readonly parameters: readonly Parameter[];
  readonly body?: Body | undefined;
  readonly responses: readonly Response[];
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly node: Node;
  readonly schema: unknown;
}

export interface Body {
  readonly description: string;
  readonly required: boolean;
  readonly contents: readonly Content[];
}

export interface Content {
  /** Empty where the description names none. */
  readonly mediaType: string;
  readonly schema: unknown;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly title: string;
  readonly value: unknown;
}

export interface Response {
  readonly status: string;
  readonly description: string;
  readonly headers: readonly Parameter[];
  readonly contents: readonly Content[];
  /** As it is written: link objects by their names. */
  readonly links: unknown;
}

const methods = new Set("get put post delete options head patch trace query".split(" "));

/** All operations in the order in which they are written, without internal ones (`x-internal`, `x-excluded`). */
export function operationsOf(context: Context): Operation[] {
  const found: Operation[] = [];
  for (const key of ["paths", "webhooks", "x-webhooks"]) {
    for (const [path, value] of Object.entries(nodeOf(context.root[key]))) {
      if (path.startsWith("x-")) continue;
      const item = context.resolve(value).node;
      for (const [method, one] of Object.entries(item)) {
        if (!methods.has(method.toLowerCase())) continue;
        const node = nodeOf(one);
        if (isInternal(node) || isInternal(item)) {
          context.warnings.add(
            "operation-internal",
            `${method.toUpperCase()} ${path} is marked as internal and was left out.`,
          );
        } else
          found.push(operationOf(key === "paths" ? path : `webhook ${path}`, method, node, item, context));
      }
    }
  }
  if (found.length <= context.limits.operations) return found;
  context.warnings.add(
    "openapi-cut",
    `${found.length - context.limits.operations} operations were left out: there are too many.`,
  );
  return found.slice(0, context.limits.operations);
}

/** No operation of a real description has as many. */
const MAX_CALLBACKS = 50;

/** The requests that an operation makes later, with the name of each. */
export function callbacksOf(
  node: Node,
  context: Context,
): { readonly name: string; readonly operation: Operation }[] {
  const all = Object.entries(nodeOf(node.callbacks)).flatMap(([name, value]) =>
    Object.entries(context.resolve(value).node).flatMap(([path, written]) => {
      const item = context.resolve(written).node;
      return Object.entries(item)
        .filter(([method, one]) => methods.has(method) && nodeOf(one)["x-internal"] !== true)
        .map(([method, one]) => ({ name, operation: operationOf(path, method, nodeOf(one), item, context) }));
    }),
  );
  return all.slice(0, MAX_CALLBACKS);
}

function operationOf(path: string, method: string, node: Node, item: Node, context: Context): Operation {
  const all = parametersOf([...listOf(item.parameters), ...listOf(node.parameters)], context);
  const id = textOf(node.operationId);
  const tag = textOf(listOf(node.tags)[0]);
  const name = `${method.toUpperCase()} ${path}`;
  const body =
    node.requestBody === undefined ? legacyBody(node, all, context) : bodyOf(node.requestBody, context);
  return {
    method: method.toUpperCase(),
    path,
    title: textOf(node.summary) || name,
    ...(id === "" ? {} : { id }),
    ...(tag === "" ? {} : { tag }),
    node,
    parameters: all.filter(({ in: place }) => place !== "body" && place !== "formData"),
    body,
    responses: Object.entries(nodeOf(node.responses))
      .filter(([status]) => !status.startsWith("x-"))
      .map(([status, value]) => responseOf(status, value, node, context)),
  };
}

/** A path's parameters apply to its operations, unless one has its own with the same name and place. */
function parametersOf(values: readonly unknown[], context: Context): Parameter[] {
  const byKey = new Map<string, Parameter>();
  for (const value of values.slice(0, 1000)) {
    const { node, name: refName } = context.resolve(value);
    const name = textOf(node.name) || (refName ?? "");
    if (name !== "") byKey.set(`${textOf(node.in)} ${name}`, parameterOf(name, textOf(node.in), node));
  }
  return [...byKey.values()];
}

/** Swagger 2 writes a parameter's type beside its name; OpenAPI 3 in a schema, or under a media type. */
function parameterOf(name: string, place: string, node: Node): Parameter {
  const [content] = Object.values(nodeOf(node.content));
  const { description: _, required: __, ...own } = node;
  const schema = node.schema ?? nodeOf(content).schema ?? own;
  return { name, in: place, required: node.required === true || place === "path", node, schema };
}

function bodyOf(value: unknown, context: Context): Body {
  const { node } = context.resolve(value);
  return {
    description: textOf(node.description),
    required: node.required === true,
    contents: contentsOf(node.content, context),
  };
}

/** https://swagger.io/docs/specification/v2_0/describing-request-body/ */
function legacyBody(node: Node, parameters: readonly Parameter[], context: Context): Body | undefined {
  const body = parameters.find((one) => one.in === "body");
  const form = parameters.filter((one) => one.in === "formData");
  const consumes = mediaTypes(node.consumes ?? context.root.consumes);
  if (body) {
    const contents = (consumes.length > 0 ? consumes : [""])
      .slice(0, 1)
      .map((mediaType) => ({ mediaType, schema: body.schema, examples: [] }));
    return { description: textOf(body.node.description), required: body.required, contents };
  }
  if (form.length === 0) return undefined;
  const properties = Object.fromEntries(
    form.map((one) => {
      const { in: _, name: __, required: ___, ...schema } = one.node;
      return [one.name, schema];
    }),
  );
  const required = form.filter((one) => one.required).map(({ name }) => name);
  const schema = { type: "object", properties, required };
  const mediaType = consumes.find((type) => type.includes("form")) ?? consumes[0] ?? "";
  return { description: "", required: required.length > 0, contents: [{ mediaType, schema, examples: [] }] };
}

function mediaTypes(value: unknown): string[] {
  return listOf(value)
    .map(textOf)
    .filter((type) => type !== "");
}

function responseOf(status: string, value: unknown, operation: Node, context: Context): Response {
  const { node } = context.resolve(value);
  const headers = Object.entries(nodeOf(node.headers)).map(([name, header]) =>
    parameterOf(name, "header", context.resolve(header).node),
  );
  const contents =
    node.schema === undefined && node.examples === undefined
      ? contentsOf(node.content, context)
      : legacyContents(node, operation, context);
  return { status, description: textOf(node.description), headers, contents, links: node.links };
}

function legacyContents(node: Node, operation: Node, context: Context): Content[] {
  const examples = Object.entries(nodeOf(node.examples)).map(([title, value]) => ({ title, value }));
  const [mediaType] = mediaTypes(operation.produces ?? context.root.produces);
  return [{ mediaType: mediaType ?? examples[0]?.title ?? "", schema: node.schema, examples }];
}

function contentsOf(value: unknown, context: Context): Content[] {
  return Object.entries(nodeOf(value))
    .slice(0, 50)
    .map(([mediaType, one]) => {
      const node = nodeOf(one);
      return { mediaType, schema: node.schema, examples: examplesOf(node, context) };
    });
}

function examplesOf(node: Node, context: Context): Example[] {
  const own = node.example === undefined ? [] : [{ title: "", value: node.example }];
  const many = Object.entries(nodeOf(node.examples)).map(([name, value]) => {
    const example = context.resolve(value).node;
    return { title: textOf(example.summary) || name, value: example.value ?? example.externalValue };
  });
  if (own.length > 0 || many.length > 0) return [...own, ...many].filter(({ value }) => value !== undefined);
  const schema = context.resolve(node.schema).node;
  const stated = schema.example ?? listOf(entryOf(schema, "examples"))[0];
  return stated === undefined ? [] : [{ title: "", value: stated }];
}
