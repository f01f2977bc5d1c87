import type { Listed } from "../../src/connector-kit/listing.ts";
import { type Document, loadDocumentFacts } from "../../src/normalize/index.ts";
import type { ListContext } from "./context.ts";
import { readBody, textOf } from "./metadata.ts";
import { follow, urlOf, type Written } from "./references.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry } from "./snapshot.ts";

/** The `load` of all documents of a context: one function for all of them, so that nothing is kept for each. */
export function loaderOf(context: ListContext): Listed["load"] {
  return async function load(this: Pick<Listed, "path">, signal) {
    const { path = "" } = this;
    const file = context.catalogue.documents.get(path);
    if (file === undefined) throw new Error(`${path} is not a document of ${context.snapshot.name}`);
    return documentOf(context, path, file, signal);
  };
}

async function documentOf(
  context: ListContext,
  path: string,
  file: FileEntry,
  signal: AbortSignal,
): Promise<Document> {
  const { references } = await loadDocumentFacts();
  const texts = new Map<FileEntry, string>();
  const readText = async (one: FileEntry): Promise<Written> => {
    signal.throwIfAborted();
    const text = textOf(await readBody(context.snapshot, one, context.facts.limit), textTypeOf(one.path));
    texts.set(one, text);
    return references(text, textTypeOf(one.path));
  };
  signal.throwIfAborted();
  const body = await readBody(context.snapshot, file, context.facts.limit);
  const written = references(textOf(body, textTypeOf(path)), textTypeOf(path));
  const { links, includes } = await follow(context, path, written, readText);
  const url = urlOf(context, path);
  const { components } = context.options;
  return {
    body,
    mediaType: textTypeOf(path),
    name: path.slice(path.lastIndexOf("/") + 1),
    url,
    links: links.size === 0 ? undefined : Object.fromEntries(links),
    includes: includes.size === 0 ? undefined : includedTexts(includes, texts),
    options: components && { components },
  };
}

function includedTexts(
  includes: ReadonlyMap<string, FileEntry>,
  texts: ReadonlyMap<FileEntry, string>,
): Record<string, string> {
  return Object.fromEntries([...includes].map(([written, inner]) => [written, texts.get(inner) ?? ""]));
}
