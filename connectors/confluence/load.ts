import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { documentLimit } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import type { Document, Warning } from "../../src/normalize/index.ts";
import type { ListContext } from "./context.ts";
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

/** The macros of a page of which something is left out that a reader sees in Confluence. */
class DroppedMacros {
  readonly #names = new Map<string, number>();

  add(macro: string): void {
    this.#names.set(macro, (this.#names.get(macro) ?? 0) + 1);
  }

  /** One warning for each name, in alphabetical order. */
  warnings(): Warning[] {
    const named = [...this.#names].sort(([a], [b]) => (a < b ? -1 : 1));
    return named.map(([name, count]) => ({
      code: "macro-left-out",
      message: `What the macro "${name}" shows${count > 1 ? ` (${count} times)` : ""} is left out. Write it into the page if Fin needs it.`,
    }));
  }
}
