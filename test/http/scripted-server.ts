import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What the server does with one request. */
export interface Reply {
  /** `GET /path?query`: a request that is another one is a fault of the test. */
  readonly on: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a string or bytes. */
  readonly body?: unknown;
  /** Instead of an answer. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface ScriptedServer {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** Fails when a request met no reply, or a reply no request. */
  verify(): void;
  close(): Promise<void>;
}

/** A server that gives exactly these replies, in this order. */
export async function scriptedServer(replies: readonly Reply[]): Promise<ScriptedServer> {
  const left = [...replies];
  const seen: Seen[] = [];
  const faults: string[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    seen.push({ method, path: url, headers, body: Buffer.concat(chunks).toString() });
    const reply = left.shift();
    if (reply?.on !== `${method} ${url}`) {
      faults.push(`got ${method} ${url}, expected ${reply?.on ?? "nothing"}`);
      response.writeHead(599).end();
      return;
    }
    if (reply.instead) return reply.instead(request, response);
    const raw = typeof reply.body === "string" || reply.body instanceof Uint8Array;
    response.writeHead(reply.status ?? 200, {
      ...(raw ? {} : { "content-type": "application/json" }),
      ...reply.headers,
    });
    response.end(raw ? reply.body : JSON.stringify(reply.body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    verify() {
      if (faults.length > 0) throw new Error(faults.join("\n"));
      if (left.length > 0) throw new Error(`not asked for: ${left.map(({ on }) => on).join(", ")}`);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
