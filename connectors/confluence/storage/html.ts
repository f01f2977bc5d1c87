import { type ChildNode, type Element, isCDATA, isTag, isText } from "domhandler";
import { escapeHtml } from "../../../src/html/characters.ts";
import { anchorHtml, emoticon, imageHtml, linkHtml } from "./links.ts";
import { macroHtml } from "./macros.ts";
import { panelKind } from "./panels.ts";
import { childOf, firstBelow, isMacro, textBelow } from "./parse.ts";
import type { StorageContext } from "./references.ts";

/** Deeper elements are reduced to their text. */
const MAX_DEPTH = 120;
const VOID_ELEMENTS = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

/** HTML of storage format: plain elements unchanged, Confluence's own as a reader sees them. Never throws. */
export function htmlOf(nodes: readonly ChildNode[], context: StorageContext, depth = 0): string {
  if (depth > MAX_DEPTH) return escapeHtml(textBelow(nodes));
  let html = "";
  for (const node of nodes) {
    if (isText(node)) html += escapeHtml(node.data);
    else if (isCDATA(node)) html += escapeHtml(textBelow(node.children));
    else if (isTag(node)) html += elementHtml(node, context, depth);
  }
  return html;
}

function elementHtml(node: Element, context: StorageContext, depth: number): string {
  const inner = () => htmlOf(node.children, context, depth + 1);
  if (isMacro(node)) return macroHtml(node, context, (nodes) => htmlOf(nodes, context, depth + 1));
  switch (node.name) {
    case "ac:link":
      return linkHtml(node, context, (nodes) => htmlOf(nodes, context, depth + 1));
    case "ac:image":
      return imageHtml(node, context, (nodes) => htmlOf(nodes, context, depth + 1));
    case "ac:emoticon":
      return escapeHtml(emoticon(node.attribs));
    case "ac:task-list":
      return `<ul>${inner()}</ul>`;
    case "ac:task":
      return taskHtml(node, context, depth);
    case "ac:adf-extension":
      return adfHtml(node, context, depth);
    case "ac:layout":
    case "ac:layout-section":
    case "ac:layout-cell":
      return `<div>${inner()}</div>`;
    case "ac:rich-text-body":
    case "ac:link-body":
    case "ac:inline-comment-marker":
    case "ac:caption":
      return inner();
    case "a":
      return anchorHtml(node, context, inner) ?? plainHtml(node, inner);
    case "time":
      return escapeHtml(node.attribs.datetime ?? textBelow(node.children));
  }
  // Instructions to authors, parameters, resources: a reader sees none of them.
  if (/^(?:ac|ri|at):/.test(node.name)) return "";
  return plainHtml(node, inner);
}

function plainHtml({ name, attribs }: Element, inner: () => string): string {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) return inner();
  const attributes = Object.entries(attribs)
    .filter(([key]) => /^[A-Za-z][\w-]*$/.test(key))
    .map(([key, value]) => ` ${key}="${escapeHtml(value)}"`)
    .join("");
  return VOID_ELEMENTS.has(name) ? `<${name}${attributes}>` : `<${name}${attributes}>${inner()}</${name}>`;
}

function taskHtml(node: Element, context: StorageContext, depth: number): string {
  const body = childOf(node, "ac:task-body");
  const status = childOf(node, "ac:task-status");
  const done = status !== undefined && textBelow(status.children).trim() === "complete";
  const text = body === undefined ? "" : htmlOf(body.children, context, depth + 1);
  return `<li><input type="checkbox"${done ? " checked" : ""}>${text}</li>`;
}

/** A node of Cloud's editor: panels contain text; of all others the fallback is used. */
function adfHtml(node: Element, context: StorageContext, depth: number): string {
  const panel = firstBelow(
    node.children,
    ({ name, attribs }) => name === "ac:adf-node" && attribs.type === "panel",
  );
  const content = panel && childOf(panel, "ac:adf-content");
  if (panel && content) {
    const attribute = (key: string) => {
      const found = panel.children.find(
        (child): child is Element => isTag(child) && child.attribs.key === `panel-${key}`,
      );
      return found === undefined ? "" : textBelow(found.children).trim();
    };
    const icon = `${attribute("icon-text")} ${attribute("icon")}`;
    const kind = panelKind({ type: attribute("type"), icon, colour: attribute("color") });
    return `<div class="admonition ${kind ?? "note"}">${htmlOf(content.children, context, depth + 1)}</div>`;
  }
  const fallback = firstBelow(node.children, ({ name }) => name === "ac:adf-fallback");
  return fallback === undefined ? "" : htmlOf(fallback.children, context, depth + 1);
}
