import type { Nodes } from "mdast";
import { escapeHtml } from "../../../html/characters.ts";
import type { MdxContext, Renderer } from "./context.ts";
import type { Node } from "./parse.ts";

/** The list in a file tree: names as code, each followed by its comment. Undefined when there is no list. */
export function fileTree(nodes: readonly Nodes[], context: MdxContext, render: Renderer): string | undefined {
  if (!nodes.some((node) => node.type === "list")) return undefined;
  return nodes
    .map((node) => (node.type === "list" ? listHtml(node, context, render) : render.flow([node], context)))
    .join("");
}

function listHtml(list: Node<"list">, context: MdxContext, render: Renderer): string {
  const items = list.children.map((item) => {
    const [first, ...rest] = item.children;
    const name = first?.type === "paragraph" ? entryHtml(first.children, context, render) : "";
    const below = first?.type === "paragraph" ? rest : item.children;
    const inner = fileTree(below, context, render) ?? render.flow(below, context);
    return `<li>${name}${inner === "" ? "" : `\n${inner}`}</li>\n`;
  });
  return `<ul>\n${items.join("")}</ul>\n`;
}

function entryHtml(nodes: readonly Nodes[], context: MdxContext, render: Renderer): string {
  const [first, ...rest] = nodes;
  if (first?.type === "strong") return entryHtml([...first.children, ...rest], context, render);
  const comment = render.phrasing(rest, context);
  if (first?.type !== "text") return (first === undefined ? "" : render.phrasing([first], context)) + comment;
  const [name = ""] = /^\s*\S*/.exec(first.value) ?? [];
  const remark = escapeHtml(first.value.slice(name.length)) + comment;
  const isPlaceholder = /^\s*(?:…|\.\.\.)$/.test(name);
  return (isPlaceholder ? "…" : `<code>${escapeHtml(name.trim())}</code>`) + remark.trimEnd();
}
