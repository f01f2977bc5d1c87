import { FinIngestError } from "./errors.ts";
import type { Document } from "./normalize/index.ts";

/** `max_document_bytes` where a source states none. Nobody writes a larger document by hand. */
export const defaultMaxDocumentBytes = 5_000_000;

/** `max_page_bytes` where a source states none. */
export const defaultMaxPageBytes = 200_000;

/** Documents read and normalised at once: enough to hide a slow source, few enough to bound the memory. */
export const defaultLoadConcurrency = 8;

/**
 * Refuses a document before anything decodes or parses it.
 *
 * @throws FinIngestError when its body is larger than `maxBytes`
 */
export function refuseTooLarge({ body }: Pick<Document, "body">, maxBytes: number): void {
  const size = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  if (size > maxBytes) throw tooLarge("the document", size, maxBytes);
}

/** The one sentence for a document over the limit, with what to do about it. */
export function tooLarge(what: string, size: number, maxBytes: number): FinIngestError {
  return new FinIngestError(`${what} cannot be read: it is larger than ${sizes(size, maxBytes)}`, {
    hint: "Split the document, leave it out (a rule with `exclude: true`), or raise `max_document_bytes` of the source.",
  });
}

/** "5 MB (7.3 MB)": the limit, then the size. */
export function sizes(size: number, maxBytes: number): string {
  return `${amount(maxBytes)} (${amount(size)})`;
}

function amount(bytes: number): string {
  const [value, unit] = bytes >= 100_000 ? [bytes / 1e6, "MB"] : [bytes / 1e3, "kB"];
  return `${Number(value.toFixed(1))} ${unit}`;
}

/** Removals of one run at most, where a source does not say it: ten per cent of its pages, but always five. */
export const defaultMaxRemovals = { percent: 10, atLeast: 5 } as const;
