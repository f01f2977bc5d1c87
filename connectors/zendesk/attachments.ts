import type { Io } from "../../src/connector-kit/io.ts";
import type { Gap, Listed } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { defaultMaxDocumentBytes } from "../../src/limits.ts";
import type { MediaType } from "../../src/normalize/index.ts";
import { isRefusal } from "./client.ts";
import { type HelpCenter, helpCenterPath } from "./context.ts";
import { urlOf } from "./load.ts";
import type { ZendeskOptions } from "./options.ts";
import { type Article, Attachment } from "./schema.ts";

type Kind = ZendeskOptions["attachments"][number];

const mediaTypes: Readonly<Record<Kind, MediaType>> = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};
const kinds: readonly Kind[] = ["pdf", "docx"];

/** What a file is, by its stated type, else by its name; undefined: not wanted. */
export function kindOf(
  { content_type, file_name, inline }: Pick<Attachment, "content_type" | "file_name" | "inline">,
  wanted: readonly Kind[],
): Kind | undefined {
  if (inline) return undefined;
  const type = content_type?.split(";")[0]?.trim().toLowerCase();
  const kind =
    kinds.find((one) => mediaTypes[one] === type) ??
    kinds.find((one) => file_name.toLowerCase().endsWith(`.${one}`));
  return kind !== undefined && wanted.includes(kind) ? kind : undefined;
}

/** An attachment belongs to its article: it is gone when the article is. */
export const attachmentId = (article: string, attachment: string): string =>
  `${article}/attachments/${attachment}`;

/** The wanted files at one article, for the same readers as the article. */
export async function* attachmentsOf(
  center: HelpCenter,
  article: Article,
  listed: Pick<Listed, "path" | "labels" | "visibleTo">,
  { attachments: wanted }: ZendeskOptions,
  io: Io,
): AsyncGenerator<Listed | Gap> {
  const path = `${helpCenterPath}/articles/${article.id}/attachments`;
  const seen = new Set<string>();
  try {
    for await (const found of center.client.pages(path, "article_attachments", Attachment, io.signal)) {
      for (const attachment of found) {
        const kind = kindOf(attachment, wanted);
        if (kind === undefined || seen.has(attachment.id)) continue;
        seen.add(attachment.id);
        yield entryOf(center, article, listed, attachment, kind, io);
      }
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    yield { kind: "gap", part: `attachments of article ${article.id}`, reason: error.message };
  }
}

function entryOf(
  center: HelpCenter,
  article: Article,
  { path, labels, visibleTo }: Pick<Listed, "path" | "labels" | "visibleTo">,
  attachment: Attachment,
  kind: Kind,
  io: Pick<Io, "maxDocumentBytes">,
): Listed {
  const { id, file_name: title, size, updated_at } = attachment;
  const url = urlOf(attachment.content_url, center);
  return {
    kind: "document",
    externalId: attachmentId(article.id, id),
    version: JSON.stringify([updated_at ?? "", size ?? "", title, labels ?? [], visibleTo ?? "", path ?? ""]),
    title,
    ...(url === undefined ? {} : { url }),
    ...(path === undefined ? {} : { path: `${path}/${title.replaceAll(/[/\\]/g, "-")}` }),
    ...(labels === undefined ? {} : { labels }),
    ...(visibleTo === undefined ? {} : { visibleTo }),
    async load(signal) {
      signal.throwIfAborted();
      if (url === undefined)
        throw new FinIngestError(`attachment ${id} of article ${article.id} has no address to read it from`);
      const maxBytes = io.maxDocumentBytes ?? defaultMaxDocumentBytes;
      const body = await center.client.file(url, signal, maxBytes);
      return { body, mediaType: mediaTypes[kind], name: title, title, url };
    },
  };
}
