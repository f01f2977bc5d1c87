import { FinIngestError } from "../../errors.ts";
import { readBody } from "../../http/body.ts";
import { withDeadline } from "../../http/deadline.ts";
import { faultOf } from "../../http/faults.ts";
import type { Document, Log } from "../../model.ts";
import { userAgent } from "../../version.ts";
import { UsageError } from "../fail.ts";
import type { Cli } from "../verb.ts";
import { type Input, mediaTypeOf } from "./inputs.ts";

const timeoutMs = 60_000;
const mostBytes = 50 * 1024 * 1024;

/** A page of the web as a document; `url` is what Fin would cite in its place. No credentials are sent. */
export function addressInput(address: string, url: string | undefined, log: Log, { signal }: Cli): Input {
  if (!URL.canParse(address)) throw new UsageError(`${address} is no valid address`);
  return { name: address, url: url ?? address, load: () => fetchDocument(address, url, log, signal) };
}

async function fetchDocument(
  address: string,
  url: string | undefined,
  log: Log,
  signal: AbortSignal,
): Promise<Document> {
  try {
    return await withDeadline(timeoutMs, signal, async (own) => {
      const headers = { "user-agent": userAgent, accept: "text/html, text/markdown, text/plain;q=0.8" };
      const answer = await fetch(address, { headers, signal: own });
      log.debug("fetched", { address, status: answer.status, from: answer.url });
      if (!answer.ok) {
        await answer.body?.cancel();
        throw new FinIngestError(`${address} answered ${answer.status} ${answer.statusText}`.trim(), {
          hint: "Pages behind a login cannot be previewed by address: save the page and preview the file.",
        });
      }
      return await documentOf(answer, url ?? answer.url);
    });
  } catch (error) {
    if (error instanceof FinIngestError || signal.aborted) throw error;
    // fetch wraps what went wrong below HTTP: https://nodejs.org/docs/latest-v20.x/api/globals.html#fetch
    const cause = error instanceof TypeError && error.cause !== undefined ? error.cause : error;
    throw new FinIngestError(`${address} could not be read: ${faultOf(cause).text}`, {
      hint: "Check the address and the network.",
      cause: error,
    });
  }
}

async function documentOf(answer: Response, url: string): Promise<Document> {
  const contentType = answer.headers.get("content-type") ?? undefined;
  const mediaType = mediaTypeOf(contentType);
  if (!mediaType) {
    await answer.body?.cancel();
    throw new FinIngestError(`${answer.url} is ${contentType}: no kind that can be read`, {
      hint: "Text can: HTML, Markdown, plain text.",
    });
  }
  const bytes = answer.body ? await readBody(answer.body, mostBytes) : Buffer.alloc(0);
  const { pathname } = new URL(answer.url);
  return {
    body: decoded(bytes, contentType),
    mediaType,
    name: pathname.split("/").findLast(Boolean) ?? "index",
    url,
  };
}

/** Another character set than UTF-8 is known from the header alone; what the page itself says the normaliser reads. */
function decoded(bytes: Buffer, contentType: string | undefined): string | Uint8Array {
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return bytes;
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes;
  }
}
