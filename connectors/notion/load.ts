import { attachmentTypes } from "../../src/connector-kit/formats.ts";
import { attachedTo, type IncludedDocuments } from "../../src/connector-kit/included.ts";
import { documentLimit } from "../../src/connector-kit/io.ts";
import type { DocumentEntry, Listed } from "../../src/connector-kit/listing.ts";
import type { Document, Warning } from "../../src/normalize/index.ts";
import { notionApi } from "./client.ts";
import { uuidOf } from "./ids.ts";
import type { KnownPage } from "./known-page.ts";
import type { Place } from "./place.ts";
import { type RenderContext, render } from "./render.ts";
import { rowText } from "./row-text.ts";
import type { PageTable, Session } from "./session.ts";
import {
  type Attachment,
  type BlockNode,
  fileName,
  leftOutOf,
  readTree,
  type Structure,
  structureOf,
} from "./tree.ts";

/** A page's listing entry. */
export function listedPage(
  session: Session,
  page: KnownPage,
  {
    path,
    version,
    title,
  }: { readonly path: string; readonly version: string | undefined; readonly title: string },
): Listed {
  return {
    kind: "document",
    externalId: page.id,
    path,
    updatedAt: Date.parse(page.edited),
    version,
    title: title || undefined,
    url: page.url,
    labels: page.labels.length === 0 ? undefined : page.labels,
    load: (signal) => loadPage(session, page, signal),
  };
}

async function loadPage(session: Session, page: KnownPage, signal: AbortSignal): Promise<Document> {
  signal.throwIfAborted();
  const { io, options } = session;
  const api = notionApi(options, io.http, signal);
  const blocks = session.structures.blocksOf(page.id) ?? (await readTree(api, page.id));
  const structure = structureOf(blocks);
  session.structures.remember(page, structure);
  const included = session.audiences.included(page);
  const unknown = new Set<string>();
  const shown = await surroundings(session, page, structure, included);
  const text = render(blocks, { ...shown, onUnknown: (type) => unknown.add(type) });
  const hasText = text.trim() !== "";
  const { title, properties } = await session.shown(page, included, hasText);
  const body = hasText
    ? `${properties}${text}`
    : await rowText(session, page, { included, api, naming: shown });
  if (unknown.size > 0)
    io.log.debug("notion: only the text of some blocks is kept", { page: page.id, types: [...unknown] });
  return {
    body: `<article>${body}</article>`,
    mediaType: "text/html",
    name: title || "Untitled",
    title: title || undefined,
    url: page.url,
    warnings: [...(included.warnings ?? []), ...leftOutWarnings(blocks)],
  };
}

function leftOutWarnings(blocks: readonly BlockNode[]): Warning[] {
  return leftOutOf(blocks).map((type) => ({
    code: "unsupported-block",
    message: `Notion does not give a block of the type ${type} to integrations, or what is in it: it is left out.`,
  }));
}

/** What a page shows of others, as far as its own readers may see it. */
async function surroundings(
  session: Session,
  page: KnownPage,
  { children, databases, named, synced }: Structure,
  included: IncludedDocuments,
): Promise<Omit<RenderContext, "onUnknown">> {
  const place = session.audiences.placeOf(page.id);
  const withheld = await session.withheld(named, included, { children, place });
  const tables = new Map<string, PageTable>();
  for (const id of databases) {
    const table = await session.table(id, page);
    tables.set(id, table);
    included.addLeftOut(table.included.leftOut);
  }
  const closed = new Set<string>();
  for (const origin of synced) if (!(await session.syncedFrom(origin, included)).mayShow) closed.add(origin);
  const known = (id: string) => session.pages.get(uuidOf(id) ?? id);
  const path = place?.path ?? "";
  return {
    linkOf: (id) => known(id)?.url,
    titleOf: (id) => known(id)?.title || undefined,
    withheldTitle: (id) => withheld.get(uuidOf(id) ?? id),
    databaseOf: (id) => tables.get(id),
    mayShowSynced: (origin) => !closed.has(origin),
    mayNameFile: (name) =>
      included.mayShow({ name, audience: session.io.audienceOf(fileSubject(page, path, name)) }),
  };
}

const fileSubject = ({ labels }: KnownPage, path: string, name: string): Pick<Listed, "path" | "labels"> => ({
  path: `${path}/${segmentOf(name)}`,
  labels: labels.length === 0 ? undefined : labels,
});

const segmentOf = (name: string): string => name.replace(/[\\/]+/g, "-");

/** Distinguishes files from pages, whose ids have the same form. */
export const filePrefix = "file-";

/** A file attached to a page, if its kind is wanted; for no wider audience than the page. */
export function* listedFile(
  session: Session,
  page: KnownPage,
  file: Attachment,
  place: Place,
): Iterable<DocumentEntry> {
  if (!session.options.attachments.includes(file.kind)) return;
  const isTimeFinal = page.isTimeFinal && file.edited !== undefined;
  const listed: Listed = {
    kind: "document",
    externalId: `${filePrefix}${file.id}`,
    title: segmentOf(file.name),
    ...fileSubject(page, place.path, file.name),
    version: isTimeFinal ? file.edited : undefined,
    url: page.url,
    load: (signal) => loadFile(session, page, file, signal),
  };
  yield attachedTo(listed, session.audiences.ofPage(page, place));
}

/** Addresses of files expire within the hour, so each load asks for a new one: https://developers.notion.com/reference/file-object */
async function loadFile(
  session: Session,
  page: KnownPage,
  file: Attachment,
  signal: AbortSignal,
): Promise<Document> {
  signal.throwIfAborted();
  const { io, options } = session;
  const api = notionApi(options, io.http, signal);
  const { content } = await api.block(file.id);
  const body = await api.file(content.file?.url ?? content.external?.url ?? "", documentLimit(io));
  const name = fileName(content) || file.name;
  return {
    body,
    mediaType: attachmentTypes[file.kind],
    name,
    title: segmentOf(name),
    url: page.url,
  };
}
