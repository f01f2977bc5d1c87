import { oneLine } from "../../../html/dom.ts";
import type { Document, Warning } from "../../document.ts";
import { Warnings } from "../../warnings.ts";
import { decodeBody } from "../encoding.ts";
import { homePage } from "../front-matter/home.ts";
import { type FrontMatter, splitFrontMatter } from "../front-matter/index.ts";
import { expandIncludes } from "../includes/expand.ts";
import { frontMatterLabel, frontMatterTitle, type ReadPage } from "../reader.ts";
import { markdownHtml } from "./body.ts";
import { markdownLines } from "./lines.ts";
import { settleRawElements } from "./raw-elements.ts";
import { withValues } from "./values.ts";

/** Markdown. A file that imports components or has attributes of JSX is read as MDX, as Docusaurus does with `.md` files. Never throws. */
export async function readMarkdown(document: Document): Promise<readonly ReadPage[]> {
  const parts = partsOf(document);
  if (!usesComponents(parts)) {
    if (!parts.body.includes("{eval-rst}")) return [markdownPage(document, parts)];
    const { withEvaluatedRst } = await import("./evaluated-rst.ts");
    return [await withEvaluatedRst(document, parts)];
  }
  // MDX takes longer to load than the rest of the normaliser together, and most sources have none.
  const { readMdx } = await import("../mdx/index.ts");
  return readMdx(document);
}

/** The same, synchronously, whatever the text imports. */
export function markdownPage(document: Document, parts: Parts = partsOf(document)): ReadPage {
  const { body, data, decoding, text, warnings } = parts;
  const list = new Warnings(warnings, text);
  const home = homePage(data);
  const html = (home?.html ?? "") + markdownHtml(body, document, list, data, text);
  return {
    html,
    title: plainTitle(frontMatterTitle(data), document, data, list) ?? home?.title,
    label: frontMatterLabel(data),
    warnings: [...decoding, ...list.all()],
    source: { text, from: text.endsWith(body) ? text.length - body.length : 0, mediaType: "text/markdown" },
    explained: list.explained(),
  };
}

/** A title may contain what its generator fills in: `About {% data variables.product.name %}`. */
function plainTitle(
  title: string | undefined,
  { includes }: Document,
  data: Readonly<Record<string, unknown>>,
  warnings: Warnings,
): string | undefined {
  if (title === undefined || !/\{[{%]/.test(title)) return title;
  const filled = withValues(expandIncludes(title, includes, warnings), {
    data,
    warnings,
    isTemplate: true,
    failedSearches: 0,
    depth: 0,
  });
  const named = filled.replaceAll(/\{\{[<%]\s*(?:param|meta)\s+"?([\w-]+)"?\s*[>%]\}\}/g, (_, name: string) =>
    String(data[name] ?? ""),
  );
  return oneLine(named.replaceAll(/\{%[^%\n]{0,300}%\}|\{\{[<%][^{}\n]{0,300}[>%]\}\}/g, " "));
}

/** A text in Markdown, apart from its front matter. */
export interface Parts extends FrontMatter {
  readonly text: string;
  /** Warnings about the text's encoding. */
  readonly decoding: readonly Warning[];
}

function partsOf(document: Document): Parts {
  const { text, warnings } = decodeBody(document);
  return { text, decoding: warnings, ...splitFrontMatter(text) };
}

const importStatement = /import\s+[\w*{][^;'"]{0,300}?from\s+["'][^"'\n]{1,300}["'];?\s*/g;

/** Whether a line is one or several imports, and nothing else. */
const isImport = (line: string): boolean =>
  line.startsWith("import") && line.length < 2000 && line.replaceAll(importStatement, "") === "";

/** What only JSX has: `style={{…}}`, `width={20}`. Vue's `:style="{…}"` is in quotes. */
const jsxAttribute = /<[A-Za-z][\w.]*(?:\s[^<>{}`\n]*)?\s[A-Za-z][\w-]*=\{/;

function usesComponents({ text, body }: Parts): boolean {
  const hasImport = /^import\s[^\n]*from\s/m.test(text);
  const mayHaveJsx = jsxAttribute.test(text) && !text.includes("{%");
  if (!hasImport && !mayHaveJsx) return false;
  // The imports of Vue's `<script setup>` are not MDX's.
  const lines = markdownLines(settleRawElements(body, new Warnings()));
  const hasComponent = hasImport && /<[A-Z]/.test(text);
  // Without components, imports begin a paragraph; Liquid's own blocks may hold code without fences.
  const mayStandAlone = hasImport && !text.includes("{%");
  return lines.some(({ fenced, text: line }, i) => {
    if (fenced) return false;
    const isFirst = (lines[i - 1]?.text ?? "").trim() === "";
    if ((hasComponent || (mayStandAlone && isFirst)) && isImport(line)) return true;
    return mayHaveJsx && jsxAttribute.test(withoutSpans(line));
  });
}

const withoutSpans = (line: string): string => line.replaceAll(/(`+)[^`]*\1/g, "");
