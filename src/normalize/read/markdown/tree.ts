import type { Document } from "domhandler";
import type { MarkdownIt, Token } from "markdown-it";
import { noAttributes } from "../../../html/dom.ts";
import type { Code } from "../../vocabulary/html-text.ts";
import { fencedCode } from "./fence.ts";
import { writeHtml } from "./tree-html.ts";
import { type Attributes, TreeWriter } from "./tree-writer.ts";

/**
 * The tree that the HTML parser would build from what these tokens are rendered to, without the detour over HTML;
 * undefined where the text holds HTML of its own that has to be parsed, or anything else that asks for the parser.
 */
export function treeOf(tokens: readonly Token[], md: MarkdownIt): Document | undefined {
  const builder = new Builder(md);
  return builder.all(tokens) && builder.isComplete ? builder.tree : undefined;
}

class Builder extends TreeWriter {
  readonly #md: MarkdownIt;
  constructor(md: MarkdownIt) {
    super();
    this.#md = md;
  }

  all(tokens: readonly Token[]): boolean {
    for (const token of tokens) if (!this.#write(token)) return false;
    return true;
  }

  #write(token: Token): boolean {
    switch (token.type) {
      case "inline":
        return this.all(token.children ?? []);
      case "text":
        return this.text(token.content);
      case "softbreak":
        return this.text("\n");
      case "hardbreak":
        return this.empty("br", noAttributes) && this.text("\n");
      case "code_inline":
        return this.#around("code", attributesOf(token), token.content);
      case "image":
        return this.empty("img", { ...attributesOf(token), alt: this.#altOf(token) });
      case "hr":
        return this.empty("hr", noAttributes);
      case "fence": {
        const code = fencedCode(token);
        return code !== undefined && this.#code(code);
      }
      case "code_block":
        return this.#code({ text: token.content });
      case "html_block":
      case "html_inline":
      case "block_html_ready":
        return writeHtml(token.content, this);
      case "footnote_ref":
        return this.#around("sup", noAttributes, `[${footnoteNumber(token)}]`);
      case "footnote_block_open":
        return this.#lead("Footnotes") && this.open("ol", noAttributes);
      case "footnote_block_close":
        return this.close("ol");
      case "footnote_open":
        return this.open("li", noAttributes);
      case "footnote_close":
        return this.close("li");
      case "footnote_anchor":
        return true;
      default:
        if (token.hidden) return true;
        if (token.nesting === 1) return this.open(token.tag, attributesOf(token));
        return token.nesting === -1 && this.close(token.tag);
    }
  }

  #altOf({ children }: Token): string {
    const { renderer, options } = this.#md;
    return renderer.renderInlineAsText(children ?? [], options, {});
  }

  #around(name: string, attributes: Attributes, text: string): boolean {
    return this.open(name, attributes) && this.text(text) && this.close(name);
  }

  /** As `leadIn` of components-html.ts. */
  #lead(words: string): boolean {
    return (
      words.trim() === "" ||
      (this.open("p", noAttributes) && this.#around("strong", noAttributes, words.trim()) && this.close("p"))
    );
  }

  /** As `codeBlock` of components-html.ts. */
  #code({ text, language, title = "" }: Code): boolean {
    const attributes = language === undefined ? noAttributes : { class: `language-${language}` };
    const lines = text.endsWith("\n") || text === "" ? text : `${text}\n`;
    return (
      this.#lead(title) &&
      this.open("pre", noAttributes) &&
      this.#around("code", attributes, lines) &&
      this.close("pre")
    );
  }
}

/** What a reference to a footnote shows. */
export function footnoteNumber({ meta }: Token): number {
  return Number(meta?.id ?? 0) + 1;
}

function attributesOf({ attrs }: Token): Attributes {
  if (attrs === null) return noAttributes;
  const attributes: Attributes = {};
  for (const [name, value] of attrs) attributes[name] = String(value);
  return attributes;
}
