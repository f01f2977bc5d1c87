import { hash } from "node:crypto";
import type { Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { type Document, loadDocumentFacts } from "../../src/normalize/index.ts";
import { pageUrl } from "./address.ts";
import { type Catalogue, externalIdOf } from "./catalogue.ts";
import { includeCandidates, relativeLink } from "./links.ts";
import { type FactReader, readBody, textOf } from "./metadata.ts";
import type { DocsRepoOptions } from "./options.ts";
import { textTypeOf } from "./select.ts";
import type { FileEntry, Snapshot } from "./snapshot.ts";

/** What turning catalogue entries into listing entries needs. */
export interface ListContext {
  readonly catalogue: Catalogue;
  readonly snapshot: Snapshot;
  readonly facts: FactReader;
  readonly options: Pick<DocsRepoOptions, "page_url" | "components">;
}

/** What a document and its includes refer to, as written there. */
interface References {
  /** Relative link → absolute URL. */
  readonly links: Map<string, string>;
  readonly includes: Map<string, FileEntry>;
}

/** More included files than this are a mistake. */
const maxIncludes = 200;

/** What a document's listing entry is; its body stays unread unless its facts are not remembered. */
export async function entryOf(
  context: ListContext,
  path: string,
  file: FileEntry,
  load: Listed["load"] = loaderOf(context),
): Promise<ListingEntry> {
  const { catalogue } = context;
  const externalId = externalIdOf(catalogue, path);
  const twice = catalogue.twice.get(externalId);
  if (twice !== undefined) {
    const names = twice.length > 5 ? [...twice.slice(0, 5), `${twice.length - 5} more`] : twice;
    const reason = `${twice.length} documents have the id ${JSON.stringify(externalId)}: ${names.join(", ")}; none of them is uploaded`;
    return { kind: "unreadable", externalId, path, reason };
  }
  const reading = await context.facts.read(file, textTypeOf(path));
  if (reading.kind === "unknown") return { kind: "unreadable", externalId, path, reason: reading.reason };
  const { title, labels, unpublished } = reading.facts;
  const named = { externalId, path, ...(title === undefined ? {} : { title }) };
  if (unpublished !== undefined) return { kind: "unpublished", ...named, reason: unpublished };
  if (reading.kind === "too-large") return { kind: "unreadable", externalId, path, reason: reading.reason };
  const url = urlOf(context, path);
  return {
    kind: "document",
    ...named,
    version: await versionOf(context, path, file, externalId, reading.facts),
    ...(url === undefined ? {} : { url }),
    ...(labels === undefined || labels.length === 0 ? {} : { labels }),
    ...(file.updatedAt === undefined ? {} : { updatedAt: file.updatedAt }),
    load,
  } satisfies Listed;
}

function urlOf({ catalogue, options }: ListContext, path: string): string | undefined {
  if (options.page_url === undefined) return undefined;
  return pageUrl(options.page_url, path, catalogue.overrides.get(path)?.slug);
}

/**
 * The blob id, and a hash of what else the page depends on: included files, the URLs its links lead to, and its
 * path where that is not its id. Without any of these it is the blob id alone.
 */
async function versionOf(
  context: ListContext,
  path: string,
  { blob }: FileEntry,
  externalId: string,
  written: Written,
): Promise<string> {
  const { links, includes } = await follow(context, path, written, async (inner) => {
    const reading = await context.facts.read(inner, textTypeOf(inner.path));
    return reading.kind === "facts" ? reading.facts : {};
  });
  const parts = [
    ...(externalId === path ? [] : [`path ${path}`]),
    ...[...includes].map(([target, inner]) => `include ${target} ${inner.blob}`),
    ...[...links].map(([target, url]) => `link ${target} ${url}`),
  ];
  if (parts.length === 0) return blob;
  return `${blob}.${hash("sha256", parts.join("\0"), "hex").slice(0, 16)}`;
}

/** What loads the documents of a context: one function for all of them, which their listing need not keep apart. */
export function loaderOf(context: ListContext): Listed["load"] {
  return async function load(this: Pick<Listed, "path">, signal) {
    const { path = "" } = this;
    const file = context.catalogue.documents.get(path);
    if (file === undefined) throw new Error(`${path} is no document of ${context.snapshot.name}`);
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
    ...(url === undefined ? {} : { url }),
    ...(links.size === 0 ? {} : { links: Object.fromEntries(links) }),
    ...(includes.size === 0 ? {} : { includes: includedTexts(includes, texts) }),
    ...(components === undefined ? {} : { options: { components } }),
  };
}

function includedTexts(
  includes: ReadonlyMap<string, FileEntry>,
  texts: ReadonlyMap<FileEntry, string>,
): Record<string, string> {
  return Object.fromEntries([...includes].map(([written, inner]) => [written, texts.get(inner) ?? ""]));
}

type Written = { readonly links?: readonly string[]; readonly includes?: readonly string[] };

/** Walks a document and what it includes, outermost first; the first to write a target decides what it means. */
async function follow(
  context: ListContext,
  path: string,
  written: Written,
  read: (file: FileEntry) => Promise<Written>,
): Promise<References> {
  const references: References = { links: new Map(), includes: new Map() };
  const queue = [{ path, written }];
  const seen = new Set([path]);
  for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
    for (const target of one.written.links ?? []) {
      const url = references.links.has(target) ? undefined : linkUrl(context, one.path, target);
      if (url !== undefined) references.links.set(target, url);
    }
    for (const target of one.written.includes ?? []) {
      const inner = partialFor(context.catalogue, one.path, target);
      if (inner === undefined || references.includes.has(target)) continue;
      references.includes.set(target, inner);
      const innerPath = inner.path.normalize("NFC");
      if (seen.has(innerPath) || seen.size > maxIncludes) continue;
      seen.add(innerPath);
      queue.push({ path: innerPath, written: await read(inner) });
    }
  }
  return references;
}

function partialFor({ partials }: Catalogue, from: string, written: string): FileEntry | undefined {
  const path = includeCandidates(from, written).find((candidate) => partials.has(candidate));
  return path === undefined ? undefined : partials.get(path);
}

/** The URL a relative link leads to, when it leads to a document that has one. */
function linkUrl(context: ListContext, from: string, written: string): string | undefined {
  const link = relativeLink(from, written);
  if (link === undefined || context.options.page_url === undefined) return undefined;
  const { documents, overrides } = context.catalogue;
  for (const target of link.candidates) {
    if (!documents.has(target)) continue;
    const url = overrides.get(target)?.unpublished ? undefined : urlOf(context, target);
    return url === undefined ? undefined : url.replace(/#.*$/s, "") + link.fragment;
  }
  return undefined;
}
