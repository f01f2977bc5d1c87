/**
 * Changes whenever the normaliser's output may change for the same document, so that documents which were skipped as
 * unchanged are read again.
 */
export const normalizerRevision = "7";
