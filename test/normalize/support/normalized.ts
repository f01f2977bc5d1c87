import type { Document, Normalized, TextDocument } from "../../../src/normalize/document.ts";
import { finishPage, normalizeDocument } from "../../../src/normalize/pipeline.ts";
import { htmlPage } from "../../../src/normalize/read/html-and-plain.ts";

export function normalizedHtml(body: string | Uint8Array, more: Partial<TextDocument> = {}): Normalized {
  const document: TextDocument = { body, mediaType: "text/html", name: "document", ...more };
  return finishPage(htmlPage(document), document);
}

/** The page's HTML on one line, which is how the tables of the tests write it. */
export function flat(body: string, more: Partial<TextDocument> = {}): string {
  return normalizedHtml(body, more).html.replaceAll("\n", "");
}

export function codes(body: string, more: Partial<TextDocument> = {}): string[] {
  return normalizedHtml(body, more).warnings.map(({ code }) => code);
}

/** The first page of a Markdown document as a connector has it: its HTML on one line, and its warnings' codes. */
export async function markdownPage(body: string, more: Partial<Document> = {}) {
  const [page] = await normalizeDocument({
    body,
    mediaType: "text/markdown",
    name: "page.md",
    url: "https://docs.example.com/guide/page",
    ...more,
  });
  return {
    html: page?.html.replaceAll("\n", "") ?? "",
    codes: page?.warnings.map(({ code }) => code) ?? [],
  };
}
