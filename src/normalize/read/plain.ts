import { escapeHtml } from "../vocabulary/html-text.ts";

/** Plain text as HTML: blank lines divide paragraphs, other line ends stay as line breaks. */
export function renderPlain(text: string): string {
  return text
    .split(/\n[ \t\f]*(?:\n[ \t\f]*)+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll("\n", "<br>")}</p>`)
    .join("\n");
}
