import { cached } from "../../src/connector-kit/cached.ts";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import { IncludedDocuments } from "../../src/connector-kit/included.ts";
import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { type Document, documentName, mediaTypeOfName } from "../../src/normalize/index.ts";
import { type Candidate, stateOf } from "./candidates.ts";
import { htmlOf } from "./canvas.ts";
import type { Graph } from "./client.ts";
import { linksIn, type NarrowItems, withheldKeys } from "./links.ts";
import { publishedOf } from "./publication.ts";
import { KnownLinks, type Page, PageWithCanvas } from "./schema.ts";
import type { Library } from "./sites.ts";

/** A document as it was listed. */
interface AsListed extends Pick<Listed, "title" | "url" | "path" | "labels" | "visibleTo"> {
  /** Of a file: the published version to read, where a later one is a draft. */
  readonly version: string | undefined;
}

export type Loader = (
  library: Library,
  candidate: Candidate,
  listed: AsListed,
  signal: AbortSignal,
) => Promise<Document>;

/** What is known of pages' links from when they were loaded. */
export const linksOf = (io: Pick<Io, "cache" | "revision">) => cached(derivedCache(io), KnownLinks);
export const linksKey = ({ drive }: Library, { item }: Candidate): string => `links ${drive.id}/${item.id}`;

/** The `load` of all documents of a source. @param narrow complete when the listing has ended */
export function loaderOf(graph: Graph, narrow: NarrowItems, io: Io): Loader {
  const limit = documentLimit(io);
  return async (library, candidate, listed, signal) => {
    signal.throwIfAborted();
    const { item, page, path } = candidate;
    if (page) return loadPage({ graph, narrow, io }, library, { ...candidate, page }, listed, signal);
    const mediaType = mediaTypeOfName(path);
    if (mediaType === undefined) throw new FinIngestError(`${path} has no format that can be read`);
    if ((item.size ?? 0) > limit)
      throw new FinIngestError(`${path} has ${item.size} bytes, and max_document_bytes is ${limit}`, {
        hint: "Raise `max_document_bytes` of the source, or exclude the file.",
      });
    const { version, title, url } = listed;
    const of = `/drives/${encodeURIComponent(library.drive.id)}/items/${encodeURIComponent(item.id)}`;
    const content = version === undefined ? `${of}/content` : `${of}/versions/${version}/content`;
    const body = await graph.content(content, signal, limit);
    return { body, mediaType, name: documentName(path), title, url };
  };
}

interface Surroundings {
  readonly graph: Graph;
  readonly narrow: NarrowItems;
  readonly io: Io;
}

/** https://learn.microsoft.com/graph/api/sitepage-get */
async function loadPage(
  { graph, narrow, io }: Surroundings,
  library: Library,
  candidate: Candidate & { readonly page: Page },
  { title, url, labels, visibleTo }: AsListed,
  signal: AbortSignal,
): Promise<Document> {
  const { page, path } = candidate;
  const address = `/sites/${library.siteId}/pages/${page.id}/microsoft.graph.sitePage?$expand=canvasLayout`;
  const { canvasLayout, publishingState } = await graph.ask(address, PageWithCanvas, signal);
  if (publishedOf(publishingState).kind !== "current")
    throw new FinIngestError(`the page ${path} is being edited since it was listed`, {
      hint: "The next run lists it as it is then.",
    });
  const { html, warnings, odd } = htmlOf(canvasLayout);
  if (html === "" && odd > 0)
    throw new FinIngestError(`the parts of the page ${path} have another shape than documented`, {
      hint: "If the page shows text in SharePoint, please report it.",
    });
  const links = linksIn(html, url);
  linksOf(io).set(linksKey(library, candidate), {
    state: stateOf(candidate) ?? "",
    keys: [...new Set(links.values())],
  });
  const included = new IncludedDocuments(io.audienceOf({ path, labels, visibleTo }));
  const keys = new Set(withheldKeys(links.values(), narrow, included));
  const named = [...links].flatMap(([written, key]) => {
    const name = keys.has(key) ? narrow.get(key)?.name : undefined;
    return name === undefined ? [] : [[written, [name]] as const];
  });
  return {
    body: html || "<p></p>",
    mediaType: "text/html",
    name: title ?? documentName(path),
    title,
    url,
    ...(named.length > 0 ? { withheld: Object.fromEntries(named) } : {}),
    warnings: [...warnings, ...(included.warnings ?? [])],
  };
}
