import { FinIngestError } from "../../errors.ts";
import { createHttp, type HttpAnswer } from "../../http/http.ts";
import { parseUrl } from "../../http/url.ts";
import type { Log } from "../../log/log.ts";
import {
  type Document,
  decodeBody,
  isBinaryType,
  type MediaType,
  mediaTypeOfHeader,
} from "../../normalize/index.ts";
import { UsageError } from "../fail.ts";
import type { Cli } from "../verb.ts";
import type { Input } from "./inputs.ts";

const MAX_BYTES = 50 * 1024 * 1024;

/** A web page as a document; `url` is what Fin would cite instead of its address. No credentials are sent. */
export function addressInput(address: string, url: string | undefined, log: Log, { signal }: Cli): Input {
  if (!parseUrl(address)) throw new UsageError(`${address} is not a valid address`);
  return { name: address, url: url ?? address, load: () => fetchDocument(address, url, log, signal) };
}

async function fetchDocument(
  address: string,
  url: string | undefined,
  log: Log,
  signal: AbortSignal,
): Promise<Document> {
  // The user typed the address: it may be in their own network, and redirects may lead anywhere.
  const http = createHttp({ addresses: "private", otherOrigins: true });
  try {
    const accept = "text/html, text/markdown, text/plain;q=0.8, application/pdf;q=0.7, */*;q=0.1";
    const answer = await http.get(address, { accept, signal, maxBytes: MAX_BYTES });
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
    throw new FinIngestError(`${from} is ${contentType}: not a format that can be read`, {
      hint: "HTML, Markdown, plain text, PDF and Word documents can be read.",
    });
  }
  const { pathname } = new URL(from);
  return {
    body: decoded(body, mediaType, contentType),
    mediaType,
    name: pathname.split("/").findLast(Boolean) ?? "index",
    url,
  };
}

/** Decodes what the header declares; the normaliser reads what the page itself declares. */
function decoded(
  body: Uint8Array,
  mediaType: MediaType,
  contentType: string | undefined,
): string | Uint8Array {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1];
  return charset === undefined || isBinaryType(mediaType)
    ? body
    : decodeBody({ body, mediaType, name: "" }, charset).text;
}
