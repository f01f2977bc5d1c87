import type { Document } from "../../../src/normalize/document.ts";
import { normalize, type TextDocument } from "../../../src/normalize/index.ts";
import type { Converted } from "../../../src/normalize/read/converted.ts";

/** A document as a converter gets it; which media type it has is the caller's affair. */
export function documentOf(body: string, more: Partial<Document> = {}): Document {
  return { body, mediaType: "text/plain", name: "document", ...more };
}

/** What the finishing step makes of a converter's HTML. */
export function finished(one: Converted | undefined, more: Partial<TextDocument> = {}) {
  if (one === undefined) throw new Error("nothing was converted");
  const title = one.title === undefined ? {} : { title: one.title };
  return normalize({
    body: one.html,
    mediaType: "text/html",
    name: "document",
    url: "https://docs.example.com/guide/page",
    ...title,
    ...more,
  });
}

export function codes(one: Converted | undefined): string[] {
  return (one?.warnings ?? []).map(({ code }) => code);
}
