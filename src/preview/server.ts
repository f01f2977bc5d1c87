import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { FinIngestError } from "../errors.ts";
import { parseUrl } from "../http/url.ts";
import type { Redact } from "../log/redact.ts";
import type { Collection } from "./collection.ts";
import { commonHeaders } from "./layout.ts";
import { PreviewListing } from "./listing.ts";
import { createPageMaker, type PageMaker } from "./pages.ts";
import { answer } from "./routes.ts";

export interface PreviewOptions {
  readonly collection: Collection;
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** Masks configured secrets in whatever is shown. */
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
 * Serves a preview of the collection, on loopback only and to GET alone. Nothing is listed or read before it is
 * asked for.
 * @throws FinIngestError when the port is taken
 */
export async function startPreview(options: PreviewOptions): Promise<PreviewServer> {
  const { collection, redact = (text) => text, maker = createPageMaker() } = options;
  const closing = new AbortController();
  const listing = new PreviewListing(collection, maker, closing.signal);
  const server = http.createServer({ noDelay: true }, (request, response) => {
    serve(listing, redact, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, plain);
      response.end(redact(`The preview failed: ${error instanceof Error ? error.message : String(error)}\n`));
    });
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      closing.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await maker.close();
    },
  };
}

const plain = { ...commonHeaders, "Content-Type": "text/plain; charset=utf-8" };

async function serve(
  listing: PreviewListing,
  redact: Redact,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  const host = request.headers.host ?? "";
  const address = `http://${host}${request.url ?? "/"}`;
  // A foreign name that resolves to loopback would let a web page read the documents.
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host) || !parseUrl(address)) {
    response.writeHead(421, plain).end("The preview answers to 127.0.0.1 only.\n");
    return;
  }
  if (request.method !== "GET") {
    response.writeHead(405, { ...plain, Allow: "GET" }).end("The preview only shows: GET alone.\n");
    return;
  }
  const { status, markup, headers } = await answer(listing, new URL(address));
  response.writeHead(status, headers).end(redact(markup));
}

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      reject(
        new FinIngestError(`The preview can not listen on 127.0.0.1:${port}: ${error.message}`, {
          hint: "Choose another port with --port, or 0 for a free one.",
          cause: error,
        }),
      );
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
