/** Stands between a document's id and its part's; no system's own ids hold it. */
export const partMark = "#part:";

/** The external id of a further page of a document. */
export const partId = (externalId: string, part: string): string => `${externalId}${partMark}${part}`;

/** The document that a page is a part of; undefined for a document's own page. */
export function documentIdOf(externalId: string): string | undefined {
  const at = externalId.lastIndexOf(partMark);
  return at > 0 ? externalId.slice(0, at) : undefined;
}
