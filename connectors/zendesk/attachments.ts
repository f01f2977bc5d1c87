import {
  type AttachmentKind,
  attachmentKindOf,
  attachmentKinds,
  attachmentTypes,
} from "../../src/connector-kit/formats.ts";
import { attachedTo } from "../../src/connector-kit/included.ts";
import { documentLimit, type Io } from "../../src/connector-kit/io.ts";
import type { DocumentEntry, Gap, Listed } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError } from "../../src/errors.ts";
import { type HelpCenter, helpCenterPath } from "./context.ts";
import { filePath } from "./links.ts";
import { urlOf } from "./load.ts";
import type { ZendeskOptions } from "./options.ts";
import { type Article, Attachment } from "./schema.ts";

/** A file's kind by its stated media type, else by its name; undefined where that kind is not wanted. */
export function kindOf(
  { content_type, file_name, inline }: Pick<Attachment, "content_type" | "file_name" | "inline">,
  wanted: readonly AttachmentKind[],
): AttachmentKind | undefined {
  if (inline) return undefined;
  const type = content_type?.split(";")[0]?.trim().toLowerCase();
  const kind = attachmentKinds.find((one) => attachmentTypes[one] === type) ?? attachmentKindOf(file_name);
  return kind !== undefined && wanted.includes(kind) ? kind : undefined;
}

/** An attachment belongs to its article and is gone when the article is. */
export const attachmentId = (article: string, attachment: string): string =>
  `${article}/attachments/${attachment}`;

/** The wanted files attached to one article, for no wider audience than the article. */
export async function* attachmentsOf(
  center: HelpCenter,
  article: Article,
  listed: Pick<Listed, "path" | "labels" | "visibleTo">,
  { attachments: wanted }: ZendeskOptions,
  io: Io,
): AsyncGenerator<DocumentEntry | Gap> {
  const path = `${helpCenterPath}/articles/${article.id}/attachments`;
  const seen = new Set<string>();
  try {
    const pages = center.client.pages(path, "article_attachments", Attachment, io.signal);
    for await (const { items, odd } of pages) {
      for (const { reason } of odd)
        yield { kind: "gap", part: `attachments of article ${article.id}`, reason };
      for (const attachment of items) {
        const kind = kindOf(attachment, wanted);
        if (kind === undefined || seen.has(attachment.id)) continue;
        seen.add(attachment.id);
        const file = entryOf(center, article, listed, attachment, kind, io);
        yield attachedTo(file, io.audienceOf(listed));
      }
    }
  } catch (error) {
    if (!isAboutOneObject(error)) throw error;
    yield { kind: "gap", part: `attachments of article ${article.id}`, reason: error.message };
  }
}

function entryOf(
  center: HelpCenter,
  article: Article,
  { path, labels, visibleTo }: Pick<Listed, "path" | "labels" | "visibleTo">,
  attachment: Attachment,
  kind: AttachmentKind,
  io: Pick<Io, "maxDocumentBytes">,
): Listed {
  const { id, file_name: title, size, updated_at } = attachment;
  const url = urlOf(attachment.content_url, center);
  return {
    kind: "document",
    externalId: attachmentId(article.id, id),
    version: JSON.stringify([updated_at ?? "", size ?? "", title, labels ?? [], visibleTo ?? "", path ?? ""]),
    title,
    url,
    path: path === undefined ? undefined : filePath(path, title),
    labels,
    visibleTo,
    async load(signal) {
      signal.throwIfAborted();
      if (url === undefined)
        throw new FinIngestError(`attachment ${id} of article ${article.id} has no address to read it from`);
      const body = await center.client.file(url, signal, documentLimit(io));
      return { body, mediaType: attachmentTypes[kind], name: title, title, url };
    },
  };
}
