import { FinIngestError } from "../../src/errors.ts";
import type { Document } from "../../src/normalize/index.ts";
import { idOf, pathOf } from "./address.ts";
import type { DocumentOutcome } from "./outcome.ts";
import type { PageFetcher } from "./page-fetcher.ts";
import { lastingLinks } from "./page-links.ts";

/**
 * A page's body: the one that the listing kept, else read again.
 * @throws FinIngestError where the page can no longer be read, or leads to another one
 */
export async function load(
  { url, fingerprint, mediaType }: Pick<DocumentOutcome, "url" | "fingerprint" | "mediaType">,
  fetcher: PageFetcher,
  signal: AbortSignal,
): Promise<Document> {
  signal.throwIfAborted();
  const kept = await fetcher.keptBody(url, fingerprint);
  signal.throwIfAborted();
  const body = kept === undefined ? await readAgain(url, fetcher, signal) : kept;
  const name = pathOf(new URL(url)).replace(/\?.*$/s, "").split("/").at(-1) ?? url;
  const read =
    mediaType === "application/pdf" || typeof body === "string" ? body : Buffer.from(body).toString("utf8");
  const links = mediaType === "text/html" && typeof read === "string" ? lastingLinks(read, url) : undefined;
  return { body: read, mediaType, name, url, ...(links ? { links } : {}) };
}

async function readAgain(
  url: string,
  fetcher: PageFetcher,
  signal: AbortSignal,
): Promise<string | Uint8Array> {
  const { outcome, body } = await fetcher.fetchWithBody(new URL(url), signal);
  if (outcome.kind === "document" && body !== undefined && idOf(new URL(outcome.url)) === idOf(new URL(url)))
    return body;
  const why = "reason" in outcome ? outcome.reason : "it leads to another page now";
  throw new FinIngestError(`${new URL(url).pathname} cannot be read: ${why}`, {
    hint: "The next run classifies the page again.",
  });
}
