import type { Element } from "domhandler";
import { escapeHtml } from "../../../html/characters.ts";
import { attribute, childrenOf, elementsOf, local, textOf } from "../office/xml.ts";
import type { TextContext } from "./context.ts";
import { drawingHtml } from "./drawings.ts";
import { codeText, inlineHtml, isAllCode } from "./inline.ts";
import { listHtml } from "./lists.ts";
import { paragraphCss, styled } from "./look.ts";
import { type Label, nextLabel, wholeOf } from "./numbering.ts";
import { says } from "./package.ts";
import { headingLevel, lineOf, roleOf } from "./styles.ts";
import { tableHtml } from "./table.ts";

/** The blocks of a text, a section, a cell, a note or a frame, in their order. */
export function blocksHtml(parent: Element, context: TextContext): string {
  const out = new Blocks(context);
  for (const element of childrenOf(parent)) out.add(element);
  return out.html();
}

/** Lists of what stands elsewhere in the text. */
const contents =
  /^(?:table-of-content|illustration-index|table-index|object-index|user-index|alphabetical-index)$/;

/** Collects blocks: lines of code in a row are one block, and a caption belongs to the table that follows. */
class Blocks {
  readonly #context: TextContext;
  #html = "";
  /** Lines of code so far, and blank ones behind them that may be a part of it. */
  #code: string[] = [];
  #blank = 0;
  #caption: string | undefined;

  constructor(context: TextContext) {
    this.#context = context;
  }

  html(): string {
    this.#flush();
    return this.#html;
  }

  add(element: Element): void {
    const name = local(element);
    if (name === "p" || name === "numbered-paragraph") {
      this.#paragraph(name === "p" ? element : (childrenOf(element, "p")[0] ?? element));
      return;
    }
    if (name === "soft-page-break") return;
    if (name === "table") {
      this.#endCode();
      const caption = this.#caption;
      this.#caption = undefined;
      this.#html += tableHtml(element, this.#context, blocksHtml, caption);
      return;
    }
    this.#flush();
    this.#html += this.#other(element, name);
  }

  #other(element: Element, name: string): string {
    const context = this.#context;
    if (contents.test(name)) return "";
    switch (name) {
      case "h":
        return this.#heading(element);
      case "list":
        return listHtml(element, context, { blocks: blocksHtml, heading: headingHtml });
      case "section":
      case "index-body":
      case "bibliography":
        return isHiddenSection(element)
          ? `<div style="display:none">${blocksHtml(element, context)}</div>`
          : blocksHtml(element, context);
      case "annotation":
        context.warnings.count("comment-dropped");
        return "";
      case "frame":
      case "g":
      case "custom-shape":
      case "rect":
      case "ellipse": {
        const inline = drawingHtml(element, context, blocksHtml);
        return (inline === "" ? "" : `<p>${inline}</p>`) + this.#floats();
      }
      default:
        return "";
    }
  }

  #heading(heading: Element): string {
    const { styles, outline } = this.#context;
    const level = levelOf(heading, this.#context);
    const isNumbered = !says(heading, "is-list-header");
    const start = says(heading, "restart-numbering")
      ? (wholeOf(attribute(heading, "start-value")) ?? 1)
      : undefined;
    const label: Label = isNumbered
      ? nextLabel(styles.lists.get(""), outline, level, start)
      : { kind: "text", text: "" };
    return headingHtml(heading, label, this.#context);
  }

  #paragraph(paragraph: Element): void {
    const context = this.#context;
    const line = lineOf(context.styles, paragraph);
    const role = roleOf(line);
    const isEmpty =
      textOf(paragraph).trim() === "" && childrenOf(paragraph).every((one) => local(one) !== "frame");
    if (isEmpty && this.#code.length > 0) {
      this.#blank += 1;
      return;
    }
    const look = paragraphCss(line);
    if (role === "code" || isAllCode(paragraph, context)) {
      this.#endCaption();
      this.#code.push(...Array.from({ length: this.#blank }, () => ""));
      this.#blank = 0;
      this.#code.push(hidden(look, codeText(paragraph, context, blocksHtml)));
      return;
    }
    this.#flush();
    const html = inlineHtml(paragraph, context, blocksHtml);
    const isHidden = [...elementsOf(paragraph)].some(
      (one) => local(one) === "hidden-paragraph" && says(one, "is-hidden"),
    );
    const style = styled(isHidden ? "display:none" : look);
    const level = role === "title" ? 1 : headingLevel(line);
    const isCaption = role === "caption" && level === undefined;
    if (html.trim() !== "" && isCaption) this.#caption = style === "" ? html : `<span${style}>${html}</span>`;
    else if (html.trim() !== "") this.#html += blockOf(html, style, { level, isQuote: role === "quote" });
    if (this.#context.floats.length > 0) this.#endCaption();
    this.#html += this.#floats();
  }

  #floats(): string {
    return this.#context.floats.splice(0).join("");
  }

  #flush(): void {
    this.#endCode();
    this.#endCaption();
  }

  /** A caption that no table follows is a paragraph: that of a picture, or one below its table. */
  #endCaption(): void {
    if (this.#caption !== undefined) this.#html += `<p>${this.#caption}</p>`;
    this.#caption = undefined;
  }

  #endCode(): void {
    if (this.#code.length > 0)
      this.#html += `<pre><code>${this.#code.join("\n")}\n</code></pre>${this.#floats()}`;
    this.#code = [];
    this.#blank = 0;
  }
}

function blockOf(
  html: string,
  style: string,
  { level, isQuote }: { readonly level: number | undefined; readonly isQuote: boolean },
): string {
  const tag = level === undefined ? "p" : `h${Math.min(level, 6)}`;
  const block = `<${tag}${style}>${html}</${tag}>`;
  return isQuote && level === undefined ? `<blockquote>${block}</blockquote>` : block;
}

const hidden = (look: string, text: string): string =>
  look === "" ? text : `<span style="${look}">${text}</span>`;

/** A condition is not computed: the program notes what it came to. */
const isHiddenSection = (section: Element): boolean =>
  attribute(section, "display") === "none" || says(section, "is-hidden");

function levelOf(heading: Element, { styles }: TextContext): number {
  return wholeOf(attribute(heading, "outline-level")) ?? headingLevel(lineOf(styles, heading)) ?? 1;
}

function headingHtml(heading: Element, label: Label, context: TextContext): string {
  const html = inlineHtml(heading, context, blocksHtml).trim();
  const floats = context.floats.splice(0).join("");
  if (html === "") return floats;
  const tag = `h${Math.min(levelOf(heading, context), 6)}`;
  const number = label.kind === "bullet" ? "" : label.text;
  const look = styled(paragraphCss(lineOf(context.styles, heading)));
  return `<${tag}${look}>${number === "" ? "" : `${escapeHtml(number)} `}${html}</${tag}>${floats}`;
}
