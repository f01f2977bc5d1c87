import { type Block, Html5Converter, type Inline, type List } from "@asciidoctor/core";
import { escapeHtml } from "../../../html/characters.ts";
import { callout, codeBlock, leadIn } from "../../vocabulary/html-text.ts";
import { unescapedCode } from "../markup.ts";
import { mark } from "./footnotes.ts";
import { isUnknownSite } from "./undefined-attributes.ts";

/** What is asked of Asciidoctor's tables, whose types it does not publish. */
interface Table {
  readonly rows: Readonly<Record<"head" | "body" | "foot", readonly (readonly Cell[])[]>>;
}

interface Cell {
  /** Of a cell that has blocks in it. */
  readonly innerDocument: { convert(): Promise<unknown> } | null;
  content(): Promise<string | string[]>;
}

/** A link, with what its document does not publish either. */
interface Anchor {
  readonly document: { subAttributes(text: string): string };
}

/** A title as HTML; empty when there is none. */
const titleOf = (node: { title: string | null | undefined }): string => node.title ?? "";

/**
 * Asciidoctor's HTML with our form of callouts, code, verses, formulas and footnote marks, so that later steps do not have
 * to guess them from tables and class names. Converter methods are named after a node's context:
 * https://docs.asciidoctor.org/asciidoctor/latest/convert/custom/
 */
export class ReadableConverter extends Html5Converter {
  /** Targets as written → titles of the pages they lead to. */
  protected readonly titles?: Readonly<Record<string, string>> | undefined;

  override async convert_admonition(node: Block): Promise<string> {
    const kind = String(node.getAttribute("textlabel") ?? "Note");
    return callout(kind, titleOf(node), flow(await node.content()));
  }

  override async convert_listing(node: Block): Promise<string> {
    // A block of an extension is written in a language of its own: `[mermaid]`.
    const isOwn = node.style !== "source" && node.style !== "listing";
    const language = isOwn ? node.style : node.style === "source" ? node.getAttribute("language") : undefined;
    return verbatim(node.captionedTitle(), String(language ?? ""), String(await node.content()));
  }

  override async convert_literal(node: Block): Promise<string> {
    const language = node.style === "literal" ? "" : String(node.style ?? "");
    return verbatim(titleOf(node), language, String(await node.content()));
  }

  override async convert_stem(node: Block): Promise<string> {
    const source = unescapedCode(String(await node.content()));
    const language = node.style === "asciimath" ? "asciimath" : "latex";
    return `${leadIn(titleOf(node))}${codeBlock({ text: source, language })}`;
  }

  override async convert_verse(node: Block): Promise<string> {
    const source = [node.getAttribute("attribution"), node.getAttribute("citetitle")]
      .filter(Boolean)
      .join(", ");
    const lines = String(await node.content()).replaceAll("\n", "<br>");
    const by = source === "" ? "" : `<p>— ${source}</p>`;
    return `${leadIn(titleOf(node))}<blockquote><p>${lines}</p>${by}</blockquote>`;
  }

  /** Horizontal lists and Q&A lists are description lists, too. */
  override async convert_dlist(node: List): Promise<string> {
    node.style = "";
    return super.convert_dlist(node);
  }

  /** Asciidoctor writes checkboxes as dingbats unless they are interactive; as controls they become "[x]". */
  override async convert_ulist(node: List): Promise<string> {
    if (node.hasOption("checklist")) node.setOption("interactive");
    return super.convert_ulist(node);
  }

  /** Asciidoctor.js 4 forgets the cells of blocks in a table that stands in a description list. */
  override async convert_table(node: Table): Promise<string> {
    const { head, body, foot } = node.rows;
    for (const cell of [...head, ...body, ...foot].flat()) {
      const { innerDocument } = cell;
      if (!innerDocument || (await cell.content()) !== "") continue;
      const html = String(await innerDocument.convert());
      cell.content = () => Promise.resolve(html);
    }
    return super.convert_table(node);
  }

  override async convert_image(node: Block): Promise<string> {
    withoutGuessedAlt(node);
    return super.convert_image(node);
  }

  override async convert_inline_image(node: Inline): Promise<string> {
    withoutGuessedAlt(node);
    if (node.type === "icon")
      return escapeHtml(String(node.getAttribute("alt") || node.getAttribute("title") || ""));
    return super.convert_inline_image(node);
  }

  /** A link whose address begins with what only the site's build knows is its text. */
  override async convert_inline_anchor(node: Inline & Anchor): Promise<string> {
    const target = String(node.target ?? "");
    if (node.type === "xref" && isNameless(node)) {
      const title = this.titles?.[target] ?? nameOfFile(String(node.getAttribute("path") ?? ""));
      const words = node.document.subAttributes(escapeHtml(title.replaceAll(marked, "$1$3")));
      if (title !== "") node.text = words;
    }
    if (node.type !== "link" || !isUnknownSite(target)) return super.convert_inline_anchor(node);
    return node.text === target ? "" : String(node.text ?? "");
  }

  override async convert_inline_menu(node: Inline): Promise<string> {
    const submenus: unknown = node.getAttribute("submenus");
    const names = [
      node.getAttribute("menu"),
      ...(Array.isArray(submenus) ? submenus : []),
      node.getAttribute("menuitem"),
    ];
    return `<strong>${names.filter(Boolean).join(" › ")}</strong>`;
  }

  override async convert_inline_footnote(node: Inline): Promise<string> {
    // A reference to a footnote that is not there has no number, and is warned of.
    const isFound = (node.getAttribute("index") ?? null) !== null;
    return isFound ? mark(String(node.text ?? "")) : "";
  }

  override async convert_inline_quoted(node: Inline): Promise<string> {
    if (node.type === "asciimath" || node.type === "latexmath") return `<code>${node.text}</code>`;
    return super.convert_inline_quoted(node);
  }
}

/** The same for a document whose links show the titles of others. */
export function converterWith(
  titles: Readonly<Record<string, string>> | undefined,
): typeof ReadableConverter {
  return class extends ReadableConverter {
    protected override readonly titles = titles;
  };
}

/** `*bold*` and the like, as they stand in a title. */
const marked = /(^|[^\w*_`#])([*_`#])(?=\S)([^*_`#]{1,200})\2(?!\w)/g;

/** A cross reference that has only its target's path for words. */
function isNameless(node: Inline): boolean {
  const path = node.getAttribute("path");
  return node.text === null || node.text === undefined || node.text === path;
}

/** `guide/first_steps.adoc` → "first steps": more than its path says to a reader. */
const nameOfFile = (path: string): string =>
  (/([^/:$]*?)(?:\.\w{1,8})?$/.exec(path)?.[1] ?? "").replaceAll(/[-_]+/g, " ").trim();

function verbatim(title: string, language: string, content: string): string {
  const named = /^[\w+#.-]{1,40}$/.test(language) ? ` class="language-${language}"` : "";
  return `${leadIn(title)}<pre><code${named}>${content}</code></pre>`;
}

/** The content of a simple block is phrasing, which needs a paragraph. */
function flow(content: unknown): string {
  const html = String(content ?? "");
  return /^\s*<(?:div|p|ul|ol|dl|table|pre|blockquote|h[1-6]|hr|details)\b/.test(html)
    ? html
    : `<p>${html}</p>`;
}

/** An alt text that Asciidoctor derives from the file's name is not the author's. */
function withoutGuessedAlt(node: Block | Inline): void {
  const guessed = node.getAttribute("default-alt");
  if (guessed !== undefined && guessed !== null && node.getAttribute("alt") === guessed)
    node.setAttribute("alt", "");
}
