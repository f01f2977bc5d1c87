import { z } from "zod";
import type { MediaType } from "../normalize/index.ts";

/** What a system's field may hold text in, as an option names it. */
export const textFormats = ["html", "markdown", "text", "textile", "mediawiki"] as const;

export const textFormatTypes = {
  html: "text/html",
  markdown: "text/markdown",
  text: "text/plain",
  textile: "text/x-textile",
  mediawiki: "text/x-wiki",
} as const satisfies Record<(typeof textFormats)[number], MediaType>;

/** The kinds of attached files that can become documents of their own, by their ending, with their media types. */
export const attachmentTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
} as const satisfies Record<string, MediaType>;

export type AttachmentKind = keyof typeof attachmentTypes;

export const attachmentKinds = [
  "pdf",
  "docx",
  "pptx",
  "xlsx",
  "odt",
  "ods",
] as const satisfies readonly AttachmentKind[];

/** An `attachments` option: which kinds a source wants; none unless stated. */
export const attachmentsOption = z.array(z.enum(attachmentKinds)).default([]);

/** The kind of a file by the ending of its name; undefined for files that are not read. */
export function attachmentKindOf(name: string): AttachmentKind | undefined {
  return attachmentKinds.find((kind) => name.toLowerCase().endsWith(`.${kind}`));
}
