import { type ChildNode, isTag, isText } from "domhandler";
import { allowedAttributes, allowedElements, allowedSchemes, droppedElements } from "./allow-list.ts";

/**
 * The last gate: writes the HTML of a tree, and writes nothing that the allow-list does not name, whatever the steps
 * before it let through. An element that is not allowed is replaced by its children; comments never pass.
 */
export function sanitizedHtml(nodes: readonly ChildNode[]): string {
  return nodes.map((node) => write(node)).join("\n");
}

const voidElements = new Set(["br", "hr"]);
/** White space between these elements' children means nothing: one child a line, for people who compare pages. */
const onePerLine = new Set(["ul", "ol", "dl", "table", "thead", "tbody", "blockquote"]);

function write(node: ChildNode): string {
  if (isText(node)) return escapeText(node.data);
  if (!isTag(node) || droppedElements.has(node.name)) return "";
  const { name } = node;
  const isAllowed = allowedElements.has(name);
  if (isAllowed && voidElements.has(name)) return `<${name}>`;
  const separator = onePerLine.has(name) ? "\n" : "";
  let inner = "";
  for (const child of node.children) inner += write(child) + separator;
  if (!isAllowed) return inner;
  return `<${name}${attributesOf(name, node.attribs)}>${separator}${inner}</${name}>`;
}

function attributesOf(element: string, attributes: Readonly<Record<string, string>>): string {
  const allowed = allowedAttributes[element];
  if (!allowed) return "";
  let written = "";
  for (const [name, pattern] of Object.entries(allowed)) {
    const value = attributes[name];
    if (value === undefined || !pattern.test(value)) continue;
    if (name === "href" && !hasAllowedScheme(value)) continue;
    written += ` ${name}="${escapeText(value).replaceAll('"', "&quot;")}"`;
  }
  return written;
}

function hasAllowedScheme(href: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1];
  return scheme !== undefined && allowedSchemes.has(scheme.toLowerCase());
}

function escapeText(text: string): string {
  return /[&<>]/.test(text)
    ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    : text;
}
