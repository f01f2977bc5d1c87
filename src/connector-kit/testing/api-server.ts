import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as a handler sees it. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** As text; JSON bodies are for the handler to parse. */
  readonly body: string;
  /** Parts of the path that the route's pattern names. */
  readonly params: Readonly<Record<string, string>>;
}

/** An answer: `json` or `body`; 200 unless stated. */
export interface ApiReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly json?: unknown;
  readonly body?: string | Uint8Array;
}

/** `GET /wiki/api/v2/pages/:id` → what is answered. A route that no test reaches is an error in the fixture. */
export type ApiRoutes = Readonly<Record<string, (request: ApiRequest) => ApiReply | Promise<ApiReply>>>;

/**
 * Replaces a route's answer: a reply of its own, `cut` for half an answer, `silence` for none, a change of the answer, or
 * undefined to let the request pass.
 */
export type Interference = (
  request: ApiRequest,
) => ApiReply | "cut" | "silence" | ((reply: ApiReply) => ApiReply) | undefined;

/** A small system on 127.0.0.1. */
export interface ApiServer {
  readonly url: string;
  readonly port: number;
  /** All requests so far. */
  readonly requests: readonly ApiRequest[];
  interfere(how: Interference | undefined): void;
  /** Routes that were not reached yet. */
  unused(): string[];
  /** Requests that match no route. */
  readonly unknown: readonly string[];
  close(): Promise<void>;
}

/** Starts a server; handlers read the fixture's state, which tests change. */
export async function startApiServer(routes: ApiRoutes): Promise<ApiServer> {
  const table = Object.entries(routes).map(([route, handle]) => ({ route, handle, fits: matcher(route) }));
  const left = new Set(Object.keys(routes));
  const requests: ApiRequest[] = [];
  const unknown: string[] = [];
  let interference: Interference | undefined;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming);
    const found = table
      .map((entry) => ({ ...entry, params: entry.fits(request) }))
      .find(({ params }) => params !== undefined);
    const seen = { ...request, params: found?.params ?? {} };
    requests.push(seen);
    const instead = interference?.(seen);
    if (instead === "cut") {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write('{"');
      setTimeout(() => response.destroy(), 5);
      return;
    }
    if (instead === "silence") return;
    if (found) left.delete(found.route);
    else unknown.push(`${request.method} ${request.path}`);
    if (instead && typeof instead !== "function") {
      send(response, instead);
      return;
    }
    const reply = found ? await found.handle(seen) : { status: 404, json: { unknown: true } };
    send(response, instead ? instead(reply) : reply);
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      unknown.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    unknown,
    interfere: (how) => {
      interference = how;
    },
    unused: () => [...left],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, json, body }: ApiReply): void {
  const type = json === undefined ? {} : { "content-type": "application/json" };
  for (const [name, value] of Object.entries({ ...type, ...headers })) {
    response.setHeader(name, typeof value === "string" ? value : [...value]);
  }
  response.writeHead(status);
  response.end(json === undefined ? (body ?? "") : JSON.stringify(json));
}

async function read(incoming: IncomingMessage): Promise<Omit<ApiRequest, "params">> {
  const body = await bodyOf(incoming);
  const { method = "GET", url = "/" } = incoming;
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
  );
  return { method, path: pathname, query: searchParams, headers, body };
}

/** Most requests have none: to wait for its end costs as much as the rest of a small answer. */
async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const { "content-length": length = "0", "transfer-encoding": encoding } = incoming.headers;
  if (encoding === undefined && Number(length) === 0) return "";
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function matcher(
  route: string,
): (request: Pick<ApiRequest, "method" | "path">) => Record<string, string> | undefined {
  const [method = "", pattern = ""] = route.split(" ");
  const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "([^/]+)");
  const path = new RegExp(`^${source}$`);
  return (request) => {
    const found = request.method === method ? path.exec(request.path) : null;
    if (!found) return undefined;
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? "")]));
  };
}
