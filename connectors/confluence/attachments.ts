import { attachmentTypes } from "../../src/connector-kit/formats.ts";
import { attachedTo } from "../../src/connector-kit/included.ts";
import { oddEntry } from "../../src/connector-kit/items.ts";
import type { Listed, ListingEntry } from "../../src/connector-kit/listing.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import type { MediaType } from "../../src/normalize/index.ts";
import { verdictOf } from "./catalogue.ts";
import type { ListContext } from "./context.ts";
import { audienceOf, fileSegment, fileSubject } from "./targets.ts";
import type { Attachment } from "./types.ts";

/** Attached files of the wanted kinds, as documents of their own; those of an unpublished page are unpublished too. */
export async function* listAttachments(context: ListContext): AsyncGenerator<ListingEntry> {
  const { options, api, catalogue, io } = context;
  const pages = [...catalogue.contents.values()].filter(
    ({ id }) => verdictOf(catalogue, id, options).kind !== "outside",
  );
  const types = options.attachments.map((kind) => attachmentTypes[kind]);
  const seen = new Set<string>();
  try {
    for await (const { attachments, odd, gap } of api.allAttachments(pages, types, io.signal)) {
      if (gap) yield { kind: "gap", ...gap };
      for (const one of odd) yield oddEntry("attachments", one);
      for (const attachment of attachments) {
        const type = types.find((one) => one === attachment.mediaType);
        if (type === undefined || seen.has(attachment.id)) continue;
        seen.add(attachment.id);
        const entry = entryOf(context, attachment, type);
        if (entry) yield entry;
      }
    }
  } catch (error) {
    if (!isAboutOneObject(error)) throw error;
    yield { kind: "gap", part: "attachments", reason: toFailure(error).message };
  }
}

function entryOf(
  context: ListContext,
  attachment: Attachment,
  mediaType: MediaType,
): ListingEntry | undefined {
  const { catalogue, options } = context;
  const page = catalogue.contents.get(attachment.pageId);
  if (page === undefined) return undefined;
  const verdict = verdictOf(catalogue, page.id, options);
  const name = fileSegment(attachment.name) || attachment.id;
  const subject = fileSubject(context, page, name);
  const named = { externalId: attachment.id, title: name, path: subject.path };
  if (verdict.kind === "outside") return undefined;
  if (context.archived.has(page.id))
    return { kind: "unpublished", ...named, reason: "attached to an archived page" };
  if (verdict.kind !== "content")
    return { kind: "unpublished", ...named, reason: `attached to: ${verdict.reason}` };
  const file: Listed = {
    kind: "document",
    ...named,
    version: String(attachment.version),
    url: attachment.url,
    labels: subject.labels,
    async load(signal) {
      signal.throwIfAborted();
      const body = await context.api.download(attachment, signal);
      if (body.byteLength === 0)
        throw new FinIngestError(`the attached file ${name} (${attachment.id}) is empty`, {
          hint: "Attach it again in Confluence.",
        });
      return { body, mediaType, name, title: name.replace(/\.[a-z]+$/i, ""), url: attachment.url };
    },
  };
  return attachedTo(file, audienceOf(context, page));
}
