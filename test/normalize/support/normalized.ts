import type { Normalized, TextDocument } from "../../../src/normalize/document.ts";
import { finishPage } from "../../../src/normalize/pipeline.ts";
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
