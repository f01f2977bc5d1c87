import { oneLine } from "../../../html/dom.ts";
import type { Document, Warning } from "../../document.ts";
import { Warnings } from "../../warnings.ts";
import { decodeBody } from "../encoding.ts";
import { homePage } from "../front-matter/home.ts";
import { type FrontMatter, splitFrontMatter } from "../front-matter/index.ts";
import { expandIncludes } from "../includes/expand.ts";
import { frontMatterTitle, type ReadPage } from "../reader.ts";
import { markdownHtml } from "./body.ts";
import { markdownLines } from "./lines.ts";
import { settleRawElements } from "./raw-elements.ts";
import { withValues } from "./values.ts";

/** Markdown. A file that imports and uses components is read as MDX, as Docusaurus does with `.md` files. Never throws. */
export async function readMarkdown(document: Document): Promise<readonly ReadPage[]> {
  const parts = partsOf(document);
  if (!usesComponents(parts)) return [markdownPage(document, parts)];
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
  return oneLine(filled.replaceAll(/\{%[^%\n]{0,300}%\}/g, " "));
}

interface Parts extends FrontMatter {
  readonly text: string;
  /** Warnings about the text's encoding. */
  readonly decoding: readonly Warning[];
}

function partsOf(document: Document): Parts {
  const { text, warnings } = decodeBody(document);
  return { text, decoding: warnings, ...splitFrontMatter(text) };
}

const componentImport = /^import\s+[\w*{][^;]{0,300}?from\s+["'][^"'\n]+["'];?\s*$/;

function usesComponents({ text, body }: Parts): boolean {
  if (!/^import\s[^\n]*from\s/m.test(text) || !/<[A-Z]/.test(text)) return false;
  // The imports of Vue's `<script setup>` are not MDX's.
  return markdownLines(settleRawElements(body, new Warnings())).some(
    (line) => !line.fenced && componentImport.test(line.text),
  );
}
