import type { Listed } from "../../src/connector-kit/listing.ts";
import type { Document } from "../../src/normalize/document.ts";
import { notionApi } from "./client.ts";
import { uuidOf } from "./ids.ts";
import type { Known } from "./known.ts";
import { render } from "./render.ts";
import type { Session } from "./session.ts";
import { type Attachment, type BlockNode, fileName, readTree, structureOf } from "./tree.ts";

/** A page as the listing shows it. */
export function listedPage(session: Session, page: Known, path: string, version: string | undefined): Listed {
  return {
    kind: "document",
    externalId: page.id,
    path,
    updatedAt: Date.parse(page.edited),
    ...(version === undefined ? {} : { version }),
    ...(page.title === "" ? {} : { title: page.title }),
    ...(page.url === undefined ? {} : { url: page.url }),
    ...(page.labels.length === 0 ? {} : { labels: page.labels }),
    load: (signal) => loadPage(session, page, signal),
  };
}

async function loadPage(session: Session, page: Known, signal: AbortSignal): Promise<Document> {
  signal.throwIfAborted();
  const { io, options, handover } = session;
  const api = notionApi(options, io.http, signal);
  const blocks = handover.take(page.id) ?? (await readTree(api, page.id));
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
    io.log.debug("notion: of some blocks only the text is kept", { page: page.id, types: [...unknown] });
  return {
    body: `<article>${page.properties}${body}</article>`,
    mediaType: "text/html",
    name: page.title || "Untitled",
    ...(page.title === "" ? {} : { title: page.title }),
    ...(page.url === undefined ? {} : { url: page.url }),
  };
}

/** The listing has read them, but for those that came into the page since. */
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

const mediaTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const;

/** What sets files apart from pages, whose ids are of the same make. */
export const filePrefix = "file-";

/** A file attached to a page, where its kind is wanted. */
export function* listedFile(
  session: Session,
  page: Known,
  file: Attachment,
  { path, settled }: { readonly path: string; readonly settled: boolean },
): Iterable<Listed> {
  if (!session.options.attachments.includes(file.kind)) return;
  const name = file.name.replace(/[\\/]+/g, "-");
  yield {
    kind: "document",
    externalId: `${filePrefix}${file.id}`,
    title: name,
    path: `${path}/${name}`,
    ...(settled && file.edited !== undefined ? { version: file.edited } : {}),
    ...(page.url === undefined ? {} : { url: page.url }),
    load: (signal) => loadFile(session, page, file, signal),
  };
}

/** Addresses of files end within the hour, so that each load asks for a new one: https://developers.notion.com/reference/file-object */
async function loadFile(
  session: Session,
  page: Known,
  file: Attachment,
  signal: AbortSignal,
): Promise<Document> {
  signal.throwIfAborted();
  const { io, options } = session;
  const { content } = await notionApi(options, io.http, signal).block(file.id);
  const address = content.file?.url ?? content.external?.url ?? "";
  const maxBytes = io.maxDocumentBytes;
  // Without the token: the address is another host's and carries its own permission.
  const { body } = await io.http.get(address, { signal, ...(maxBytes === undefined ? {} : { maxBytes }) });
  const name = fileName(content) || file.name;
  return {
    body,
    mediaType: mediaTypes[file.kind],
    name,
    title: name.replace(/[\\/]+/g, "-"),
    ...(page.url === undefined ? {} : { url: page.url }),
  };
}
