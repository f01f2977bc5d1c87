import type { Document } from "../model.ts";
import { splitFrontMatter } from "./front-matter.ts";
import { markdownHtml } from "./markdown-body.ts";
import { markdownLines } from "./markdown-lines.ts";
import { renderMdx } from "./mdx-renderer.ts";
import { type Rendered, rendered } from "./rendered.ts";
import { warningList } from "./warning-list.ts";

/**
 * Renders Markdown to plain semantic HTML, not sanitised. Never throws. A `.md` file that imports and uses components
 * (Docusaurus reads them so) is taken as MDX.
 */
export function renderMarkdown(text: string, document: Document): Rendered {
  const { data, body, warnings } = splitFrontMatter(text);
  if (usesComponents(text)) return renderMdx(text, document);
  const list = warningList(warnings);
  return rendered(markdownHtml(body, document, list), data, list);
}

const componentImport = /^import\s+[\w*{][^;]{0,300}?from\s+["'][^"'\n]+["'];?\s*$/;

/** Whether a Markdown text is MDX by another name: components are imported in it. */
export function usesComponents(text: string): boolean {
  if (!text.includes("import ") || !/<[A-Z]/.test(text)) return false;
  const { body } = splitFrontMatter(text);
  return markdownLines(body).some((line) => !line.fenced && componentImport.test(line.text));
}
