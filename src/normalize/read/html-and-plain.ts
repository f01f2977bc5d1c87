import { escapeHtml } from "../../html/characters.ts";
import type { Document } from "../document.ts";
import { Warnings } from "../warnings.ts";
import { decodeBody } from "./encoding.ts";
import { splitFrontMatter } from "./front-matter/index.ts";
import { templateHtml } from "./html-template.ts";
import type { ReadPage } from "./reader.ts";

/** HTML, with or without front matter: as it is, for the next steps to clean. Never throws. */
export async function readHtml(document: Document): Promise<readonly ReadPage[]> {
  return [htmlPage(document)];
}

/** The same, synchronously. */
export function htmlPage(document: Document): ReadPage {
  const { text, warnings } = decodeBody(document);
  const { data, body, warnings: more } = splitFrontMatter(text);
  const title = typeof data.title === "string" ? data.title : undefined;
  if (!isTemplateFile(text, body))
    return { html: body, title, warnings: [...warnings, ...more], mayBePage: true };
  const list = new Warnings([...warnings, ...more], text);
  return { html: templateHtml(body, document, data, list), title, warnings: list.all(), mayBePage: true };
}

/**
 * HTML that a generator fills in, as Jekyll does with front matter (https://jekyllrb.com/docs/front-matter/) and Jinja with a
 * template that begins with a tag. On other pages `{{ x }}` is text.
 */
const isTemplateFile = (text: string, body: string): boolean =>
  (body !== text && /^\s*---/.test(text)) || /^\s*\{%/.test(body);

/** Plain text: it has no front matter, and no title of its own. Never throws. */
export async function readPlain(document: Document): Promise<readonly ReadPage[]> {
  const { text, warnings } = decodeBody(document);
  return [{ html: plainHtml(text), warnings, source: { text, from: 0, mediaType: "text/plain" } }];
}

/** Plain text as HTML: blank lines divide paragraphs, other line ends stay as line breaks. */
export function plainHtml(text: string): string {
  return text
    .split(/\n[ \t\f]*(?:\n[ \t\f]*)+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll("\n", "<br>")}</p>`)
    .join("\n");
}
