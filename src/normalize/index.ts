import type { Document, Normalized } from "../model.ts";
import { decodeBody } from "./decode.ts";
import { splitFrontMatter } from "./front-matter.ts";
import { finishHtml, fragmentBlocks, type RawPage } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderMdx } from "./mdx.ts";
import { renderPlain } from "./plain.ts";
import { markdownOf } from "./to-markdown/to-markdown.ts";

export { normalizerRevision } from "./revision.ts";

/**
 * A document as Fin reads it: title, semantic HTML of a fixed small vocabulary, word count, and warnings about what was
 * dropped or guessed. Pure and deterministic; never throws for any body. Normalising the result again (as `text/html`,
 * with its title) gives the same HTML.
 */
export function normalize(document: Document): Normalized {
  const { text, warnings } = decodeBody(document);
  const raw = rawPageOf(text, document);
  return finishHtml({ ...raw, warnings: [...warnings, ...raw.warnings] }, document);
}

/**
 * The Markdown of a page's HTML, for people: previews, plans, diffs, exports. Any other HTML is brought into a page's
 * form first, so nothing that a page may not hold comes through.
 */
export function toMarkdown(html: string): string {
  return markdownOf(fragmentBlocks(html));
}

function rawPageOf(text: string, document: Document): RawPage {
  switch (document.mediaType) {
    case "text/markdown":
      return { ...renderMarkdown(text, document), mayBePage: false };
    case "text/mdx":
      return { ...renderMdx(text, document), mayBePage: false };
    case "text/plain":
      return { html: renderPlain(text), warnings: [], mayBePage: false };
    case "text/html": {
      const { data, body, warnings } = splitFrontMatter(text);
      const title = typeof data.title === "string" ? { title: data.title } : {};
      return { html: body, ...title, warnings, mayBePage: true };
    }
    case "application/pdf":
    case "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
      throw new Error("not wired");
  }
}
