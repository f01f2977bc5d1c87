import type { Document } from "../../document.ts";
import { warningList } from "../../warnings.ts";
import { type Rendered, rendered } from "../converted.ts";
import { splitFrontMatter } from "../front-matter/index.ts";
import { renderMdx } from "../mdx/renderer.ts";
import { markdownHtml } from "./body.ts";
import { markdownLines } from "./lines.ts";

/**
 * Renders Markdown to plain semantic HTML, not sanitised. Never throws. A `.md` file that imports and uses components
 * (Docusaurus reads them so) is taken as MDX.
 */
export function renderMarkdown(text: string, document: Document): Rendered {
  const { data, body, warnings } = splitFrontMatter(text);
  if (importsComponents(text, () => body)) return renderMdx(text, document);
  const list = warningList(warnings);
  return rendered(markdownHtml(body, document, list), data, list);
}

const componentImport = /^import\s+[\w*{][^;]{0,300}?from\s+["'][^"'\n]+["'];?\s*$/;

/** Whether a Markdown text is MDX by another name: components are imported in it. */
export function usesComponents(text: string): boolean {
  return importsComponents(text, () => splitFrontMatter(text).body);
}

function importsComponents(text: string, bodyOf: () => string): boolean {
  if (!/^import\s[^\n]*from\s/m.test(text) || !text.includes("import ") || !/<[A-Z]/.test(text)) return false;
  return markdownLines(bodyOf()).some((line) => !line.fenced && componentImport.test(line.text));
}
