import type { Document } from "../../src/normalize/index.ts";
import type { Item } from "./schema.ts";

/** An article as a document. A feed contains its bodies, so nothing is requested. */
export async function load(item: Item, signal: AbortSignal): Promise<Document> {
  signal.throwIfAborted();
  const { id, title, url, content_html: body } = item;
  return { body, mediaType: "text/html", name: title || id, title, url };
}
