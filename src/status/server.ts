import { randomBytes } from "node:crypto";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { Redact } from "../log/redact.ts";
import { guard, isSameToken } from "../web/guard.ts";
import { closeNow, listenOnLoopback } from "../web/loopback.ts";
import { plainHeaders } from "../web/page.ts";
import { statusLayout } from "./layout.ts";
import { answer, type StatusContext } from "./routes.ts";

export interface StatusOptions extends Omit<StatusContext, "layout"> {
  readonly clock: Clock;
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** Masks configured secrets in every answer. */
  readonly redact: Redact;
}

export interface StatusServer {
  /** With the token that the pages are behind, and a trailing slash. */
  readonly url: string;
  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves the ledger's status, on loopback only, to GET only, and below a token that only the terminal shows: other
 * programs and users of this machine can reach the port, too.
 * @throws FinIngestError when the port is taken
 */
export async function startStatus(options: StatusOptions): Promise<StatusServer> {
  const token = randomBytes(16).toString("hex");
  const base = `/${token}`;
  const context: StatusContext = { ...options, layout: statusLayout(`${base}/`) };
  const server = http.createServer({ noDelay: true }, (request, response) => {
    serve(context, options, token, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, plainHeaders);
      const why = error instanceof Error ? error.message : String(error);
      response.end(options.redact(`The status cannot be shown: ${why}\n`));
    });
  });
  const port = await listenOnLoopback(server, options.port ?? 0, "The status");
  return { url: `http://127.0.0.1:${port}${base}/`, close: () => closeNow(server) };
}

async function serve(
  context: StatusContext,
  { clock, redact }: StatusOptions,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  const refuse = (status: number, why: string) => response.writeHead(status, plainHeaders).end(`${why}\n`);
  const asked = guard(request, "The status");
  if (asked.kind === "refused") return void refuse(asked.status, asked.why);
  // The same answer whether the token is wrong or missing.
  if (!isSameToken(asked.token, token))
    return void refuse(404, "Not found. The address with its token is in the terminal.");
  const scene = { base: `/${token}`, now: Math.floor(clock.now() / 1000) };
  const { status, markup, headers } = await answer(context, scene, asked.path, asked.query);
  response.writeHead(status, headers).end(redact(markup));
}
