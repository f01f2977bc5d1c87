import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { documentLimit } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import type { Document } from "../../src/normalize/index.ts";
import type { ListContext } from "./context.ts";
import { DroppedMacros } from "./dropped.ts";
import { rememberReferences } from "./inclusions.ts";
import { cleanRendered } from "./rendered.ts";
import { parseStorage } from "./storage/parse.ts";
import { referencesOf } from "./storage/references.ts";
import { renderStorage, withholdsSomething } from "./storage/render.ts";
import { audienceOf } from "./targets.ts";
import type { Content } from "./types.ts";

/** A page's body as HTML: Confluence's own rendering, or ours of its storage format. */
export async function load(context: ListContext, content: Content, signal: AbortSignal): Promise<Document> {
  const { storage, rendered } = await context.bodies.of(content, signal);
  const included = new IncludedDocuments(audienceOf(context, content));
  const nodes = parseStorage(storage);
  const references = referencesOf(nodes, content.base);
  rememberReferences(context, content, nodes, references);
  const isUsable =
    rendered !== undefined &&
    (rendered.trim() !== "" || storage.trim() === "") &&
    !(await withholdsSomething({ context, included, from: content }, references, signal));
  const dropped = new DroppedMacros();
  const drop = (macro: string) => dropped.add(macro);
  const html = isUsable
    ? cleanRendered(rendered, drop)
    : await renderStorage(context, content, { nodes, included, dropped: drop }, signal);
  const limit = documentLimit(context.io);
  if (Buffer.byteLength(html) > limit)
    throw new FinIngestError(`"${content.title}" (${content.id}) is larger than ${limit} bytes`, {
      hint: "Raise max_document_bytes, or split the page.",
    });
  return {
    body: html.trim() === "" ? "<p></p>" : html,
    mediaType: "text/html",
    name: content.title || content.id,
    title: content.title || undefined,
    url: content.url,
    warnings: [...(included.warnings ?? []), ...dropped.warnings()],
  };
}
