import { escapeHtml } from "../../src/html/characters.ts";
import { notionUrl, pageIdAt } from "./ids.ts";
import { htmlOf, linked, type Naming, plainOf } from "./rich-text.ts";
import { type BlockNode, fileName } from "./tree.ts";

/** What a page's text refers to outside of itself. */
export interface RenderContext extends Naming {
  /** A child database as a table; undefined where only its name is wanted. */
  readonly databaseOf: (id: string) => { readonly html: string; readonly isNameable: boolean } | undefined;
  readonly titleOf?: (id: string) => string | undefined;
  /** Whether the page may show what is in the original of a synced block. */
  readonly mayShowSynced: (origin: string) => boolean;
  readonly mayNameFile: (name: string) => boolean;
  /** Called with the type of an unknown block, of which only the text is kept. */
  readonly onUnknown?: (type: string) => void;
}

const listTags: Readonly<Record<string, "ul" | "ol">> = {
  bulleted_list_item: "ul",
  numbered_list_item: "ol",
  to_do: "ul",
  child_page: "ul",
};

/**
 * Blocks as HTML for the normaliser; every type of https://developers.notion.com/reference/block and
 * https://developers.notion.com/reference/rich-text. Of an unknown type the text is kept.
 */
export function render(blocks: readonly BlockNode[], context: RenderContext): string {
  return new Renderer(context).all(blocks);
}

class Renderer {
  readonly context: RenderContext;
  /** Originals of synced blocks that were rendered: a page contains each once. */
  readonly synced = new Set<string>();
  constructor(context: RenderContext) {
    this.context = context;
  }

  all(blocks: readonly BlockNode[]): string {
    const parts: string[] = [];
    for (let at = 0; at < blocks.length; ) {
      const run = this.#run(blocks, at);
      parts.push(run.html);
      at = run.next;
    }
    return parts.join("\n");
  }

  /** Consecutive items are one list. */
  #run(blocks: readonly BlockNode[], from: number): { html: string; next: number } {
    const first = blocks[from];
    if (!first) return { html: "", next: from + 1 };
    const tag = listTags[first.type];
    if (!tag) return { html: this.#block(first), next: from + 1 };
    let next = from;
    const items: string[] = [];
    for (let one = blocks[next]; one?.type === first.type; one = blocks[next]) {
      const item = this.#item(one);
      if (item !== undefined) items.push(`<li>${item}</li>`);
      next += 1;
    }
    if (items.length === 0) return { html: "", next };
    const start = first.content.list_start_index;
    const startAttribute =
      tag === "ol" && start !== undefined && start !== 1 ? ` start="${Math.trunc(start)}"` : "";
    return { html: `<${tag}${startAttribute}>${items.join("")}</${tag}>`, next };
  }

  /** Undefined for a child page that may not be named. */
  #item(block: BlockNode): string | undefined {
    if (block.type === "child_page") {
      if (this.context.withheldTitle(block.id) !== undefined) return undefined;
      const { title } = block.content;
      const name = typeof title === "string" && title !== "" ? title : "Untitled";
      return linked(escapeHtml(name), this.#addressOf(block.id));
    }
    const box =
      block.type === "to_do"
        ? `<input type="checkbox" disabled${block.content.checked ? " checked" : ""}> `
        : "";
    return `${box}${this.#text(block)}${this.all(block.below)}`;
  }

  #text(block: BlockNode): string {
    return htmlOf(block.content.rich_text, this.context);
  }

  #addressOf(id: string): string {
    return this.context.linkOf(id) ?? notionUrl(id);
  }

  #paragraph(html: string): string {
    return html.trim() === "" ? "" : `<p>${html}</p>`;
  }

  #block(block: BlockNode): string {
    const { content, below } = block;
    switch (block.type) {
      case "paragraph":
      case "template":
        return `${this.#paragraph(this.#text(block))}${this.all(below)}`;
      case "heading_1":
      case "heading_2":
      case "heading_3":
      case "heading_4": {
        const level = Number(block.type.slice(-1)) + 1;
        const text = this.#text(block);
        return `${text === "" ? "" : `<h${level}>${text}</h${level}>`}${this.all(below)}`;
      }
      case "quote":
        return `<blockquote>${this.#paragraph(this.#text(block))}${this.all(below)}</blockquote>`;
      case "toggle":
        return `<details><summary>${this.#text(block)}</summary>${this.all(below)}</details>`;
      case "callout": {
        const inner = `${this.#paragraph(this.#text(block))}${this.all(below)}`;
        return inner === "" ? "" : `<div class="admonition ${calloutKind(content)}">${inner}</div>`;
      }
      case "code":
        return this.#code(block);
      case "equation":
        return this.#paragraph(`<code>${escapeHtml(content.expression ?? "")}</code>`);
      case "divider":
        return "<hr>";
      case "table":
        return this.#table(block);
      case "column_list":
      case "column":
        return this.all(below);
      case "tab":
        return this.#tabs(below);
      case "synced_block":
        return this.#syncedBlock(block);
      case "child_database":
        return this.#database(block);
      case "link_to_page": {
        const id = content.page_id ?? content.database_id;
        return id === undefined || this.context.withheldTitle(id) !== undefined
          ? ""
          : this.#paragraph(
              linked(escapeHtml(this.context.titleOf?.(id) ?? "Linked page"), this.#addressOf(id)),
            );
      }
      case "image":
        return this.#image(block);
      case "bookmark":
      case "embed":
      case "link_preview":
      case "video":
      case "audio":
      case "file":
      case "pdf":
        return this.#media(block);
      case "meeting_notes":
      case "transcription": {
        const title =
          typeof content.title === "string" ? content.title : plainOf(content.title, this.context);
        return `${title === "" ? "" : `<h3>${escapeHtml(title)}</h3>`}${this.all(below)}`;
      }
      // Parts of the editor without content of their own.
      case "breadcrumb":
      case "table_of_contents":
      case "table_row":
        return "";
      default:
        return this.#unknown(block);
    }
  }

  #code({ content }: BlockNode): string {
    const source = (content.rich_text ?? []).map(({ plain_text }) => plain_text).join("");
    const language = content.language && content.language !== "plain text" ? content.language : undefined;
    const stated = language ? ` data-language="${escapeHtml(language.replaceAll(" ", "-"))}"` : "";
    return `<pre${stated}><code>${escapeHtml(source)}</code></pre>${this.#caption(content.caption)}`;
  }

  #caption(caption: BlockNode["content"]["caption"]): string {
    return this.#paragraph(htmlOf(caption, this.context));
  }

  #table({ content, below }: BlockNode): string {
    const rows = below
      .filter(({ type }) => type === "table_row")
      .map(({ content: { cells = [] } }, row) =>
        cells
          .map((cell, column) => {
            const text = htmlOf(cell, this.context);
            if (content.has_column_header && row === 0) return `<th scope="col">${text}</th>`;
            return content.has_row_header && column === 0
              ? `<th scope="row">${text}</th>`
              : `<td>${text}</td>`;
          })
          .join(""),
      )
      .map((cells) => `<tr>${cells}</tr>`);
    const [head, ...body] = content.has_column_header ? rows : ["", ...rows];
    return `<table>${head ? `<thead>${head}</thead>` : ""}<tbody>${body.join("")}</tbody></table>`;
  }

  /** Each tab is a paragraph: its text is the tab's label, what is below it the tab's content. */
  #tabs(tabs: readonly BlockNode[]): string {
    const labels = tabs.map((tab) => `<span role="tab">${this.#text(tab)}</span>`).join("");
    const panels = tabs.map((tab) => `<div role="tabpanel">${this.all(tab.below)}</div>`).join("");
    return `<div><div role="tablist">${labels}</div>${panels}</div>`;
  }

  #syncedBlock({ id, content, below }: BlockNode): string {
    const origin = content.synced_from?.block_id ?? id;
    if (this.synced.has(origin)) return "";
    this.synced.add(origin);
    if (origin !== id && !this.context.mayShowSynced(origin)) return "";
    return this.all(below);
  }

  #database({ id, content }: BlockNode): string {
    // A linked view has neither rows for integrations nor a name of its own.
    const named = typeof content.title === "string" && content.title !== "Untitled" ? content.title : "";
    const database = this.context.databaseOf(id);
    const title = database?.isNameable === false ? "" : escapeHtml(named);
    if (database?.html) return `${title === "" ? "" : `<h3>${title}</h3>`}${database.html}`;
    return title === "" ? "" : this.#paragraph(linked(title, this.#addressOf(id)));
  }

  /** Addresses of files that Notion stores expire within the hour, so they are of no use to a reader. */
  #image({ content }: BlockNode): string {
    const source = content.external ? ` src="${escapeHtml(content.external.url)}"` : "";
    const caption = htmlOf(content.caption, this.context);
    const described = escapeHtml(plainOf(content.caption, this.context));
    const figcaption = caption === "" ? "" : `<figcaption>${caption}</figcaption>`;
    return `<figure><img${source} alt="${described}">${figcaption}</figure>`;
  }

  #media({ type, content }: BlockNode): string {
    const caption = htmlOf(content.caption, this.context);
    const url = content.url ?? content.external?.url;
    const file = fileName(content);
    const target = pageIdAt(url);
    const isWithheld =
      (target !== undefined && this.context.withheldTitle(target) !== undefined) ||
      (content.file !== undefined && file !== "" && !this.context.mayNameFile(file));
    if (isWithheld) return this.#paragraph(caption);
    const named = file || (url ?? "");
    const words = caption === "" || type === "file" || type === "pdf" ? escapeHtml(named) : caption;
    const label = url === undefined ? words : linked(words, url);
    const rest = words === caption || caption === "" ? "" : `: ${caption}`;
    return this.#paragraph(label === "" ? caption : `${label}${rest}`);
  }

  #unknown(block: BlockNode): string {
    const { content, below } = block;
    const title =
      typeof content.title === "string" ? escapeHtml(content.title) : htmlOf(content.title, this.context);
    const kept = `${this.#paragraph(title)}${this.#paragraph(this.#text(block))}${this.#caption(content.caption)}${this.all(below)}`;
    this.context.onUnknown?.(content.block_type ?? block.type);
    return kept;
  }
}

const KINDS_BY_ICON: readonly (readonly [RegExp, string])[] = [
  [/[\u{1F4A1}\u{2705}\u{1F44D}\u{1F31F}\u{2728}]/u, "tip"],
  [/[\u{26A0}\u{1F6A7}\u{1F440}]/u, "warning"],
  [/[\u{1F6A8}\u{2757}\u{203C}\u{26D4}\u{1F6D1}\u{1F525}\u{274C}\u{1F6AB}]/u, "danger"],
];
const KINDS_BY_COLOR: Readonly<Record<string, string>> = {
  red: "danger",
  orange: "warning",
  yellow: "warning",
  green: "tip",
};

/** A callout's kind by its icon, else by its colour. */
export function calloutKind({ icon, color }: BlockNode["content"]): string {
  const byIcon = KINDS_BY_ICON.find(([pattern]) => pattern.test(icon?.emoji ?? ""))?.[1];
  return (
    byIcon ?? (icon?.emoji ? undefined : KINDS_BY_COLOR[(color ?? "").replace("_background", "")]) ?? "note"
  );
}
