import type { Document as Tree } from "domhandler";
import type { Document } from "../../document.ts";
import { type WarningList, warningList } from "../../warnings.ts";
import { type Rendered, type Stated, statedIn } from "../converted.ts";
import { splitFrontMatter } from "../front-matter/index.ts";
import { renderMdx } from "../mdx/renderer.ts";
import { markdownContent, markdownHtml } from "./body.ts";
import { markdownLines } from "./lines.ts";

/** A text's own content, as HTML that is to be parsed or as the tree of it. */
type Content = { readonly html: string } | { readonly tree: Tree };

/**
 * Renders Markdown to plain semantic HTML, not sanitised. Never throws. A `.md` file that imports and uses components
 * (Docusaurus reads them so) is taken as MDX.
 */
export function renderMarkdown(text: string, document: Document): Rendered {
  return read(text, document, (body, warnings) => ({ html: markdownHtml(body, document, warnings) }));
}

/** The same, as the tree of that HTML where it need not be parsed. */
export function readMarkdown(text: string, document: Document): Stated & Content {
  return read<Content>(text, document, (body, warnings) => markdownContent(body, document, warnings));
}

function read<Made extends Content>(
  text: string,
  document: Document,
  make: (body: string, warnings: WarningList) => Made | { readonly html: string },
): (Stated & Made) | Rendered {
  const { data, body, warnings } = splitFrontMatter(text);
  if (importsComponents(text, () => body)) return renderMdx(text, document);
  const list = warningList(warnings);
  const content = make(body, list);
  return { ...content, ...statedIn(data, list) };
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
