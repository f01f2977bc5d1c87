import type { Document } from "../document.ts";
import { escapeHtml } from "../vocabulary/html-text.ts";
import { decodeBody } from "./encoding.ts";
import type { ReadPage } from "./reader.ts";

/** Plain text: it has no front matter, and no title of its own. Never throws. */
export async function readPlain(document: Document): Promise<readonly ReadPage[]> {
  const { text, warnings } = decodeBody(document);
  return [{ html: plainHtml(text), warnings }];
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
