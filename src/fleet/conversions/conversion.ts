import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { z } from "zod";
import { type ConvertedPage, type DocumentFile, fileTypes } from "../../normalize/index.ts";

/** A file of which a conversion may be shared. */
export type SharedFile = DocumentFile & { readonly body: Uint8Array };

/**
 * Sizes of the files, in bytes. Most smaller ones are converted in no more time than it takes to ask; larger ones would be long
 * on their way through the database.
 */
export const sharedSizes = { least: 32_000, most: 16_000_000 } as const;

/** Results that are larger than this, compressed, are not kept. */
const MAX_RESULT_BYTES = 16_000_000;

/** Whether a file is asked for at all. */
export function isShared(file: DocumentFile): file is SharedFile {
  const { body } = file;
  return typeof body !== "string" && body.length >= sharedSizes.least && body.length <= sharedSizes.most;
}

const Page = z.strictObject({
  html: z.string(),
  title: z.string().optional(),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })).readonly(),
}) satisfies z.ZodType<ConvertedPage>;

/** What became of a file. */
export const Conversion = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("pages"), pages: z.array(Page).readonly() }),
  /** It is the file's fault: encrypted, damaged, over a limit. Whoever converts it again is told the same. */
  z.strictObject({ kind: z.literal("refused"), message: z.string(), hint: z.string().optional() }),
  /** Its result is too large to be kept: everybody converts it for themselves. */
  z.strictObject({ kind: z.literal("too-large") }),
]);
export type Conversion = z.infer<typeof Conversion>;

export const FileType = z.enum(fileTypes);

/**
 * Names a conversion by all that decides over its result: the bytes, how they are read, and by which program. Nothing of the
 * workspace is in it.
 *
 * @param revision `pagesRevision()` of the program that converts
 * @returns 64 hexadecimal digits
 */
export function conversionKey(revision: string, { mediaType, body }: SharedFile): string {
  return createHash("sha256")
    .update(JSON.stringify([revision, mediaType]))
    .update("\0")
    .update(body)
    .digest("hex");
}

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** As the store keeps it. */
export async function encodeConversion(conversion: Conversion): Promise<Buffer> {
  const bytes = await compress(JSON.stringify(conversion));
  return bytes.length <= MAX_RESULT_BYTES ? bytes : encodeConversion({ kind: "too-large" });
}

/** @throws Error for what `encodeConversion` did not write */
export async function decodeConversion(bytes: Uint8Array): Promise<Conversion> {
  return Conversion.parse(JSON.parse((await expand(bytes)).toString("utf8")));
}
