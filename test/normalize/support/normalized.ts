import type { Normalized } from "../../../src/normalize/document.ts";
import { normalize, type TextDocument } from "../../../src/normalize/index.ts";

export function normalizedHtml(body: string | Uint8Array, more: Partial<TextDocument> = {}): Normalized {
  return normalize({ body, mediaType: "text/html", name: "document", ...more });
}

/** The page's HTML on one line, which is how the tables of the tests write it. */
export function flat(body: string, more: Partial<TextDocument> = {}): string {
  return normalizedHtml(body, more).html.replaceAll("\n", "");
}

export function codes(body: string, more: Partial<TextDocument> = {}): string[] {
  return normalizedHtml(body, more).warnings.map(({ code }) => code);
}
