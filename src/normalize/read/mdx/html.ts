import type { Nodes } from "mdast";
import { escapeHtml } from "../../../html/characters.ts";
import { codeInfo } from "../../vocabulary/code-info.ts";
import { notesIn, withoutCodeNotes } from "../../vocabulary/code-notes.ts";
import { type Around, aroundDirective } from "../../vocabulary/directives.ts";
import { withEmoji } from "../../vocabulary/emoji.ts";
import {
  codeBlock,
  footnoteMark,
  footnotes,
  image,
  isBlock,
  leadIn,
  link,
} from "../../vocabulary/html-text.ts";
import { readAlert } from "../markdown/alerts.ts";
import { withoutHeadingMark } from "../markdown/inline.ts";
import { lineOf } from "../markdown/nest.ts";
import type { MdxContext, Renderer } from "./context.ts";
import { expressionHtml } from "./expression.ts";
import { elementHtml } from "./jsx.ts";
import type { Node } from "./parse.ts";

type Handler<Type extends Nodes["type"]> = (node: Node<Type>, context: MdxContext) => string;

const phrasingTypes: ReadonlySet<string> = new Set(
  `text emphasis strong delete inlineCode break link linkReference image imageReference footnoteReference textDirective
   mdxTextExpression mdxJsxTextElement mdxFlowExpression`.split(/\s+/),
);

/** Node type → handler: the HTML of a node, independent of what is around it. */
const handlers: { readonly [Type in Nodes["type"]]: Handler<Type> } = {
  root: (node, context) => flow(node.children, context),
  text: (node) => escapeHtml(withEmoji(node.value)),
  paragraph: (node, context) => flow(node.children, context),
  heading,
  thematicBreak: () => "<hr>\n",
  blockquote,
  list,
  listItem: (node, context) => `<li>${itemHtml(node, context)}</li>\n`,
  code: (node, context) => {
    const info = [node.lang, node.meta].filter(Boolean).join(" ");
    for (const note of notesIn(node.value)) context.warnings.explain(note);
    return codeBlock({
      text: withoutCodeNotes(node.value, info),
      ...codeInfo(info, context.frame?.as === "tabs"),
    });
  },
  html: () => "",
  yaml: () => "",
  definition: () => "",
  emphasis: (node, context) => `<em>${phrasing(node.children, context)}</em>`,
  strong: (node, context) => `<strong>${phrasing(node.children, context)}</strong>`,
  delete: (node, context) => `<del>${phrasing(node.children, context)}</del>`,
  // Rehype Pretty Code's language of a line: `let x{:js}`.
  inlineCode: ({ value }) => `<code>${escapeHtml(value.replace(/(?<=\S)\{:[.\w-]{1,30}\}$/, ""))}</code>`,
  break: () => "<br>\n",
  link: (node, context) => link(node.url, phrasing(node.children, context)),
  linkReference: (node, context) =>
    link(context.definitions.get(node.identifier)?.url, phrasing(node.children, context)),
  image: (node) => image(node.alt ?? "", node.url),
  imageReference: (node, context) => image(node.alt ?? "", context.definitions.get(node.identifier)?.url),
  footnoteReference,
  footnoteDefinition: () => "",
  table,
  tableRow: (node, context) => row(node, context, "td"),
  tableCell: (node, context) => phrasing(node.children, context),
  containerDirective,
  leafDirective: (node, context) => {
    const title = phrasing(node.children, context);
    const { open, close } = around(node, title === "" ? {} : { title }, context);
    return `${open}${close}`;
  },
  textDirective,
  mdxjsEsm: ({ value }, { warnings }) => {
    warnings.explain(value);
    return "";
  },
  mdxFlowExpression: expressionHtml,
  mdxTextExpression: expressionHtml,
  mdxJsxFlowElement: (node, context) => elementHtml(node, context, renderer),
  mdxJsxTextElement: (node, context) => elementHtml(node, context, renderer),
};

const renderer: Renderer = { flow, phrasing };

function render(node: Nodes, context: MdxContext): string {
  // TypeScript cannot relate a node to the handler of its type.
  const handler = handlers[node.type] as ((node: Nodes, context: MdxContext) => string) | undefined;
  return handler === undefined ? "" : handler(node, context);
}

/** Renders a parsed text: its content, then its footnotes. */
export function rootHtml(root: Node<"root">, context: MdxContext): string {
  const body = flow(root.children, context);
  const texts: string[] = [];
  // A footnote can cite another one, so the list grows while it is rendered.
  for (let i = 0; i < context.cited.length; i += 1) {
    const footnote = context.footnotes.get(context.cited[i] ?? "");
    texts.push(footnote === undefined ? "" : tight(footnote.children, context));
  }
  return body + footnotes(texts);
}

function phrasing(nodes: readonly Nodes[], context: MdxContext): string {
  return nodes
    .map((node, i) => {
      const html = node.type === "paragraph" ? phrasing(node.children, context) : render(node, context);
      return node.type === "paragraph" && i > 0 ? `\n${html}` : html;
    })
    .join("");
}

function flow(nodes: readonly Nodes[], context: MdxContext): string {
  let html = "";
  let line = "";
  let items = "";
  const endLine = () => {
    if (line.trim() !== "") html += `<p>${line.trim()}</p>\n`;
    line = "";
  };
  const endItems = () => {
    const tag = context.frame?.as === "filetree" ? "ul" : "ol";
    if (items !== "") html += `<${tag}>\n${items}</${tag}>\n`;
    items = "";
  };
  for (const node of nodes.flatMap(unwrapped)) {
    const piece = render(node, context);
    const isItem = context.frame !== undefined && piece.startsWith("<li>");
    if (isItem) {
      endLine();
      items += piece;
    } else if (isBlock(piece)) {
      endLine();
      endItems();
      html += piece.endsWith("\n") ? piece : `${piece}\n`;
    } else if (phrasingTypes.has(node.type)) {
      line += piece;
    } else {
      endLine();
      line = piece;
      endLine();
    }
    if (line.trim() !== "") endItems();
  }
  endLine();
  endItems();
  return html;
}

/** A line with only elements is not a paragraph: they are blocks of their own. */
function unwrapped(node: Nodes): readonly Nodes[] {
  if (node.type !== "paragraph") return [node];
  const isBare = node.children.every(
    (child) =>
      child.type === "mdxJsxTextElement" ||
      child.type === "mdxTextExpression" ||
      (child.type === "text" && child.value.trim() === ""),
  );
  return isBare ? node.children : [node];
}

function heading(node: Node<"heading">, context: MdxContext): string {
  let id: string | undefined;
  const html = withoutHeadingMark(phrasing(node.children, context).trim(), (found) => {
    id = found;
  });
  const attribute = id === undefined ? "" : ` id="${escapeHtml(id)}"`;
  return `<h${node.depth}${attribute}>${html}</h${node.depth}>\n`;
}

function blockquote(node: Node<"blockquote">, context: MdxContext): string {
  const [first, ...rest] = node.children;
  const text = first?.type === "paragraph" ? first.children[0] : undefined;
  const alert = text?.type === "text" ? readAlert(text.value, escapeHtml) : undefined;
  if (first?.type !== "paragraph" || text?.type !== "text" || alert === undefined) {
    return `<blockquote>\n${flow(node.children, context)}</blockquote>\n`;
  }
  const remaining = { ...first, children: [{ ...text, value: alert.rest }, ...first.children.slice(1)] };
  return `<blockquote>\n${leadIn(alert.lead)}${flow([remaining, ...rest], context)}</blockquote>\n`;
}

function list(node: Node<"list">, context: MdxContext): string {
  const tag = node.ordered === true ? "ol" : "ul";
  const start = node.ordered === true && (node.start ?? 1) !== 1 ? ` start="${node.start}"` : "";
  const { frame: _, ...inner } = context;
  return `<${tag}${start}>\n${node.children.map((item) => render(item, inner)).join("")}</${tag}>\n`;
}

function itemHtml(node: Node<"listItem">, context: MdxContext): string {
  const box = typeof node.checked === "boolean" ? (node.checked ? "☑ " : "☐ ") : "";
  const loose = node.spread === true;
  const html = loose ? flow(node.children, context) : tight(node.children, context);
  if (box === "") return html;
  return html.startsWith("<p>") ? `<p>${box}${html.slice(3)}` : box + html;
}

/** Paragraphs without their tags; other blocks as they are. */
function tight(nodes: readonly Nodes[], context: MdxContext): string {
  const parts = nodes.map((node) => {
    if (node.type !== "paragraph") return flow([node], context);
    const html = phrasing(node.children, context);
    return isBlock(html) ? flow(node.children, context) : html.trim();
  });
  return parts.filter((part) => part !== "").join("\n");
}

function table(node: Node<"table">, context: MdxContext): string {
  const [head, ...body] = node.children;
  const header = head === undefined ? "" : `<thead>\n${row(head, context, "th")}</thead>\n`;
  return `<table>\n${header}<tbody>\n${body.map((line) => row(line, context, "td")).join("")}</tbody>\n</table>\n`;
}

function row(node: Node<"tableRow">, context: MdxContext, tag: "td" | "th"): string {
  const cells = node.children.map((cell) => `<${tag}>${render(cell, context)}</${tag}>\n`);
  return `<tr>\n${cells.join("")}</tr>\n`;
}

function footnoteReference(node: Node<"footnoteReference">, context: MdxContext): string {
  const known = context.cited.indexOf(node.identifier);
  return footnoteMark(known === -1 ? context.cited.push(node.identifier) : known + 1);
}

function around(
  { name, attributes }: Node<"containerDirective" | "leafDirective">,
  title: { readonly title?: string },
  { warnings, written }: MdxContext,
): Around {
  const directive = { name, named: namedOf(attributes), positional: [], ...title };
  return aroundDirective(directive, warnings, lineOf(written, `:${name}`));
}

function containerDirective(node: Node<"containerDirective">, context: MdxContext): string {
  const [first, ...rest] = node.children;
  const label = first?.type === "paragraph" && first.data?.directiveLabel === true ? first : undefined;
  const title = label === undefined ? {} : { title: phrasing(label.children, context) };
  const { open, close } = around(node, title, context);
  return `${open}${flow(label === undefined ? node.children : rest, context)}${close}`;
}

/** In prose, `astro:content` is not a directive: it stays as written, unless it has a label. */
function textDirective(node: Node<"textDirective">, context: MdxContext): string {
  const { position } = node;
  if (node.children.length > 0 || position?.start.offset === undefined) {
    return `:${escapeHtml(node.name)}[${phrasing(node.children, context)}]`;
  }
  return escapeHtml(context.source.slice(position.start.offset, position.end.offset));
}

function namedOf(
  attributes: Readonly<Record<string, string | null | undefined>> | null | undefined,
): Map<string, string> {
  return new Map(Object.entries(attributes ?? {}).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
