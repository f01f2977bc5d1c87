import type { Normalized } from "./document.ts";
import { finishHtml, finishTree } from "./pipeline.ts";
import { rawPageOf, type TextDocument } from "./read/index.ts";
import { renderMdx } from "./read/mdx/index.ts";
import { provideMdx } from "./read/mdx/renderer.ts";
import { markdownOf } from "./write/markdown/to-markdown.ts";

export { selectorFault } from "./clean/main-content/selectors.ts";
export { normalizeDocument, type TextDocument } from "./read/index.ts";
export { toMarkdown } from "./write/markdown/page-markdown.ts";

// Whoever comes here wants everything at once; a run loads documents.ts alone, and MDX when it meets some.
provideMdx(renderMdx);

/**
 * A document as Fin reads it: title, semantic HTML of a fixed small vocabulary, word count, and warnings about what was
 * dropped or guessed. Pure and deterministic; never throws for any body. Normalising the result again (as `text/html`,
 * with its title) gives the same HTML.
 */
export function normalize(document: TextDocument): Normalized {
  return finishHtml(rawPageOf(document), document);
}

/** As `normalize`, with the page's Markdown when it is asked for: the same as `toMarkdown(page.html)`, in half its time. */
export function normalizeWithMarkdown(document: TextDocument): { page: Normalized; markdown(): string } {
  const { page, blocks } = finishTree(rawPageOf(document), document);
  return { page, markdown: () => markdownOf(blocks) };
}
