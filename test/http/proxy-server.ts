import { once } from "node:events";
import http from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export interface ProxyServer {
  readonly port: number;
  /** What it was asked for, in order: `CONNECT host:port` or `GET http://host/path`, each with what it saw besides. */
  readonly asked: readonly Seen[];
  close(): void;
}

export interface Seen {
  readonly line: string;
  readonly headers: http.IncomingHttpHeaders;
}

interface Options {
  /** The port on this machine that every host is at. */
  readonly target: number;
  /** Answered to everything instead. */
  readonly refuse?: () => number | undefined;
}

const portOf = (server: http.Server): number => {
  const address = server.address() as AddressInfo; // It listens on a port.
  return address.port;
};

/**
 * A forwarding proxy: tunnels by CONNECT, and passes on requests for whole addresses.
 * https://www.rfc-editor.org/rfc/rfc9110#name-connect, https://www.rfc-editor.org/rfc/rfc9112#name-absolute-form
 */
export async function startProxy({ target, refuse = () => undefined }: Options): Promise<ProxyServer> {
  const asked: Seen[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    asked.push({ line: `${method} ${url}`, headers });
    const status = refuse();
    if (status !== undefined) return void response.writeHead(status).end("the proxy says no");
    const { pathname, search } = new URL(url);
    const onward = { host: "127.0.0.1", port: target, method, path: `${pathname}${search}`, headers };
    const forwarded = http.request(onward, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forwarded);
  });
  server.on("connect", ({ url = "", headers }: http.IncomingMessage, client: Socket) => {
    asked.push({ line: `CONNECT ${url}`, headers });
    const status = refuse();
    if (status !== undefined) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const upstream = connect(target, "127.0.0.1");
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => {}));
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    upstream.pipe(client).pipe(upstream);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: portOf(server),
    asked,
    close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
