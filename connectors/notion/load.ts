import { attachmentTypes } from "../../src/connector-kit/attachments.ts";
import { documentLimit } from "../../src/connector-kit/io.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import type { Document } from "../../src/normalize/index.ts";
import { notionApi } from "./client.ts";
import { uuidOf } from "./ids.ts";
import type { KnownPage } from "./known-page.ts";
import { render } from "./render.ts";
import type { Session } from "./session.ts";
import { type Attachment, type BlockNode, fileName, readTree, structureOf } from "./tree.ts";

/** A page's listing entry. */
export function listedPage(
  session: Session,
  page: KnownPage,
  path: string,
  version: string | undefined,
): Listed {
  return {
    kind: "document",
    externalId: page.id,
    path,
    updatedAt: Date.parse(page.edited),
    version,
    title: page.title || undefined,
    url: page.url,
    labels: page.labels.length === 0 ? undefined : page.labels,
    load: (signal) => loadPage(session, page, signal),
  };
}

async function loadPage(session: Session, page: KnownPage, signal: AbortSignal): Promise<Document> {
  signal.throwIfAborted();
  const { io, options } = session;
  const api = notionApi(options, io.http, signal);
  const blocks = session.blocks.take(page.id) ?? (await readTree(api, page.id));
  const tables = options.database_rows === 0 ? new Map<string, string>() : await tablesIn(session, blocks);
  const known = (id: string) => session.pages.get(uuidOf(id) ?? id);
  const unknown = new Set<string>();
  const body = render(blocks, {
    linkOf: (id) => known(id)?.url,
    titleOf: (id) => known(id)?.title || undefined,
    tableOf: (id) => tables.get(id),
    onUnknown: (type) => unknown.add(type),
  });
  if (unknown.size > 0)
    io.log.debug("notion: only the text of some blocks is kept", { page: page.id, types: [...unknown] });
  return {
    body: `<article>${page.properties}${body}</article>`,
    mediaType: "text/html",
    name: page.title || "Untitled",
    title: page.title || undefined,
    url: page.url,
  };
}

/** Tables of the databases in a page. The listing has read them, except those that were added since. */
async function tablesIn(
  session: Session,
  blocks: readonly BlockNode[],
): Promise<ReadonlyMap<string, string>> {
  const tables = new Map<string, string>();
  for (const id of structureOf(blocks).databases) {
    const table = session.tables.get(id) ?? (await session.database(id)).table;
    if (table !== "") tables.set(id, table);
  }
  return tables;
}

/** Distinguishes files from pages, whose ids have the same form. */
export const filePrefix = "file-";

/** A file attached to a page, if its kind is wanted. */
export function* listedFile(
  session: Session,
  page: KnownPage,
  file: Attachment,
  { path, isTimeFinal }: { readonly path: string; readonly isTimeFinal: boolean },
): Iterable<Listed> {
  if (!session.options.attachments.includes(file.kind)) return;
  const name = file.name.replace(/[\\/]+/g, "-");
  yield {
    kind: "document",
    externalId: `${filePrefix}${file.id}`,
    title: name,
    path: `${path}/${name}`,
    version: isTimeFinal && file.edited !== undefined ? file.edited : undefined,
    url: page.url,
    load: (signal) => loadFile(session, page, file, signal),
  };
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
    title: name.replace(/[\\/]+/g, "-"),
    url: page.url,
  };
}
