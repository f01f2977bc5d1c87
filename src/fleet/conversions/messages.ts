import { z } from "zod";
import { Conversion, FileType } from "./conversion.ts";

/** What a run asks its worker, over the channel between the two processes. */
export const ConversionRequest = z.object({
  kind: z.literal("convert"),
  /** Of the run's own counting. */
  id: z.int(),
  /** `pagesRevision()` of the run's program, which may have been upgraded under its worker. */
  revision: z.string(),
  mediaType: FileType,
  body: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type ConversionRequest = z.infer<typeof ConversionRequest>;

/** What the worker answers. */
export const ConversionAnswer = z.object({
  kind: z.literal("converted"),
  id: z.int(),
  /** Null: convert it yourself. */
  conversion: Conversion.nullable(),
});
export type ConversionAnswer = z.infer<typeof ConversionAnswer>;

/** One end of the channel between a worker and its run. */
export interface Channel {
  send(message: ConversionRequest | ConversionAnswer): void;
  /** What the other end sends. */
  listen(take: (message: unknown) => void): void;
}
