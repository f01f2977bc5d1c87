import { FinIngestError } from "../../errors.ts";
import { createHttp, type HttpAnswer } from "../../http/http.ts";
import { parseUrl } from "../../http/url.ts";
import type { Log } from "../../log/log.ts";
import { type Document, mediaTypeOfHeader } from "../../normalize/index.ts";
import { UsageError } from "../fail.ts";
import type { Cli } from "../verb.ts";
import type { Input } from "./inputs.ts";

const mostBytes = 50 * 1024 * 1024;

/** A page of the web as a document; `url` is what Fin would cite in its place. No credentials are sent. */
export function addressInput(address: string, url: string | undefined, log: Log, { signal }: Cli): Input {
  if (!parseUrl(address)) throw new UsageError(`${address} is no valid address`);
  return { name: address, url: url ?? address, load: () => fetchDocument(address, url, log, signal) };
}

async function fetchDocument(
  address: string,
  url: string | undefined,
  log: Log,
  signal: AbortSignal,
): Promise<Document> {
  // Whoever typed the address may mean a server of their own network, and wherever it leads.
  const http = createHttp({ addresses: "private", otherOrigins: true });
  try {
    const accept = "text/html, text/markdown, text/plain;q=0.8, application/pdf;q=0.7, */*;q=0.1";
    const answer = await http.get(address, { accept, signal, maxBytes: mostBytes });
    log.debug("fetched", { address, status: answer.status, from: answer.url });
    return documentOf(answer, url ?? answer.url);
  } finally {
    await http.close();
  }
}

function documentOf({ headers, body, url: from }: HttpAnswer, url: string): Document {
  const contentType = headers["content-type"];
  const mediaType = mediaTypeOfHeader(contentType ?? "text/html");
  if (!mediaType) {
    throw new FinIngestError(`${from} is ${contentType}: no kind that can be read`, {
      hint: "HTML, Markdown, plain text, PDF and Word documents can be read.",
    });
  }
  const { pathname } = new URL(from);
  return {
    body: decoded(body, contentType),
    mediaType,
    name: pathname.split("/").findLast(Boolean) ?? "index",
    url,
  };
}

/** Another character set than UTF-8 is known from the header alone; what the page itself says the normaliser reads. */
function decoded(bytes: Uint8Array, contentType: string | undefined): string | Uint8Array {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return bytes;
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes;
  }
}
