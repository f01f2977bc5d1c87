import { z } from "zod";
import type { MediaType } from "../normalize/index.ts";

/** The kinds of attached files that can become documents of their own, with their media types. */
export const attachmentTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const satisfies Record<string, MediaType>;

export type AttachmentKind = keyof typeof attachmentTypes;

export const attachmentKinds: readonly AttachmentKind[] = ["pdf", "docx"];

/** An `attachments` option: which kinds a source wants; none unless stated. */
export const attachmentsOption = z.array(z.enum(["pdf", "docx"])).default([]);
