import { FinIngestError } from "../../src/errors.ts";
import type { Document } from "../../src/normalize/index.ts";
import { fileLimit } from "./common.ts";
import type { ListContext } from "./list.ts";
import { cleanRendered } from "./rendered.ts";
import { renderStorage } from "./storage/render.ts";
import type { Content } from "./types.ts";

/** A page's body as HTML: Confluence's own rendering, or ours of its storage format. */
export async function load(context: ListContext, content: Content, signal: AbortSignal): Promise<Document> {
  const { storage, rendered } = await context.system.body(content, signal);
  const usable = rendered !== undefined && (rendered.trim() !== "" || storage.trim() === "");
  const html = usable ? cleanRendered(rendered) : await renderStorage(context, content, storage, signal);
  const limit = fileLimit(context.io);
  if (Buffer.byteLength(html) > limit)
    throw new FinIngestError(`"${content.title}" (${content.id}) is larger than ${limit} bytes`, {
      hint: "Raise max_document_bytes, or divide the page.",
    });
  return {
    body: html.trim() === "" ? "<p></p>" : html,
    mediaType: "text/html",
    name: content.title || content.id,
    ...(content.title === "" ? {} : { title: content.title }),
    url: content.url,
  };
}
