import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { Redact } from "../log/redact.ts";
import { closeNow, listenOnLoopback, loopbackUrl } from "../web/loopback.ts";
import { plainHeaders } from "../web/page.ts";
import type { Collection } from "./collection.ts";
import { PreviewListing } from "./listing.ts";
import { createPageMaker, type PageMaker } from "./pages.ts";
import { answer } from "./routes.ts";

export interface PreviewOptions {
  readonly collection: Collection;
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** Masks configured secrets in every answer. */
  readonly redact?: Redact;
  /** How pages are made; by default as runs make them. */
  readonly maker?: PageMaker;
}

export interface PreviewServer {
  /** `http://127.0.0.1:PORT`, no trailing slash. */
  readonly url: string;
  /** Cuts every connection, ends what is being read, frees the port. */
  close(): Promise<void>;
}

/**
 * Serves a preview of the collection, on loopback only and to GET only. Nothing is listed or read before a page asks
 * for it.
 * @throws FinIngestError when the port is taken
 */
export async function startPreview(options: PreviewOptions): Promise<PreviewServer> {
  const { collection, redact = (text) => text, maker = createPageMaker() } = options;
  const closing = new AbortController();
  const listing = new PreviewListing(collection, maker, closing.signal);
  const server = http.createServer({ noDelay: true }, (request, response) => {
    serve(listing, redact, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, plainHeaders);
      response.end(redact(`The preview failed: ${error instanceof Error ? error.message : String(error)}\n`));
    });
  });
  const port = await listenOnLoopback(server, options.port ?? 0, "The preview");
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      closing.abort();
      await closeNow(server);
      await maker.close();
    },
  };
}

async function serve(
  listing: PreviewListing,
  redact: Redact,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  const url = loopbackUrl(request);
  if (!url) {
    response.writeHead(421, plainHeaders).end("The preview answers to 127.0.0.1 only.\n");
    return;
  }
  if (request.method !== "GET") {
    response.writeHead(405, { ...plainHeaders, Allow: "GET" }).end("The preview takes GET only.\n");
    return;
  }
  const { status, markup, headers } = await answer(listing, url);
  response.writeHead(status, headers).end(redact(markup));
}
