import type { Document, TextDocument } from "../../../src/normalize/document.ts";
import { finishPage } from "../../../src/normalize/pipeline.ts";
import { htmlPage } from "../../../src/normalize/read/html-and-plain.ts";
import type { ReadPage } from "../../../src/normalize/read/reader.ts";

/** A document as a reader gets it; its media type does not matter. */
export function documentOf(body: string, more: Partial<Document> = {}): Document {
  return { body, mediaType: "text/plain", name: "document", ...more };
}

/** What the pipeline makes of the HTML that a reader gives. */
export function finished(one: ReadPage | undefined, more: Partial<TextDocument> = {}) {
  if (one === undefined) throw new Error("nothing was read");
  const title = one.title === undefined ? {} : { title: one.title };
  const document: TextDocument = {
    body: one.html,
    mediaType: "text/html",
    name: "document",
    url: "https://docs.example.com/guide/page",
    ...title,
    ...more,
  };
  return finishPage(htmlPage(document), document);
}

export function codes(one: ReadPage | undefined): string[] {
  return (one?.warnings ?? []).map(({ code }) => code);
}
