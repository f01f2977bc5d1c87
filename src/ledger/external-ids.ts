import { FinIngestError } from "../errors.ts";

/** Separates a document's id from the id of one of its parts; no source's own ids contain it. */
export const partMark = "#part:";

/** The external id of a further page of a document. */
export const partId = (externalId: string, part: string): string => `${externalId}${partMark}${part}`;

/** The document that a page is a part of; undefined for a document's own page. */
export function documentIdOf(externalId: string): string | undefined {
  const at = externalId.lastIndexOf(partMark);
  return at > 0 ? externalId.slice(0, at) : undefined;
}

/**
 * Whether an external id can be a key. SQLite ends text at NUL and cannot store half a surrogate pair: two ids that
 * differ only there would become one.
 */
export const isStorable = (externalId: string): boolean =>
  externalId !== "" && !/\0|\p{Surrogate}/u.test(externalId);

/**
 * An external id as a key of the ledger.
 * @throws FinIngestError when it cannot be stored
 */
export function externalKey(externalId: string): string {
  if (isStorable(externalId)) return externalId;
  throw new FinIngestError(
    `the external id ${JSON.stringify(externalId)} cannot be stored: it is empty, or holds a NUL or a lone surrogate`,
    { hint: "Ids come from the connector; give this document another id or exclude it." },
  );
}
