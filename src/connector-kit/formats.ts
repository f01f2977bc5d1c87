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

/** The kinds of attached files that can become documents of their own, with their media types. */
export const attachmentTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const satisfies Record<string, MediaType>;

export type AttachmentKind = keyof typeof attachmentTypes;

export const attachmentKinds: readonly AttachmentKind[] = ["pdf", "docx"];

/** An `attachments` option: which kinds a source wants; none unless stated. */
export const attachmentsOption = z.array(z.enum(["pdf", "docx"])).default([]);
