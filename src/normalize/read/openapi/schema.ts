import { escapeHtml } from "../../../html/characters.ts";
import { leadIn } from "../../vocabulary/html-text.ts";
import type { Context } from "./context.ts";
import { listOf, type Node, nodeOf } from "./read.ts";
import { code, constraintWords, partWords, typeWords } from "./words.ts";

/** A schema with its `allOf` merged. */
interface Merged {
  readonly node: Node;
  readonly name?: string;
  readonly unresolved?: string;
}

/** By the schema or reference as written: a part that many use is merged once, and one that contains itself ends. */
const mergedNodes = new WeakMap<Node, Node>();

/** `allOf` becomes one schema: properties and required names together, other keywords of the later parts win. */
function merged(value: unknown, context: Context): Merged {
  const target = context.resolve(value);
  const parts = listOf(target.node.allOf);
  if (parts.length === 0) return target;
  const written = nodeOf(value);
  const known = mergedNodes.get(written);
  if (known !== undefined) return { ...target, node: known };
  const { allOf: _, ...own } = target.node;
  mergedNodes.set(written, own);
  let node: Node = {};
  for (const next of [...parts.map((part) => merged(part, context).node), own]) node = together(node, next);
  mergedNodes.set(written, node);
  return { ...target, node };
}

function together(all: Node, next: Node): Node {
  const properties = { ...nodeOf(all.properties), ...nodeOf(next.properties) };
  const required = [...new Set([...listOf(all.required), ...listOf(next.required)])];
  return { ...all, ...next, ...(Object.keys(properties).length === 0 ? {} : { properties }), required };
}

interface Walk {
  readonly context: Context;
  /** Names of the schemas around this one; one of them again is a cycle. */
  readonly open: readonly string[];
  readonly path: string;
  readonly depth: number;
  readonly rows: string[];
  /** Variants of `oneOf` and `anyOf`, which follow the table. */
  readonly later: { readonly title: string; readonly value: unknown; readonly open: readonly string[] }[];
}

/** A schema as a paragraph with its type, a table of its properties (nested ones by path: `owner.name`, `tags[].id`), and its variants. */
export function schemaHtml(value: unknown, context: Context, open: readonly string[] = []): string {
  const { node, name, unresolved } = merged(value, context);
  const type = `<p>Type: ${typeWords(value, context)}.</p>\n`;
  if (unresolved !== undefined || (name !== undefined && open.includes(name))) return type;
  const constraints =
    isObject(node) || node.items !== undefined ? constraintWords(node, ["example"]) : constraintWords(node);
  constraints.push(...partWords(node, context));
  const words = constraints.length === 0 ? "" : `<p>${constraints.join(" ")}</p>\n`;
  const walk: Walk = { context, open: named(open, name), path: "", depth: 0, rows: [], later: [] };
  addVariants(node, walk);
  addInside(node, walk);
  const variants = open.length >= context.limits.depth ? [] : walk.later;
  const sections = variants.map((one) => leadIn(one.title) + schemaHtml(one.value, context, one.open));
  return `${type}${description(node, context)}${words}${tableOf(walk.rows)}${sections.join("")}`;
}

function description(node: Node, context: Context): string {
  return typeof node.description === "string" ? context.markdown(node.description) : "";
}

function named(open: readonly string[], name: string | undefined): readonly string[] {
  return name === undefined ? [...open, ""] : [...open, name];
}

function tableOf(rows: readonly string[]): string {
  if (rows.length === 0) return "";
  const head = "<tr><th>Name</th><th>Type</th><th>Required</th><th>Description</th></tr>";
  return `<table><thead>${head}</thead><tbody>\n${rows.join("\n")}\n</tbody></table>\n`;
}

function isObject(node: Node): boolean {
  return node.properties !== undefined || node.additionalProperties !== undefined || node.type === "object";
}

/** The parts: properties of an object, items of an array, values of a map. */
function addInside(node: Node, walk: Walk): void {
  const required = new Set(listOf(node.required));
  for (const [key, value] of Object.entries(nodeOf(node.properties))) {
    addRow(value, required.has(key), { ...walk, path: walk.path === "" ? key : `${walk.path}.${key}` });
  }
  if (node.items !== undefined) descend(node.items, { ...walk, path: `${walk.path}[]` });
  const others = nodeOf(node.additionalProperties);
  if (Object.keys(others).length > 0)
    descend(others, { ...walk, path: walk.path === "" ? "*" : `${walk.path}.*` });
}

function addRow(value: unknown, isRequired: boolean, walk: Walk): void {
  const { context, path, rows } = walk;
  if (!context.takeRow()) return;
  const { node } = merged(value, context);
  const constraints = [
    ...constraintWords(node, hasInside(node) ? ["example"] : []),
    ...partWords(node, context),
  ];
  const words = constraints.length === 0 ? "" : `<p>${constraints.join(" ")}</p>`;
  const cells = [
    code(path),
    typeWords(value, context),
    isRequired ? "yes" : "no",
    `${description(node, context)}${words}`,
  ];
  const row = `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  if (context.takeText(row.length)) rows.push(row);
  descend(value, walk);
}

function hasInside(node: Node): boolean {
  return node.properties !== undefined || node.items !== undefined;
}

/** Descends into a schema unless it contains itself, is too deep, or is in another document. */
function descend(value: unknown, walk: Walk): void {
  const { node, name, unresolved } = merged(value, walk.context);
  if (unresolved !== undefined || (name !== undefined && walk.open.includes(name))) return;
  const inner: Walk = { ...walk, depth: walk.depth + 1, open: named(walk.open, name) };
  addVariants(node, inner);
  if (!hasInside(node) && Object.keys(nodeOf(node.additionalProperties)).length === 0) return;
  if (walk.depth < walk.context.limits.depth) addInside(node, inner);
  else
    walk.context.warnings.add(
      "openapi-cut",
      `A schema is nested too deep; what is inside ${walk.path.slice(0, 100)} was left out.`,
    );
}

const MAX_VARIANTS = 50;

function addVariants(node: Node, walk: Walk): void {
  for (const key of ["oneOf", "anyOf"]) {
    for (const [index, value] of listOf(node[key]).slice(0, MAX_VARIANTS).entries()) {
      const { node: variant, name } = merged(value, walk.context);
      if (!hasInside(variant) || (name !== undefined && walk.open.includes(name))) continue;
      const where = walk.path === "" ? "" : `${code(walk.path)}: `;
      const title = `${where}${escapeHtml(name ?? `Variant ${index + 1}`)}`;
      if (walk.context.takeRow()) walk.later.push({ title, value, open: walk.open });
    }
  }
}
